use std::collections::BTreeMap;

use super::record::{Record, name};
use crate::register::build::area::day_before;
use crate::register::build::draft::DraftLabel;
use crate::register::build::{BuildError, Work, source};

const SOURCE: &str = "cjs-ou";

/// The day on which the list begins; what it lists is older.
const FIRST_DAY: &str = "2004-01-01";

/// A dated row of the list.
struct Row {
    name: String,
    area: String,
    from: String,
    to: String,
}

/// Magistrates' courts and Crown Court centres by organisation unit code: one code is one court,
/// whatever it was called.
pub(super) fn records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let corrections = work.decisions("corrections.csv")?;
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for line in work.source("courts/cjs-courts-ou-lifecycle.csv")? {
        let levels = [
            "OU Code Level 1",
            "OU Code Level 2",
            "OU Code Level 3",
            "OU Code Level 4",
        ];
        let code = levels.map(|level| line.get(level)).concat();
        if code.is_empty() || line.tidy("OU Level 3 Name").is_empty() {
            continue;
        }
        let corrected = |field: &str| corrected(&corrections, &code, field, line.get(field));
        rows.entry(code.clone()).or_default().push(Row {
            name: line.tidy("OU Level 3 Name"),
            area: line.tidy("OU Level 2 Name Or Type"),
            from: corrected("OU Start Date"),
            to: corrected("OU End Date"),
        });
    }
    let areas = area_names(work)?;
    let records = rows
        .into_iter()
        .map(|(code, rows)| record(code, rows, &areas));
    Ok(records.collect())
}

/// A cell, or what a reviewed correction says instead.
pub(super) fn corrected(table: &[source::Record], id: &str, field: &str, found: &str) -> String {
    let fits = |row: &&source::Record| {
        row.get("id") == id && row.get("field") == field && row.get("found") == found
    };
    let row = table.iter().find(fits);
    row.map_or(found, |row| row.get("corrected")).to_owned()
}

/// The criminal justice areas by the names of this list.
fn area_names(work: &Work<'_>) -> Result<BTreeMap<String, String>, BuildError> {
    let rows = work.decisions("area-names.csv")?;
    let pairs = rows
        .iter()
        .map(|row| (row.get("name").to_owned(), row.get("key").to_owned()));
    let mut names: BTreeMap<_, _> = pairs.collect();
    if let Some(areas) = work.known.get("lcjb-area") {
        for thing in areas.things() {
            let name = thing.label().to_owned();
            names.entry(name).or_insert_with(|| thing.key.to_string());
        }
    }
    Ok(names)
}

fn record(code: String, mut rows: Vec<Row>, areas: &BTreeMap<String, String>) -> Record {
    rows.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    rows.dedup_by(|a, b| a.from == b.from && a.to == b.to && a.name == b.name);
    let kind = if code.starts_with('C') {
        "crown-court"
    } else {
        "magistrates-court"
    };
    let open = rows.iter().any(|row| row.to.is_empty());
    let closed = rows
        .iter()
        .map(|row| row.to.as_str())
        .max()
        .unwrap_or_default();
    let area = rows.last().and_then(|row| areas.get(&row.area));
    Record {
        source: SOURCE,
        kind,
        kinds: vec![kind],
        names: names(&rows, kind),
        codes: codes(&code, &rows),
        closed: if open {
            String::new()
        } else {
            closed.to_owned()
        },
        relations: area
            .map(|key| ("lcjb-area", key.clone()))
            .into_iter()
            .collect(),
        id: ("ou-code", code),
        ..Record::default()
    }
}

/// One name for each run of rows with the same, the latest first.
fn names(rows: &[Row], kind: &str) -> Vec<DraftLabel> {
    let mut names: Vec<DraftLabel> = Vec::new();
    for row in rows {
        let text = full_name(&row.name, kind);
        match names.last_mut() {
            Some(last) if last.text == text => last.to.clone_from(&row.to),
            last => {
                let begins = if row.from == FIRST_DAY { "" } else { &row.from };
                if let Some(last) = last.filter(|last| last.to >= row.from) {
                    last.to = day_before(&row.from);
                }
                names.push(DraftLabel {
                    from: begins.to_owned(),
                    to: row.to.clone(),
                    ..name(&text, "former", SOURCE)
                });
            }
        }
    }
    if let Some(last) = names.last_mut() {
        last.role = "other";
        last.to.clear();
    }
    if let [only] = names.as_mut_slice() {
        only.from.clear();
    }
    names.reverse();
    names
}

/// The bare name of the list with the words that say the kind: `Cardiff` is `Cardiff Crown Court`.
fn full_name(bare: &str, kind: &str) -> String {
    let words = if kind == "crown-court" {
        "Crown Court"
    } else {
        "Magistrates' Court"
    };
    let (head, rest) = match bare.split_once(" (") {
        Some((head, rest)) => (head, Some(rest)),
        None => (bare, None),
    };
    let complete = ["Court", "Justice Centre"].iter().any(|w| head.contains(w));
    match rest {
        _ if complete => bare.to_owned(),
        Some(rest) => format!("{head} {words} ({rest}"),
        None => format!("{bare} {words}"),
    }
}

/// The code with the dates between which the list has it, gaps left out.
fn codes(code: &str, rows: &[Row]) -> Vec<[String; 4]> {
    let mut spans: Vec<(String, String)> = Vec::new();
    for row in rows {
        match spans.last_mut() {
            Some((_, to)) if !to.is_empty() && *to >= day_before(&row.from) => {
                to.clone_from(&row.to);
            }
            Some((_, to)) if to.is_empty() => {}
            _ => spans.push((row.from.clone(), row.to.clone())),
        }
    }
    let line = |(from, to): (String, String)| {
        let from = if from == FIRST_DAY {
            String::new()
        } else {
            from
        };
        ["ou-code".to_owned(), code.to_owned(), from, to]
    };
    spans.into_iter().map(line).collect()
}
