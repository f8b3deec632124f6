use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};
use toml::Spanned;

use super::codes;
use super::column::{Column, Input, Presence, Role, Totals, TotalsAs};
use super::document::Table;
use super::language;
use super::read::{Reader, localised, plain, plains};
use super::read_role;
use super::text::Text;

/// Reads a `[[column]]`; `None` if a fault leaves nothing to go on with.
pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Column> {
    let name = name(reader, &table.text("name")?)?;
    let role = read_role::read(reader, table)?;
    let label = match localised(table, "label") {
        label if label.is_empty() => Text::english(words(&name)),
        label => label,
    };
    Some(Column {
        label,
        description: localised(table, "description"),
        input: input(reader, table, &name)?,
        presence: match (table.bool("optional"), table.word("role")) {
            (Some(true), _) | (_, Some("ignore") | None) => Presence::Optional,
            _ => Presence::Required,
        },
        role,
        default: plain(table, "default"),
        null: plains(table, "null"),
        nothing: nothing(table),
        extract: extract(reader, table),
        totals: table
            .table("totals")
            .map(|totals| read_totals(reader, totals)),
        required: table.bool("required").unwrap_or(false),
        property_url: property_url(reader, table),
        head: table.key_span("name"),
        spans: spans(table),
        name,
    })
}

/// A CSVW column name that may stand in a URI template too.
fn name(reader: &mut Reader<'_>, text: &Spanned<String>) -> Option<String> {
    const RESERVED: [&str; 5] = ["measure", "unit", "multiplier", "status", "source_line"];
    let name = text.get_ref();
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let fits = letters && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !fits {
        let message = format!("\"{name}\" cannot be the name of a column.");
        let help = "a name begins with a letter and has only letters, digits and `_`";
        reader.fault_with_help(codes::BAD_VALUE, text.span(), message, help);
        return None;
    }
    if RESERVED.contains(&name.as_str()) {
        let message = format!("The tidy table has a column `{name}` of its own.");
        let help = format!("call it something else, such as \"{name}_given\"");
        reader.fault_with_help(codes::CONFLICT, text.span(), message, help);
        return None;
    }
    Some(name.clone())
}

/// The column behind a `measure-from` that names a heading which no column has: its cells may
/// begin with a sort prefix such as `1. `.
pub(super) fn measure_type(heading: &Spanned<String>) -> Column {
    let words = heading
        .get_ref()
        .split(|c: char| !c.is_ascii_alphanumeric());
    let name = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    Column {
        name: name.to_lowercase(),
        label: Text::english(heading.get_ref().clone()),
        description: Text::default(),
        input: Input::Titles(vec![heading.clone()]),
        presence: Presence::Required,
        role: Role::MeasureType,
        default: None,
        null: Vec::new(),
        nothing: BTreeMap::new(),
        extract: Regex::new(r"^(?:\d+[.:]\s*)?(?<value>.+)$").ok(),
        totals: None,
        required: true,
        property_url: None,
        head: heading.span(),
        spans: BTreeMap::from([("role", heading.span())]),
    }
}

/// `receipt_type` as a label: `Receipt type`.
fn words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    let first = chars
        .next()
        .map(|c| c.to_ascii_uppercase())
        .unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

/// Where the values come from: one of five keys, else the heading that is the column's name.
fn input(reader: &mut Reader<'_>, table: Table<'_>, name: &str) -> Option<Input> {
    const KEYS: [&str; 5] = ["titles", "from", "constant", "melt", "capture"];
    let given: Vec<_> = KEYS.into_iter().filter(|key| table.has(key)).collect();
    if let [first, second, ..] = given.as_slice() {
        let message = format!("`{second}` and `{first}` both say where the values come from.");
        reader.fault(codes::CONFLICT, table.key_span(second), message);
        return None;
    }
    match given.first() {
        None => {
            let span = table.key_span("name");
            Some(Input::Titles(vec![Spanned::new(span, name.to_owned())]))
        }
        Some(&"titles") => Some(Input::Titles(table.texts("titles"))),
        Some(&"from") => Some(Input::From(table.texts("from"))),
        Some(&"constant") => Some(Input::Constant(plain(table, "constant")?)),
        Some(&"capture") => Some(Input::Capture(plain(table, "capture")?)),
        Some(_) => Some(Input::Melt(melt(reader, &table.text("melt")?)?)),
    }
}

/// Headings differ in case from release to release, so the pattern does not look at it.
fn melt(reader: &mut Reader<'_>, text: &Spanned<String>) -> Option<Regex> {
    reader.regex(text)?;
    RegexBuilder::new(text.get_ref())
        .case_insensitive(true)
        .build()
        .ok()
}

fn nothing(table: Table<'_>) -> BTreeMap<String, String> {
    let pairs = table.map("nothing").unwrap_or_default().into_iter();
    pairs
        .map(|(word, label)| (word.into_inner(), label.into_inner()))
        .collect()
}

fn extract(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Regex> {
    let text = table.text("extract")?;
    let regex = reader.regex(&text)?;
    if regex.capture_names().flatten().any(|name| name == "value") {
        return Some(regex);
    }
    reader.fault_with_help(
        codes::BAD_PATTERN,
        text.span(),
        "This pattern has no part named `value`.",
        r"to drop a sort prefix, write extract = '^(?:\d+: )?(?<value>.*)$'",
    );
    None
}

fn read_totals(reader: &mut Reader<'_>, table: Table<'_>) -> Totals {
    let reason = plain(table, "reason");
    if table.word("as") == Some("member") && reason.is_some() {
        let message = "A total that is kept needs no reason for being excluded.";
        reader.fault(codes::CONFLICT, table.key_span("reason"), message);
    }
    let reason = reason.unwrap_or_else(|| "a total of other rows".to_owned());
    Totals {
        values: plains(table, "values"),
        keep: match table.word("as") {
            Some("exclude") => TotalsAs::Excluded(reason),
            _ => TotalsAs::Member,
        },
        tolerance: table.number("tolerance").map(Spanned::into_inner),
    }
}

fn property_url(reader: &mut Reader<'_>, table: Table<'_>) -> Option<String> {
    let url = table.text("propertyUrl")?;
    if oxiri::Iri::parse(url.get_ref().as_str()).is_ok() {
        return Some(url.into_inner());
    }
    let message = format!("\"{}\" is no absolute IRI.", url.get_ref());
    let help = "write it in full, such as http://purl.org/linked-data/sdmx/2009/dimension#sex";
    reader.fault_with_help(codes::BAD_VALUE, url.span(), message, help);
    None
}

/// Where the keys stand that findings about the column's values point at.
fn spans(table: Table<'_>) -> BTreeMap<&'static str, Range<usize>> {
    let keys = language::COLUMN.keys.iter().map(|key| key.name);
    keys.filter(|key| table.has(key))
        .map(|key| (key, table.key_span(key)))
        .collect()
}
