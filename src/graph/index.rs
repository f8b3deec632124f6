use std::hint::black_box;

/// The numbers of terms by the hash of their text.
///
/// Advice for whoever changes this: a dictionary of millions of terms is far larger than the
/// processor's caches, and what a look-up costs is the memory that it waits for. So a slot is
/// eight bytes, those that are probed stand side by side, and a slot has half of the hash: a text,
/// which lies elsewhere, is hardly ever looked at in vain. The place comes from the high bits of
/// the hash, so that a table that grows is read and written from front to back.
#[derive(Clone, Default)]
pub(super) struct Index {
    /// As many as a power of two; at least a quarter of them are free.
    slots: Vec<Slot>,
    used: usize,
    /// By how many bits a hash is shifted to make a place.
    shift: u32,
}

/// A term and its hash.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    number: u32,
}

/// What a look-up met.
pub(super) enum Met {
    /// A number that was kept under this hash, and is the one that was looked for.
    Number(u32),
    /// Nothing; it can be kept here.
    Free(Place),
}

/// A free slot.
pub(super) struct Place(usize);

impl Slot {
    /// No term has this number: a dictionary holds at most 2³²−1.
    const FREE: Self = Self {
        hash: 0,
        number: u32::MAX,
    };

    fn is_free(self) -> bool {
        self.number == u32::MAX
    }
}

impl Index {
    const LEAST_BITS: u32 = 4;
    /// More slots than there are numbers, so that one is always free.
    const MOST: usize = 1 << 32;

    /// Looks for a number that is kept under `hash` and for which `same` holds. There must be room
    /// for one more.
    #[inline]
    pub(super) fn find(&self, hash: u32, same: impl Fn(u32) -> bool) -> Met {
        let mask = self.slots.len() - 1;
        let mut at = self.start(hash);
        loop {
            let slot = self.slots[at];
            if slot.is_free() {
                return Met::Free(Place(at));
            }
            if slot.hash == hash && same(slot.number) {
                return Met::Number(slot.number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Keeps a number in a place that was found free, before anything else is kept.
    #[inline]
    pub(super) fn keep(&mut self, place: &Place, hash: u32, number: u32) {
        self.slots[place.0] = Slot { hash, number };
        self.used += 1;
    }

    /// Makes room for so many more.
    #[inline]
    pub(super) fn make_room(&mut self, more: usize) {
        while self.used + more > self.slots.len() / 4 * 3 && self.slots.len() < Self::MOST {
            self.grow();
        }
    }

    /// Looks where hashes would be kept. Those look-ups wait for memory all at once, and what they
    /// waited for is at hand when the hashes are looked for.
    pub(super) fn bring_near(&self, hashes: &[u32]) {
        let slots = hashes.iter().map(|hash| self.slots[self.start(*hash)]);
        black_box(slots.fold(0, |all, slot| all ^ slot.number));
    }

    /// Whether nothing is kept.
    pub(super) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Forgets all numbers.
    pub(super) fn clear(&mut self) {
        self.slots.fill(Slot::FREE);
        self.used = 0;
    }

    /// Doubles the slots.
    #[cold]
    fn grow(&mut self) {
        let bits = match self.slots.len() {
            0 => Self::LEAST_BITS,
            len => len.ilog2() + 1,
        };
        self.shift = u32::BITS - bits;
        let before = std::mem::replace(&mut self.slots, vec![Slot::FREE; 1 << bits]);
        for slot in before.into_iter().filter(|slot| !slot.is_free()) {
            let mut at = self.start(slot.hash);
            while !self.slots[at].is_free() {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = slot;
        }
    }

    #[inline]
    fn start(&self, hash: u32) -> usize {
        (hash >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn find_or_keep(index: &mut Index, hash: u32, number: u32) -> u32 {
        index.make_room(1);
        match index.find(hash, |kept| kept % 8 == number % 8) {
            Met::Number(kept) => kept,
            Met::Free(place) => {
                index.keep(&place, hash, number);
                number
            }
        }
    }

    proptest! {
        /// Few hashes, near the ends of the table, so that probing runs on and over its end.
        #[test]
        fn numbers_are_found_under_their_hashes_as_in_a_plain_map(
            keys in prop::collection::vec((prop_oneof![0..3_u32, u32::MAX - 3..=u32::MAX, any::<u32>()], 0..8_u32), 0..300),
        ) {
            let mut index = Index::default();
            let mut plain = BTreeMap::new();
            for (at, (hash, kind)) in (0_u32..).zip(keys) {
                let number = at * 8 + kind;
                let wanted = *plain.entry((hash, kind)).or_insert(number);
                prop_assert_eq!(find_or_keep(&mut index, hash, number), wanted);
            }
        }
    }

    #[test]
    fn what_was_forgotten_is_not_found() {
        let mut index = Index::default();
        find_or_keep(&mut index, 7, 1);
        index.clear();
        assert!(index.is_empty());
        assert_eq!(find_or_keep(&mut index, 7, 9), 9);
    }
}
