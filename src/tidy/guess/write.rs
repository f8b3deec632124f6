use std::fmt::Write;

use super::column::{Guess, Kind, columns_of};
use super::numbers::Figures;
use super::periods;
use super::profile::Profile;
use super::registers::Fit;
use super::wide::Wide;
use crate::mapping::{Calendar, NumberKind};
use crate::uri::Key;

/// The text of a mapping with a comment at each guess.
pub(super) fn mapping(dataset: &Key, release: &str, guesses: &[Guess<'_>]) -> String {
    let mut out = Toml::default();
    out.line(format_args!(
        "# Guessed from {release}: read every comment, mend what is wrong."
    ));
    out.line(format_args!("dataset = \"{dataset}\""));
    out.line(format_args!(
        "title   = {{ en = {} }}",
        text(&words(dataset.as_str()))
    ));
    out.line(format_args!("licence = \"ogl-3\""));
    out.line(format_args!("\n[source]"));
    out.line(format_args!("file            = \"{dataset}*.csv\""));
    out.line(format_args!("encoding        = \"auto\""));
    out.line(format_args!("skip-rows       = [\"^Source\", \"^Note\"]"));
    out.line(format_args!("unknown-columns = \"error\""));
    period_of_two(guesses, &mut out);
    let named = guesses
        .iter()
        .any(|guess| matches!(guess.kind, Kind::MeasureType));
    for guess in guesses {
        column(guess, named, guesses, &mut out);
    }
    melted(guesses, &mut out);
    out.text
}

/// Lines of TOML.
#[derive(Default)]
struct Toml {
    text: String,
}

impl Toml {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _written = writeln!(self.text, "{line}");
    }

    fn column(&mut self, comment: &str, name: &str, heading: Option<&str>) {
        self.line(format_args!("\n# {comment}\n[[column]]\nname = \"{name}\""));
        if let Some(heading) = heading {
            self.line(format_args!("titles = [{}]", text(heading)));
        }
    }

    fn role(&mut self, role: &str) {
        self.line(format_args!("role = \"{role}\""));
    }
}

/// The name of the tidy column for a heading.
pub(super) fn column_name(heading: &str) -> String {
    let key = Key::from_label(heading)
        .to_string()
        .replace(['-', '.'], "_");
    match key.as_str() {
        "measure" | "unit" | "multiplier" | "status" | "source_line" | "period" => {
            format!("{key}_given")
        }
        _ if key.starts_with(|c: char| c.is_ascii_digit()) => format!("c{key}"),
        _ => key,
    }
}

