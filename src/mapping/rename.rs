//! Renamed headings: which of the unknown ones is most likely a missing one, and how a person takes
//! it into the mapping.

use strsim::jaro_winkler;
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::bind::{Alias, Missing};
use super::dataset::Mapping;
use crate::uri::Key;

/// From here on two headings are taken to be like each other.
const LIKE: f64 = 0.75;

/// For each missing column the index of the unknown heading that may be its new one.
pub(super) fn propose(missing: &[Missing<'_>], unknown: &[&str]) -> Vec<Option<usize>> {
    let mut rated: Vec<(f64, usize, usize)> = Vec::new();
    for (at, column) in missing.iter().enumerate() {
        for (index, heading) in unknown.iter().enumerate() {
            let likeness = column.titles.iter().map(|title| likeness(title, heading));
            let best = likeness.fold(0.0, f64::max);
            if best >= LIKE {
                rated.push((best, at, index));
            }
        }
    }
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut proposals = vec![None; missing.len()];
    for (_, at, index) in rated {
        if proposals[at].is_none() && !proposals.contains(&Some(index)) {
            proposals[at] = Some(index);
        }
    }
    propose_the_last(missing, unknown, &mut proposals);
    proposals
}

/// Where only one is missing and only one is new, a person should see both, however they are spelt.
fn propose_the_last(missing: &[Missing<'_>], unknown: &[&str], proposals: &mut [Option<usize>]) {
    let left = (0..missing.len()).filter(|at| proposals[*at].is_none());
    let new = (0..unknown.len()).filter(|index| !proposals.contains(&Some(*index)));
    let (left, new): (Vec<_>, Vec<_>) = (left.collect(), new.collect());
    if let ([at], [index]) = (left.as_slice(), new.as_slice())
        && !missing[*at].titles.is_empty()
    {
        proposals[*at] = Some(*index);
    }
}

/// How alike two headings are, from 0 to 1; one whose words all stand in the other is very like it.
fn likeness(title: &str, heading: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (a, b) = (words(title), words(heading));
    let within =
        |a: &[String], b: &[String]| !a.is_empty() && a.iter().all(|word| b.contains(word));
    if within(&a, &b) || within(&b, &a) {
        return 0.9;
    }
    jaro_winkler(&a.join(" "), &b.join(" "))
}

/// The line that takes a heading into the mapping.
pub(super) fn advice(mapping: &Mapping, missing: &Missing<'_>, heading: &str) -> String {
    let accept = "or run again with --accept-aliases";
    if mapping.column(missing.owner).is_none() {
        return format!(
            "if it was renamed, add [[column]] name = \"{}\", titles = [\"{}\", \"{heading}\"]; {accept}",
            column_name(missing.owner),
            missing.owner,
        );
    }
    let titles: Vec<_> = missing
        .titles
        .iter()
        .map(|title| format!("\"{title}\""))
        .collect();
    format!(
        "if it was renamed, write titles = [{}, \"{heading}\"]; {accept}",
        titles.join(", ")
    )
}

/// A name for the column of a heading, which a mapping may have.
pub(crate) fn column_name(heading: &str) -> String {
    let name = Key::from_label(heading)
        .to_string()
        .replace(['-', '.'], "_");
    match name.as_str() {
        "measure" | "unit" | "multiplier" | "status" | "source_line" | "period" => {
            format!("{name}_given")
        }
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("c{name}"),
        _ => name,
    }
}

/// Writes new spellings of headings into the text of a mapping and leaves all else as it is,
/// comments included.
///
/// ```
/// use assize::mapping::{Alias, accept_aliases};
///
/// let text = "[[column]]\nname = \"court\" # as in cc_rdos\ntitles = [\"crown_court\"]\n";
/// let alias = Alias { column: "court".into(), heading: "Crown Court centre".into() };
/// let text = accept_aliases(text, &[alias]).unwrap();
/// assert!(text.contains("# as in cc_rdos"));
/// assert!(text.contains("titles = [\"crown_court\", \"Crown Court centre\"]"));
/// ```
pub fn accept_aliases(text: &str, aliases: &[Alias]) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    for alias in aliases {
        accept(&mut document, alias);
    }
    Ok(document.to_string())
}

fn accept(document: &mut DocumentMut, alias: &Alias) {
    let named = |table: &dyn TableLike| {
        table.get("name").and_then(Item::as_str) == Some(alias.column.as_str())
    };
    let Some(columns) = document
        .get_mut("column")
        .and_then(Item::as_array_of_tables_mut)
    else {
        return;
    };
    if let Some(table) = columns.iter_mut().find(|table| named(*table)) {
        let name = Value::from(alias.column.as_str());
        let titles = table
            .entry("titles")
            .or_insert_with(|| Item::Value(Array::from_iter([name]).into()));
        if let Some(titles) = titles.as_array_mut() {
            titles.push(alias.heading.as_str());
        }
        return;
    }
    let mut table = toml_edit::Table::new();
    table.insert("name", column_name(&alias.column).into());
    let titles = Array::from_iter([alias.column.as_str(), alias.heading.as_str()]);
    table.insert("titles", Item::Value(titles.into()));
    columns.push(table);
}
