use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::csvw::cell::CellValue;
use crate::csvw::template::{Allow, encode};
use crate::graph::TermId;

/// A cell, parsed, with the terms it stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) value: CellValue,
    /// What `valueUrl` gives, where that depends on this cell alone.
    pub(super) iri: Option<TermId>,
    /// A literal for each value.
    pub(super) literals: Vec<TermId>,
    /// The values, encoded and joined as `{name}` wants it, where some template needs them.
    pub(super) encoded: String,
}

impl Entry {
    /// Encodes the values for templates.
    ///
    /// Templates get the lexical form of the RDF literal. The specification names the canonical
    /// one, but its own examples keep what the file says where that is a valid form: the month `09`
    /// of the Camborne weather, an integer, is `09` in the expected IRIs.
    pub(super) fn encode(&mut self) {
        for (index, item) in self.value.items().iter().enumerate() {
            if index > 0 {
                self.encoded.push(',');
            }
            encode(&mut self.encoded, &item.lexical, Allow::Unreserved);
        }
    }
}

/// The cells of one column that were met before, by their text.
///
/// It holds a bounded number of short texts; in a column of ever new texts it stops growing and
/// costs a look-up a cell.
#[derive(Default)]
pub(super) struct Cache {
    index: HashTable<usize>,
    hasher: FxBuildHasher,
    kept: Vec<(Box<str>, Entry)>,
    /// Holds a cell that is not kept.
    scratch: Entry,
    current: Option<usize>,
}

impl Cache {
    /// How many cells are kept.
    const CAPACITY: usize = 1 << 14;
    /// Longer texts are not kept.
    const TEXT_LIMIT: usize = 256;

    /// Makes the cell with this text the current one, if it was met before. Releases are sorted,
    /// so that the cell above is looked at first.
    pub(super) fn select(&mut self, text: &str) -> bool {
        if let Some(at) = self.current
            && *self.kept[at].0 == *text
        {
            return true;
        }
        let hash = self.hasher.hash_one(text);
        let found = self.index.find(hash, |at| *self.kept[*at].0 == *text);
        self.current = found.copied();
        self.current.is_some()
    }

    /// Makes a new cell the current one, and keeps it if there is room.
    pub(super) fn insert(&mut self, text: &str, entry: Entry, keep: Keep) {
        let room = self.kept.len() < Self::CAPACITY && text.len() <= Self::TEXT_LIMIT;
        if keep == Keep::No || !room {
            self.scratch = entry;
            self.current = None;
            return;
        }
        let at = self.kept.len();
        self.kept.push((text.into(), entry));
        let Self {
            index,
            hasher,
            kept,
            ..
        } = self;
        index.insert_unique(hasher.hash_one(text), at, |at| {
            hasher.hash_one(&*kept[*at].0)
        });
        self.current = Some(at);
    }

    /// The current cell.
    pub(super) fn current(&self) -> &Entry {
        match self.current {
            Some(at) => &self.kept[at].1,
            None => &self.scratch,
        }
    }

    /// Forgets all cells, whose terms no longer mean anything.
    pub(super) fn clear(&mut self) {
        self.index.clear();
        self.kept.clear();
        self.current = None;
    }
}

/// Whether a cell may be kept. One with faults is not, so that they are reported for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    Yes,
    No,
}