fn words(key: &str) -> String {
    let words = key.replace(['-', '_'], " ");
    let mut chars = words.chars();
    let first = chars
        .next()
        .map(|c| c.to_ascii_uppercase())
        .unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

/// A text as a TOML string.
fn text(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// A year and a quarter in two columns make the period.
fn period_of_two(guesses: &[Guess<'_>], out: &mut Toml) {
    let year = guesses
        .iter()
        .find(|guess| matches!(guess.kind, Kind::Year));
    let quarter = guesses
        .iter()
        .find(|guess| matches!(guess.kind, Kind::Quarter));
    let (Some(year), Some(quarter)) = (year, quarter) else {
        return;
    };
    let comment = "The year and the quarter stand in two columns. If the year begins in April, write calendar = \"government\".";
    out.column(comment, "period", None);
    out.line(format_args!(
        "from = [\"{}\", \"{}\"]",
        column_name(&year.profile.heading),
        column_name(&quarter.profile.heading)
    ));
    out.role("dimension");
    let whole = periods::whole_year(&quarter.profile);
    let whole = whole
        .map(|word| format!(", \"{{yyyy}} {word}\""))
        .unwrap_or_default();
    out.line(format_args!(
        "period = {{ calendar = \"gregorian\", patterns = [\"{{yyyy}} Q{{q}}\"{whole}] }}"
    ));
}

fn column(guess: &Guess<'_>, named: bool, guesses: &[Guess<'_>], out: &mut Toml) {
    let profile = &guess.profile;
    let heading = profile.heading.as_str();
    let name = column_name(heading);
    match &guess.kind {
        Kind::Year | Kind::Quarter => out.column("A part of the period.", &name, Some(heading)),
        Kind::WholeYear => {
            period(out, profile, &name, "{yyyy}", Calendar::Gregorian);
        }
        Kind::Period(pattern, calendar) => period(out, profile, &name, pattern, *calendar),
        Kind::Register(fit) => register(out, profile, &name, fit),
        Kind::Check {
            fit,
            column,
            within,
        } => check(out, profile, &name, fit, column, *within),
        Kind::MeasureType => {
            out.column("Names the measure of each row.", &name, Some(heading));
            out.role("measure-type");
            out.line(format_args!(r"extract = '^(?:\d+[.:] ?)?(?<value>.+)$'"));
        }
        Kind::Measure(figures) => measure(out, profile, &name, figures, named.then_some(guesses)),
        Kind::Codes => codes(out, profile, &name),
        Kind::Number => {
            out.column(
                "Each row has its own, so that it tells the rows apart.",
                &name,
                Some(heading),
            );
            out.role("dimension");
            out.line(format_args!("datatype = \"string\""));
        }
        Kind::Text => {
            out.column(
                "Free text that says something about the row.",
                &name,
                Some(heading),
            );
            out.role("attribute");
            out.line(format_args!("datatype = \"string\""));
        }
        Kind::Melted(_) => {}
    }
}

fn period(out: &mut Toml, profile: &Profile, name: &str, pattern: &str, calendar: Calendar) {
    let calendar = match calendar {
        Calendar::Gregorian => "gregorian",
        Calendar::Government => "government",
    };
    let example = profile
        .values
        .keys()
        .next()
        .map(String::as_str)
        .unwrap_or_default();
    let comment = format!(
        "All {} values are periods such as “{example}”.",
        profile.values.len()
    );
    out.column(&comment, name, Some(&profile.heading));
    out.role("dimension");
    out.line(format_args!(
        "period = {{ calendar = \"{calendar}\", patterns = [\"{pattern}\"] }}"
    ));
}

fn register(out: &mut Toml, profile: &Profile, name: &str, fit: &Fit<'_>) {
    let concept = fit.register.concept();
    let comment = format!(
        "The register `{concept}` knows {} of {} values.",
        fit.matched, fit.looked_at
    );
    out.column(&comment, name, Some(&profile.heading));
    out.role("dimension");
    out.line(format_args!("register = \"{concept}\""));
}

fn check(out: &mut Toml, profile: &Profile, name: &str, fit: &Fit<'_>, column: &str, within: bool) {
    let concept = fit.register.concept();
    let what = if within {
        "where it lies"
    } else {
        "the same thing"
    };
    let comment = format!(
        "The register `{concept}` knows {} of {} values, and `{column}` says {what}.",
        fit.matched, fit.looked_at
    );
    out.column(&comment, name, Some(&profile.heading));
    out.role("check");
    out.line(format_args!("register = \"{concept}\""));
    let within = if within {
        format!(", within = \"{concept}\"")
    } else {
        String::new()
    };
    out.line(format_args!("check = {{ column = \"{column}\"{within} }}"));
}

/// A column of figures; with the columns of which one names its measure.
fn measure(
    out: &mut Toml,
    profile: &Profile,
    name: &str,
    figures: &Figures,
    named: Option<&[Guess<'_>]>,
) {
    out.column(&figures_comment(figures), name, Some(&profile.heading));
    out.role("measure");
    let source = named.and_then(|all| all.iter().find(|g| matches!(g.kind, Kind::MeasureType)));
    if let Some(source) = source {
        out.line(format_args!(
            "measure-from = \"{}\"",
            column_name(&source.profile.heading)
        ));
    }
    figure_keys(out, figures);
}

fn figures_comment(figures: &Figures) -> String {
    if figures.marks.is_empty() {
        return "Figures; say in `unit` what they count.".to_owned();
    }
    let marks: Vec<_> = figures
        .marks
        .iter()
        .map(|mark| format!("[{mark}]"))
        .collect();
    format!(
        "Figures with the marks {}; say in `unit` what they count.",
        marks.join(", ")
    )
}

fn figure_keys(out: &mut Toml, figures: &Figures) {
    if figures.kind == NumberKind::Decimal {
        out.line(format_args!("datatype = \"decimal\""));
    }
    if !figures.spellings.is_empty() {
        let words: Vec<_> = figures
            .spellings
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect();
        out.line(format_args!("number = [{}]", words.join(", ")));
    }
    if figures.blank {
        out.line(format_args!(
            "null = [\"\"] # empty cells give no observation"
        ));
    }
}

fn codes(out: &mut Toml, profile: &Profile, name: &str) {
    let sorted = profile
        .values
        .keys()
        .filter(|value| without_prefix(value).len() < value.len());
    let prefixed = 5 * sorted.count() >= 4 * profile.values.len();
    let mut comment = format!("{} values, kept in a code list.", profile.values.len());
    if prefixed {
        comment.push_str(" Their prefixes sort them and identify nothing.");
    }
    out.column(&comment, name, Some(&profile.heading));
    out.role("dimension");
    if prefixed {
        out.line(format_args!(r"extract = '^(?:\d+: ?)?(?<value>.+)$'"));
    }
    if profile.blank > 0 {
        out.line(format_args!(
            "nothing = {{ \"\" = \"Not stated\" }} # {} cells are empty",
            profile.blank
        ));
    }
    let totals = profile.values.keys().map(|value| without_prefix(value));
    let totals: Vec<_> = totals.filter(|value| is_total(value)).map(text).collect();
    if !totals.is_empty() {
        out.line(format_args!(
            "totals = {{ values = [{}], as = \"member\" }} # or as = \"exclude\" with a `reason`",
            totals.join(", ")
        ));
    }
}

/// A label without a sort prefix such as `01: `.
fn without_prefix(value: &str) -> &str {
    let rest = value.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(": ") {
        Some(label) if rest.len() < value.len() => label,
        _ => value,
    }
}

fn is_total(value: &str) -> bool {
    let value = value.to_lowercase();
    value == "all" || value == "total" || value.starts_with("all ") || value.ends_with(" total")
}

/// The column of figures that the columns of a wide table become, and those of their headings.
fn melted(guesses: &[Guess<'_>], out: &mut Toml) {
    let Some((wide, columns)) = columns_of(guesses) else {
        return;
    };
    let Some(Kind::Melted(figures)) = columns.first().map(|at| &guesses[*at].kind) else {
        return;
    };
    let plain = guesses
        .iter()
        .any(|guess| matches!(guess.kind, Kind::Measure(_)));
    let comment = format!(
        "{} columns of figures in one: each heading gives a row.",
        columns.len()
    );
    match wide {
        Wide::Years => {
            capture(
                out,
                "year",
                "period = { calendar = \"gregorian\", patterns = [\"{yyyy}\"] }",
            );
            out.column(&comment, "figure", None);
            out.line(format_args!(r"melt = '^(?<year>\d{{4}})$'"));
            out.role("measure");
        }
        Wide::Bracketed(parts) => {
            capture(out, "subject", if plain { "default = \"All\"" } else { "" });
            let parts: Vec<_> = parts.iter().map(|part| regex::escape(part)).collect();
            if parts.len() > 1 {
                out.column("The part in brackets names the measure.", "statistic", None);
                out.line(format_args!(
                    "capture = \"statistic\"\nrole = \"measure-type\""
                ));
                out.column(&comment, "figure", None);
                out.line(format_args!(
                    r"melt = '^(?<subject>.+) \((?<statistic>{})\)$'",
                    parts.join("|")
                ));
                out.role("measure");
                out.line(format_args!("measure-from = \"statistic\""));
            } else {
                out.column(&comment, "figure", None);
                out.line(format_args!(
                    r"melt = '^(?<subject>.+) \({}\)$'",
                    parts.join("")
                ));
                out.role("measure");
            }
        }
    }
    figure_keys(out, figures);
}

fn capture(out: &mut Toml, part: &str, more: &str) {
    out.column("A part of the headings.", part, None);
    out.line(format_args!("capture = \"{part}\"\nrole = \"dimension\""));
    if !more.is_empty() {
        out.line(format_args!("{more}"));
    }
}
