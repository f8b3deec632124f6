use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::release::RowTally;

/// What became of every row and cell of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Accounting {
    /// What became of the rows below the heading.
    pub rows: Rows,
    /// How many observations were written.
    pub observations: u64,
    /// How many cells of figures were summed into the observation of another.
    pub summed: u64,
    /// How many cells of figures gave no observation, by reason.
    pub cells_left_out: BTreeMap<String, u64>,
    /// How many observations have each status, by the notation of the status.
    pub statuses: BTreeMap<String, u64>,
}

/// What became of the rows below the heading: each is in one of the other fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// All of them.
    pub read: u64,
    /// Those that gave at least one observation.
    pub observed: u64,
    /// Those that gave none, by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Those that wait for a person, by the column that the register does not know.
    pub queued: BTreeMap<String, u64>,
    /// Those with a fault; a release that has any is not published.
    pub faulty: u64,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Observed,
    Excluded(String),
    Queued(String),
    Faulty,
}

impl Accounting {
    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        let rows = &self.rows;
        let excluded: u64 = rows.excluded.values().sum();
        let queued: u64 = rows.queued.values().sum();
        rows.read == rows.observed + excluded + queued + rows.faulty
    }

    pub(super) fn row(&mut self, fate: Fate) {
        let rows = &mut self.rows;
        let count = match fate {
            Fate::Observed => &mut rows.observed,
            Fate::Excluded(reason) => rows.excluded.entry(reason).or_default(),
            Fate::Queued(column) => rows.queued.entry(column).or_default(),
            Fate::Faulty => &mut rows.faulty,
        };
        *count += 1;
    }

    pub(super) fn cell_left_out(&mut self, reason: &str) {
        if let Some(count) = self.cells_left_out.get_mut(reason) {
            *count += 1;
        } else {
            self.cells_left_out.insert(reason.to_owned(), 1);
        }
    }

    /// Adds the rows that the reader told to be no data.
    pub(super) fn close(&mut self, tally: RowTally) {
        self.rows.read = tally.total();
        self.rows.faulty += tally.ragged;
        for (reason, count) in [("blank row", tally.blank), ("note", tally.notes)] {
            if count > 0 {
                *self.rows.excluded.entry(reason.to_owned()).or_default() += count;
            }
        }
    }
}

impl fmt::Display for Accounting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = &self.rows;
        writeln!(f, "{:>10} rows below the heading", rows.read)?;
        writeln!(f, "{:>10} observed", rows.observed)?;
        for (reason, count) in &rows.excluded {
            writeln!(f, "{count:>10} excluded: {reason}")?;
        }
        for (column, count) in &rows.queued {
            writeln!(f, "{count:>10} queued: {column} is not known")?;
        }
        if rows.faulty > 0 {
            writeln!(f, "{:>10} with a fault", rows.faulty)?;
        }
        writeln!(f, "{:>10} observations", self.observations)?;
        if self.summed > 0 {
            writeln!(
                f,
                "{:>10} cells summed into another's observation",
                self.summed
            )?;
        }
        for (reason, count) in &self.cells_left_out {
            writeln!(f, "{count:>10} cells without observation: {reason}")?;
        }
        for (status, count) in &self.statuses {
            writeln!(f, "{count:>10} observations with the status [{status}]")?;
        }
        Ok(())
    }
}
