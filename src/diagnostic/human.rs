//! Findings drawn for people: the sentence, the lines of the files concerned with the part
//! underlined, and what to do.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Findings, Place, Severity};

/// Whether escape sequences for colours may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text, for files and pipes.
    Never,
    /// ANSI colours, for a terminal.
    Always,
}

/// Writes each finding with an empty line after it, then a line of totals.
pub fn write(out: &mut impl Write, findings: &Findings, colour: Colour) -> io::Result<()> {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    for finding in findings {
        writeln!(out, "{}\n", renderer.render(&[draw(finding)]))?;
    }
    for (code, more) in findings.left_out() {
        writeln!(out, "… and {more} more findings of {code}, left out here\n")?;
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
        group = group.element(Level::NOTE.message(format!("this occurs {} times", finding.count)));
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
    all.chain(&finding.related).zip(kinds)
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
