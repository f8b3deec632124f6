use std::fmt::Write;

use super::column::{Guess, Kind, columns_of};
use super::numbers::Figures;
use super::periods;
use super::profile::Profile;
use super::registers::Fit;
use super::totals::{is_total, without_prefix};
use super::wide::Wide;
use crate::mapping::{Calendar, NumberKind, column_name};
use crate::uri::Key;

/// The file that a mapping is guessed from.
pub(super) struct Source<'s> {
    pub(super) name: &'s str,
    /// The pattern of the names of the series.
    pub(super) pattern: String,
    pub(super) delimiter: char,
}

/// The text of a mapping with a comment at each guess.
pub(super) fn mapping(dataset: &Key, source: &Source<'_>, guesses: &[Guess<'_>]) -> String {
    let mut out = Toml::default();
    out.line(format_args!(
        "# Guessed from {}: read every comment, mend what is wrong.",
        source.name
    ));
    out.line(format_args!("dataset = \"{dataset}\""));
    out.line(format_args!(
        "title   = {{ en = {} }}",
        text(&words(dataset.as_str()))
    ));
    out.line(format_args!("licence = \"ogl-3\""));
    out.line(format_args!("\n[source]"));
    out.line(format_args!("file            = {}", text(&source.pattern)));
    out.line(format_args!("encoding        = \"auto\""));
    if source.delimiter != ',' {
        let delimiter = text(&source.delimiter.to_string());
        out.line(format_args!("delimiter       = {delimiter}"));
    }
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
            period(out, profile, &name, &["{yyyy}"], Calendar::Gregorian);
        }
        Kind::Period(patterns, calendar) => period(out, profile, &name, patterns, *calendar),
        Kind::SecondPeriod => {
            let comment = "The period in other words; a dimension if it says another.";
            out.column(comment, &name, Some(heading));
            out.role("ignore");
            out.line(format_args!("reason = \"the period says it\""));
        }
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

fn period(out: &mut Toml, profile: &Profile, name: &str, patterns: &[&str], calendar: Calendar) {
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
    let patterns: Vec<_> = patterns.iter().map(|pattern| text(pattern)).collect();
    out.line(format_args!(
        "period = {{ calendar = \"{calendar}\", patterns = [{}] }}",
        patterns.join(", ")
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
    let totals = totals(profile);
    if fit.totals && !totals.is_empty() {
        out.line(format_args!(
            "totals = {{ values = [{totals}], as = \"exclude\", reason = \"a sum of the others\" }} # the register does not know them"
        ));
    }
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
    if !figures.own.is_empty() {
        let own = figures.own.iter();
        let own: Vec<_> = own
            .map(|(mark, status)| format!("{} = \"{status}\"", text(mark)))
            .collect();
        out.line(format_args!(
            "markers = {{ {} }} # say what each mark means here",
            own.join(", ")
        ));
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
    let totals = totals(profile);
    if !totals.is_empty() {
        out.line(format_args!(
            "totals = {{ values = [{totals}], as = \"member\" }} # or as = \"exclude\" with a `reason`"
        ));
    }
}

/// The labels of sums, as TOML.
fn totals(profile: &Profile) -> String {
    let labels = profile.values.keys().filter(|value| is_total(value));
    let labels: Vec<_> = labels.map(|value| text(without_prefix(value))).collect();
    labels.join(", ")
}

/// The column of figures that the columns of a wide table become, and those of their headings.
fn melted(guesses: &[Guess<'_>], out: &mut Toml) {
    let Some((wide, columns)) = columns_of(guesses) else {
        return;
    };
    let mut figures = Figures::default();
    for at in &columns {
        if let Kind::Melted(more) = &guesses[*at].kind {
            figures.widen(more);
        }
    }
    let plain = guesses
        .iter()
        .any(|guess| matches!(guess.kind, Kind::Measure(_)));
    let comment = format!(
        "{} columns in one, each heading gives a row. {}",
        columns.len(),
        figures_comment(&figures)
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
    // A cell that is blank in a wide table gives no observation, so nothing need be said of it.
    figures.blank = false;
    figure_keys(out, &figures);
}

fn capture(out: &mut Toml, part: &str, more: &str) {
    out.column("A part of the headings.", part, None);
    out.line(format_args!("capture = \"{part}\"\nrole = \"dimension\""));
    if !more.is_empty() {
        out.line(format_args!("{more}"));
    }
}
