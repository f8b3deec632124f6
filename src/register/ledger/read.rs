use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::{Entry, Ledger, LedgerPath, TOMBSTONE_COLUMNS, Tombstone, URI_COLUMNS};
use crate::diagnostic::{Finding, Findings};
use crate::register::codes;
use crate::register::table::{Presence, Row, Table};

impl Ledger {
    /// Reads the ledger in a folder; one that is not there yet is empty.
    pub fn read(dir: &Path) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let mut ledger = Self::default();
        let uris = dir.join("uris.csv");
        let uris = Table::read(&uris, URI_COLUMNS, Presence::Optional, &mut findings);
        for row in uris.rows() {
            if let Some(path) = path(row, "path", &mut findings) {
                let (first, last) = (row.text("first").to_owned(), row.text("last").to_owned());
                ledger.entries.insert(path, Entry { first, last });
            }
        }
        let stones = dir.join("tombstones.csv");
        let stones = Table::read(
            &stones,
            TOMBSTONE_COLUMNS,
            Presence::Optional,
            &mut findings,
        );
        for row in stones.rows() {
            read_tombstone(&mut ledger, row, &mut findings);
        }
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(ledger)
        }
    }

    /// Writes the ledger into a folder; the same ledger gives the same bytes.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let uris = self.entries.iter();
        let uris =
            uris.map(|(path, entry)| [path.as_str(), &entry.first, &entry.last].map(str::to_owned));
        write_table(&dir.join("uris.csv"), URI_COLUMNS, uris)?;
        let stones = self.tombstones.iter().map(|(path, stone)| {
            let successor = stone.successor.as_ref().map_or("", LedgerPath::as_str);
            [
                path.as_str(),
                &stone.date.to_string(),
                &stone.reason,
                successor,
            ]
            .map(str::to_owned)
        });
        write_table(&dir.join("tombstones.csv"), TOMBSTONE_COLUMNS, stones)
    }
}

fn read_tombstone(ledger: &mut Ledger, row: Row<'_>, findings: &mut Findings) {
    let gone = path(row, "path", findings);
    let date = row
        .required("date", findings)
        .and_then(|_| row.parse("date", findings));
    let reason = row.required("reason", findings);
    let successor = match row.text("successor") {
        "" => None,
        _ => path(row, "successor", findings),
    };
    for (column, named) in [("path", &gone), ("successor", &successor)] {
        if let Some(named) = named.as_ref().filter(|named| ledger.entry(named).is_none()) {
            let message = format!("The ledger does not list {named}.");
            let finding = Finding::new(codes::LEDGER_TOMBSTONE, message);
            findings.push(finding.at(row.place(column)));
        }
    }
    if let (Some(gone), Some(date), Some(reason)) = (gone, date, reason) {
        let reason = reason.to_owned();
        ledger.withdraw(
            gone,
            Tombstone {
                date,
                reason,
                successor,
            },
        );
    }
}

fn path(row: Row<'_>, column: &str, findings: &mut Findings) -> Option<LedgerPath> {
    let text = row.required(column, findings)?;
    let path = LedgerPath::parse(text);
    if path.is_none() {
        let message = format!("`{text}` is no path below /id/, /def/ or /data/.");
        findings.push(row.wrong(column, message));
    }
    path
}

fn write_table<const N: usize>(
    path: &Path,
    columns: &[&str],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}

impl Ledger {
    /// The successor that following tombstones leads to; the path itself where it is not withdrawn.
    pub fn follow<'l>(&'l self, path: &'l LedgerPath) -> &'l LedgerPath {
        let mut seen = BTreeSet::new();
        let mut at = path;
        while seen.insert(at) {
            match self
                .tombstones
                .get(at)
                .and_then(|stone| stone.successor.as_ref())
            {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}
