//! Findings drawn for people: the sentence, the lines of the files concerned with the part
//! underlined, and what to do.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Finding, Findings, Place, Severity, summary};

/// How many findings of one code are drawn; the others are counted.
const DRAWN: u64 = 20;

/// Whether escape sequences for colours may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text, for files and pipes.
    Never,
    /// ANSI colours, for a terminal.
    Always,
}

/// Writes what it comes to where there is much, then each finding with an empty line after it, then
/// a line of totals. Of one code only the first few are drawn.
pub fn write(out: &mut impl Write, findings: &Findings, colour: Colour) -> io::Result<()> {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    summary::write(out, findings)?;
    let mut drawn: BTreeMap<&str, (Code, u64)> = BTreeMap::new();
    for finding in findings {
        let (_, count) = drawn.entry(finding.code.id()).or_insert((finding.code, 0));
        *count += 1;
        if *count <= DRAWN {
            writeln!(out, "{}\n", renderer.render(&[draw(finding)]))?;
        }
    }
    for (code, count) in drawn.into_values() {
        let beyond = findings.left_out().find(|(left_out, _)| *left_out == code);
        let more = count.saturating_sub(DRAWN) + beyond.map_or(0, |(_, more)| more);
        if more > 0 {
            let more = summary::grouped(more);
            writeln!(out, "… and {more} more findings of {code}, left out here\n")?;
        }
    }
    write_totals(out, findings)
}

fn write_totals(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    match (findings.errors(), findings.warnings()) {
        (0, 0) => Ok(()),
        (errors, 0) => writeln!(out, "{}", counted(errors, "error")),
        (0, warnings) => writeln!(out, "{}", counted(warnings, "warning")),
        (errors, warnings) => writeln!(
            out,
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

fn counted(n: u64, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

fn draw(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(finding.message.as_str())
        .id(finding.code.id());
    let mut group = Group::with_title(title);
    for (place, kind) in places(finding) {
        group = draw_place(group, place, kind);
    }
    if finding.count > 1 {
        group = group.element(Level::NOTE.message(occurrences(finding)));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The first place is underlined as the culprit, the others as what belongs to it.
fn places(finding: &Finding) -> impl Iterator<Item = (&Place, AnnotationKind)> {
    let all = finding.data.iter().chain(&finding.definition);
    let kinds =
        std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    let related = finding.related.iter();
    let drawn = related.filter(|place| !is_one_more(finding, place));
    all.chain(drawn).zip(kinds)
}

/// Whether a place is one more of the same in the same file, for which its line says enough.
fn is_one_more(finding: &Finding, place: &Place) -> bool {
    let first = finding.data.as_ref();
    let is_same = |first: &Place| first.source == place.source && first.field == place.field;
    finding.count > 1 && place.label.is_none() && first.is_some_and(is_same)
}

/// “this occurs 100,000 times: also at line 3, 4, 5, 6, …”
fn occurrences(finding: &Finding) -> String {
    let related = finding.related.iter();
    let more = related.filter(|place| is_one_more(finding, place));
    let lines: Vec<_> = more
        .filter_map(|place| place.line)
        .map(|line| line.to_string())
        .collect();
    let also = match lines.len() {
        0 => String::new(),
        1 => format!(", also at line {}", lines[0]),
        _ => format!(", also at lines {}", lines.join(", ")),
    };
    let is_all = lines.is_empty() || lines.len() as u64 + 1 == finding.count;
    let rest = if is_all { "" } else { " and so on" };
    let count = summary::grouped(finding.count);
    format!("this occurs {count} times{also}{rest}")
}

fn draw_place<'a>(group: Group<'a>, place: &'a Place, kind: AnnotationKind) -> Group<'a> {
    let Some(excerpt) = &place.excerpt else {
        let group = group.element(origin(place));
        return match label(place) {
            Some(label) => group.element(Level::NOTE.message(label)),
            None => group,
        };
    };
    let annotation = kind.span(excerpt.span.clone()).label(label(place));
    let first_line = usize::try_from(excerpt.first_line).unwrap_or(usize::MAX);
    let snippet = Snippet::source(excerpt.text.as_str())
        .path(place.source.as_str())
        .line_start(first_line)
        .annotation(annotation);
    group.element(snippet)
}

fn origin(place: &Place) -> Origin<'_> {
    let mut origin = Origin::path(place.source.as_str());
    if let Some(line) = place.line.and_then(|line| usize::try_from(line).ok()) {
        origin = origin.line(line);
        if let Some(column) = place.column {
            origin = origin.char_column(column);
        }
    }
    origin
}

/// What stands beside the underlined part: the place's own word, else the name of its column.
fn label(place: &Place) -> Option<String> {
    place.label.clone().or_else(|| {
        let field = place.field.as_ref()?;
        Some(match &field.heading {
            Some(heading) => format!("column {}, {heading}", field.number),
            None => format!("column {}", field.number),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    const MISSPELT: Code = Code::error("test-misspelt", "Occurs in tests.", "Mend it.");

    #[test]
    fn a_finding_shows_the_cell_and_the_line_that_cares() {
        let mapping = "[[column]]\nname = \"court\"\nregister = \"court\"\n";
        let finding = Finding::new(MISSPELT, "“Snaresbrok” is no court.")
            .at(Place::in_text("cc.csv", "2025,Q4,Snaresbrok,17", 8..18)
                .with_field(3, Some("crown_court".into())))
            .defined_at(Place::in_text("cc.toml", mapping, 26..44))
            .help("did you mean Snaresbrook?");
        let mut findings = Findings::default();
        findings.push(finding);
        let mut drawn = Vec::new();
        write(&mut drawn, &findings, Colour::Never).unwrap();
        insta::assert_snapshot!(String::from_utf8(drawn).unwrap());
    }
}
