use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use super::Mode;
use crate::register::columns::{
    CODE_COLUMNS, LABEL_COLUMNS, RELATION_COLUMNS, SUCCESSOR_COLUMNS, THING_COLUMNS,
};

/// The tables of a register while they are made; keys keep them in order.
#[derive(Default)]
pub(super) struct Draft {
    things: BTreeMap<String, DraftThing>,
}

/// A member while it is made; all cells are text as they will be written.
#[derive(Clone, Default)]
pub(super) struct DraftThing {
    pub(super) types: Vec<String>,
    pub(super) opened: String,
    pub(super) closed: String,
    pub(super) point: (String, String),
    pub(super) address: String,
    pub(super) postcode: String,
    pub(super) sources: BTreeSet<String>,
    pub(super) note: String,
    pub(super) labels: Vec<DraftLabel>,
    /// Scheme, code, from, to, source.
    pub(super) codes: Vec<[String; 5]>,
    /// Register, key, from, to, source.
    pub(super) relations: Vec<[String; 5]>,
    /// Successor, date, kind, source, evidence.
    pub(super) successors: Vec<[String; 5]>,
}

/// A name while a member is made.
#[derive(Clone, Default)]
pub(super) struct DraftLabel {
    pub(super) text: String,
    pub(super) language: &'static str,
    pub(super) role: &'static str,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) source: String,
    pub(super) note: String,
    /// The day on which the source shows it in use, where the source is a picture of one day.
    pub(super) seen: &'static str,
}

impl DraftLabel {
    /// Whether it is known to have been used on a day.
    fn holds(&self, day: &str) -> bool {
        !day.is_empty()
            && self.from.as_str() <= day
            && (self.to.is_empty() || self.to.as_str() >= day)
    }
}

impl DraftThing {
    /// Adds a code unless it is there already.
    pub(super) fn add_code(
        &mut self,
        scheme: &str,
        code: &str,
        (from, to): (&str, &str),
        source: &str,
    ) {
        let there = |row: &[String; 5]| row[0] == scheme && row[1] == code && row[2] == from;
        if !code.is_empty() && !self.codes.iter().any(there) {
            self.codes
                .push([scheme, code, from, to, source].map(str::to_owned));
        }
    }

    /// Adds that it lies in another thing unless that is there already.
    pub(super) fn add_relation(
        &mut self,
        concept: &str,
        target: &str,
        (from, to): (&str, &str),
        source: &str,
    ) {
        let there = |row: &[String; 5]| row[0] == concept && row[1] == target && row[2] == from;
        if !self.relations.iter().any(there) {
            self.relations
                .push([concept, target, from, to, source].map(str::to_owned));
        }
    }

    /// Adds a label; the same words in one language stand once. A source that shows them in use
    /// outside the dates that are known takes the dates away.
    pub(super) fn add_label(&mut self, label: DraftLabel) {
        let same = |l: &&mut DraftLabel| l.text == label.text && l.language == label.language;
        match self.labels.iter_mut().find(same) {
            None => self.labels.push(label),
            Some(there) if label.to.is_empty() && !there.holds(label.seen) => {
                there.from.clear();
                there.to.clear();
                if there.role == "former" {
                    there.role = label.role;
                }
            }
            Some(_) => {}
        }
    }
}

impl Draft {
    pub(super) fn has(&self, key: &str) -> bool {
        self.things.contains_key(key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.things.keys().map(String::as_str)
    }

    /// Whether a member's dated codes say that it was in use on a day.
    pub(super) fn was_open(&self, key: &str, day: &str) -> bool {
        let codes = self.things.get(key).map(|thing| thing.codes.as_slice());
        let holds = |line: &[String; 5]| {
            line[2].as_str() <= day && (line[3].is_empty() || line[3].as_str() >= day)
        };
        codes.unwrap_or_default().iter().any(holds)
    }

    /// The member with a key, new or known.
    pub(super) fn thing(&mut self, key: &str) -> &mut DraftThing {
        self.things.entry(key.to_owned()).or_default()
    }

    pub(super) fn get(&self, key: &str) -> Option<&DraftThing> {
        self.things.get(key)
    }

    pub(super) fn things(&self) -> impl Iterator<Item = (&String, &DraftThing)> {
        self.things.iter()
    }

    pub(super) fn things_mut(&mut self) -> impl Iterator<Item = (&String, &mut DraftThing)> {
        self.things.iter_mut()
    }

    /// Writes the tables that differ from those in the folder, and names them.
    pub(super) fn write(
        &self,
        folder: &Path,
        concept: &str,
        mode: Mode,
    ) -> io::Result<Vec<String>> {
        let tables = [
            (format!("{concept}.csv"), self.thing_table()?),
            ("labels.csv".to_owned(), self.label_table()?),
            (
                "codes.csv".to_owned(),
                self.table(CODE_COLUMNS, |t| &t.codes)?,
            ),
            (
                "relations.csv".to_owned(),
                self.table(RELATION_COLUMNS, |t| &t.relations)?,
            ),
            (
                "successors.csv".to_owned(),
                self.table(SUCCESSOR_COLUMNS, |t| &t.successors)?,
            ),
        ];
        let mut changed = Vec::new();
        for (name, bytes) in tables {
            let path = folder.join(&name);
            let empty = bytes.iter().filter(|b| **b == b'\n').nth(1).is_none();
            let before = fs::read(&path).unwrap_or_default();
            if before == bytes || (empty && before.is_empty()) {
                continue;
            }
            if mode == Mode::Write {
                fs::create_dir_all(folder)?;
                fs::write(&path, &bytes)?;
            }
            changed.push(name);
        }
        Ok(changed)
    }

    fn thing_table(&self) -> io::Result<Vec<u8>> {
        let rows = self.things.iter().map(|(key, thing)| {
            vec![
                key.clone(),
                thing.types.join(" "),
                thing.opened.clone(),
                thing.closed.clone(),
                thing.point.0.clone(),
                thing.point.1.clone(),
                thing.address.clone(),
                thing.postcode.clone(),
                thing.sources.iter().cloned().collect::<Vec<_>>().join(" "),
                thing.note.clone(),
            ]
        });
        csv_bytes(THING_COLUMNS, rows)
    }

    fn label_table(&self) -> io::Result<Vec<u8>> {
        let rows = self.things.iter().flat_map(|(key, thing)| {
            thing.labels.iter().map(move |label| {
                vec![
                    key.clone(),
                    label.text.clone(),
                    label.language.to_owned(),
                    label.role.to_owned(),
                    label.from.clone(),
                    label.to.clone(),
                    label.source.clone(),
                    label.note.clone(),
                ]
            })
        });
        csv_bytes(LABEL_COLUMNS, rows)
    }

    fn table(
        &self,
        columns: &[&str],
        rows: impl Fn(&DraftThing) -> &Vec<[String; 5]>,
    ) -> io::Result<Vec<u8>> {
        let keyed = self.things.iter().flat_map(|(key, thing)| {
            let rows = rows(thing).iter();
            rows.map(move |row| [std::slice::from_ref(key), row.as_slice()].concat())
        });
        csv_bytes(columns, keyed)
    }
}

fn csv_bytes(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
