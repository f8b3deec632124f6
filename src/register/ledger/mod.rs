//! The ledger of every URI that was ever published, so that none vanishes without a word.
//!
//! It is kept as CSV below `vocab/ledger/`: `uris.csv` with the path below the base and the first
//! and last release that had it, and `tombstones.csv` with those that were withdrawn and why.
//! Observations stand as one pattern for each dataset.
//!
//! Each generation of a store has its own ledger; the committed one outlives every store, so that a
//! store that is built anew is held to what others promised.

mod described;
mod path;
mod rdf;
mod read;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use crate::register::date::PartialDate;

pub use described::described;
pub use path::LedgerPath;
pub use rdf::write_tombstones;
pub use verify::{Answer, Asked};

/// The headings of `uris.csv`.
const URI_COLUMNS: &[&str] = &["path", "first", "last"];
/// The headings of `tombstones.csv`.
const TOMBSTONE_COLUMNS: &[&str] = &["path", "date", "reason", "successor"];

/// Every URI that was ever published.
///
/// ```
/// use assize::register::ledger::{Ledger, LedgerPath};
///
/// let mut ledger = Ledger::default();
/// let court = LedgerPath::parse("/id/court/snaresbrook-crown-court").expect("a path");
/// ledger.record([court.clone()], Ledger::REGISTERS);
/// assert_eq!(ledger.entry(&court).unwrap().first, "registers");
/// assert_eq!(ledger.verify(|_| false, |_| true).errors(), 1, "it may not vanish");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: BTreeMap<LedgerPath, Entry>,
    tombstones: BTreeMap<LedgerPath, Tombstone>,
}

/// When a URI was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The first release that had it, as `dataset/edition`; [`Ledger::REGISTERS`] where the
    /// registers have it and not a release.
    pub first: String,
    /// The last release that had it, likewise.
    pub last: String,
}

impl Entry {
    /// The dataset whose release had it last; `None` for what all datasets share.
    pub fn dataset(&self) -> Option<&str> {
        self.last.split_once('/').map(|(dataset, _)| dataset)
    }
}

/// Why a URI was withdrawn: it is answered with 410.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The day on which it was withdrawn.
    pub date: PartialDate,
    /// Why, in a sentence for whoever follows an old link.
    pub reason: String,
    /// The path of what replaces it, if anything does.
    pub successor: Option<LedgerPath>,
}

/// How a ledger changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// How many URIs were new.
    pub new: usize,
    /// How many were known and are still there.
    pub kept: usize,
}

impl Ledger {
    /// The name in place of a release for what the registers and their vocabulary describe.
    pub const REGISTERS: &'static str = "registers";

    /// Adds what a release publishes; nothing is ever forgotten.
    pub fn record(
        &mut self,
        paths: impl IntoIterator<Item = LedgerPath>,
        release: &str,
    ) -> Recorded {
        let mut recorded = Recorded::default();
        for path in paths {
            if let Some(entry) = self.entries.get_mut(&path) {
                release.clone_into(&mut entry.last);
                recorded.kept += 1;
            } else {
                let (first, last) = (release.to_owned(), release.to_owned());
                self.entries.insert(path, Entry { first, last });
                recorded.new += 1;
            }
        }
        recorded
    }

    /// Adds the URIs that a later ledger lists; its tombstones are not taken over.
    pub fn add_entries(&mut self, later: &Self) -> Recorded {
        let mut recorded = Recorded::default();
        for (path, entry) in &later.entries {
            if let Some(known) = self.entries.get_mut(path) {
                known.last.clone_from(&entry.last);
                recorded.kept += 1;
            } else {
                self.entries.insert(path.clone(), entry.clone());
                recorded.new += 1;
            }
        }
        recorded
    }

    /// Withdraws a URI.
    pub fn withdraw(&mut self, path: LedgerPath, tombstone: Tombstone) {
        self.tombstones.insert(path, tombstone);
    }

    /// When a URI was published; absent for one that never was.
    pub fn entry(&self, path: &LedgerPath) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Why a URI was withdrawn; absent for one that was not.
    pub fn tombstone(&self, path: &LedgerPath) -> Option<&Tombstone> {
        self.tombstones.get(path)
    }

    /// Every URI, in the order of the paths.
    pub fn entries(&self) -> impl Iterator<Item = (&LedgerPath, &Entry)> {
        self.entries.iter()
    }

    /// The datasets that were published and are not withdrawn, in order.
    pub fn datasets(&self) -> BTreeSet<&str> {
        let datasets = self.entries.keys().filter(|path| path.is_dataset());
        let standing = datasets.filter(|path| self.tombstone(path).is_none());
        standing.filter_map(LedgerPath::dataset).collect()
    }

    /// Why a dataset was withdrawn; absent for one that was not.
    pub fn withdrawal(&self, dataset: &str) -> Option<&Tombstone> {
        let path = LedgerPath::parse(&format!("/data/{dataset}"))?;
        self.tombstone(&path)
    }

    /// What stands and may fall with a dataset: all below it, its own vocabulary, and whatever else
    /// its release was the last to describe.
    pub fn of_dataset(&self, dataset: &str) -> impl Iterator<Item = &LedgerPath> {
        let standing = self.entries.iter().filter(|(path, entry)| {
            let of_dataset = path.is_below(dataset) || entry.dataset() == Some(dataset);
            of_dataset && !self.tombstones.contains_key(path)
        });
        standing.map(|(path, _)| path)
    }

    /// Every tombstone, in the order of the paths.
    pub fn tombstones(&self) -> impl Iterator<Item = (&LedgerPath, &Tombstone)> {
        self.tombstones.iter()
    }
}
