use hashbrown::HashTable;

use crate::csvw::cell::CellValue;
use crate::csvw::template::{Allow, encode};
use crate::graph::TermId;

use super::cell_key::CellKey;

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

/// The objects that a cell gives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Objects {
    None,
    One(TermId),
    /// All literals of the cell.
    Several,
}

impl Entry {
    fn objects(&self) -> Objects {
        match (self.iri, self.literals.as_slice()) {
            (Some(iri), _) => Objects::One(iri),
            (None, [literal]) => Objects::One(*literal),
            (None, []) => Objects::None,
            (None, _) => Objects::Several,
        }
    }

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
/// costs a look-up a cell. What nearly every row asks for, the object of the cell, stands beside
/// its key, so that the cell itself need not be looked at.
#[derive(Default)]
pub(super) struct Cache {
    index: HashTable<Slot>,
    kept: Vec<(Box<str>, Entry)>,
    /// Holds a cell that is not kept.
    scratch: Entry,
    current: Option<Slot>,
}

/// Where a cell is kept, and what is asked of it most.
#[derive(Clone, Copy)]
struct Slot {
    key: CellKey,
    at: u32,
    objects: Objects,
}

impl Cache {
    /// How many cells are kept.
    const CAPACITY: u32 = 1 << 14;
    /// Longer texts are not kept.
    const TEXT_LIMIT: usize = 256;

    /// Makes the cell with this text the current one, if it was met before. Releases are sorted,
    /// so that the cell above is looked at first.
    #[inline]
    pub(super) fn select(&mut self, text: &str) -> bool {
        let key = CellKey::of(text);
        let Self { index, kept, .. } = self;
        let same =
            |slot: &Slot| slot.key == key && (key.is_whole() || *kept[slot.at as usize].0 == *text);
        if self.current.as_ref().is_some_and(same) {
            return true;
        }
        self.current = index.find(key.hash(), same).copied();
        self.current.is_some()
    }

    /// Makes a new cell the current one, and keeps it if there is room.
    pub(super) fn insert(&mut self, text: &str, entry: Entry, keep: Keep) {
        let at = u32::try_from(self.kept.len()).ok();
        let room = at.filter(|at| *at < Self::CAPACITY && text.len() <= Self::TEXT_LIMIT);
        let (Some(at), Keep::Yes) = (room, keep) else {
            self.scratch = entry;
            self.current = None;
            return;
        };
        let slot = Slot {
            key: CellKey::of(text),
            at,
            objects: entry.objects(),
        };
        self.kept.push((text.into(), entry));
        let hash = |slot: &Slot| slot.key.hash();
        self.index.insert_unique(hash(&slot), slot, hash);
        self.current = Some(slot);
    }

    /// The current cell.
    #[inline]
    pub(super) fn current(&self) -> &Entry {
        match self.current {
            Some(slot) => &self.kept[slot.at as usize].1,
            None => &self.scratch,
        }
    }

    /// The objects that the current cell gives.
    #[inline]
    pub(super) fn objects(&self) -> Objects {
        match self.current {
            Some(slot) => slot.objects,
            None => self.scratch.objects(),
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
