use std::collections::{BTreeMap, HashMap};

use super::record::{Record, kind_by_name, name};
use crate::register::build::source;
use crate::register::build::{BuildError, Work};

/// The two dumps: source, file.
const LATER: (&str, &str) = (
    "courtfinder-2013-07",
    "courts/courtfinder-2013/court-2013-07-23.csv",
);
const EARLIER: (&str, &str) = (
    "courtfinder-2013-05",
    "courts/courtfinder-2013/court-2013-05-01.csv",
);
/// A new name counts from the dump that has it, the old one until the day before.
const RENAMED: (&str, &str) = ("2013-07-22", "2013-07-23");

/// The courts of the earlier dump alone, as they were known on that day.
pub(super) fn earlier_records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let kinds = kinds(work)?;
    let rows = work.source(EARLIER.1)?;
    let records = rows.iter().map(|row| record(row, EARLIER.0, &kinds));
    Ok(records.filter(|record| !record.name().is_empty()).collect())
}

/// The courts of the older finder, those of the earlier dump that are gone in the later included.
pub(super) fn records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let kinds = kinds(work)?;
    let mut records = BTreeMap::new();
    let mut ended = HashMap::new();
    for row in work.source(EARLIER.1)? {
        ended.insert(row.get("court_id").to_owned(), row.tidy("court_name"));
        let record = record(&row, EARLIER.0, &kinds);
        records.insert(number(&row), record);
    }
    for row in work.source(LATER.1)? {
        let mut record = record(&row, LATER.0, &kinds);
        let before = ended.get(row.get("court_id"));
        if let Some(before) = before.filter(|before| *before != record.name()) {
            let mut old = name(before, "former", EARLIER.0);
            RENAMED.0.clone_into(&mut old.to);
            if let Some(new) = record.names.first_mut() {
                RENAMED.1.clone_into(&mut new.from);
            }
            record.names.push(old);
        }
        records.insert(number(&row), record);
    }
    Ok(records
        .into_values()
        .filter(|record| !record.name().is_empty())
        .collect())
}

fn number(row: &source::Record) -> u32 {
    row.get("court_id").parse().unwrap_or(u32::MAX)
}

fn kinds(work: &Work<'_>) -> Result<HashMap<String, String>, BuildError> {
    let rows = work.source("courts/courtfinder-2013/court_type.csv")?;
    let named = rows.iter().map(|row| {
        (
            row.get("court_type_id").to_owned(),
            row.tidy("court_type_desc"),
        )
    });
    Ok(named.collect())
}

fn record(row: &source::Record, source: &'static str, kinds: &HashMap<String, String>) -> Record {
    let title = row.tidy("court_name");
    let listed = kinds
        .get(row.get("court_type_id"))
        .map_or("", String::as_str);
    let kind = kind_by_name(&title)
        .or_else(|| kind_by_name(listed))
        .unwrap_or("court");
    Record {
        source,
        seen: if source == LATER.0 {
            RENAMED.1
        } else {
            "2013-05-01"
        },
        id: ("courtfinder-id", row.get("court_id").to_owned()),
        kind,
        kinds: vec![kind],
        names: vec![name(&title, "other", source)],
        ..Record::default()
    }
}
