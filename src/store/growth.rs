/// How a database came to be, which tells whether it pays to compact it.
///
/// To compact writes all of it anew: what little was added to a large database does not slow its
/// readers down as much as that would cost, and its sorted files stay shared with the generation
/// before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Growth {
    /// The triples that it began with.
    pub(super) inherited: u64,
    /// The small sorted files that it began with: those of earlier additions.
    pub(super) small_files: usize,
    /// The triples loaded since.
    pub(super) loaded: u64,
}

impl Growth {
    /// With this share of new triples all is written anew.
    const SHARE: u64 = 10;

    /// Some additions leave this many small files, which every read by subject has to look into.
    const SMALL_FILES: usize = 40;

    pub(super) fn is_worth_compacting(self) -> bool {
        self.loaded * Self::SHARE >= self.inherited || self.small_files >= Self::SMALL_FILES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_or_much_grown_or_often_grown_database_is_compacted() {
        let worth = |inherited, small_files, loaded| {
            let growth = Growth {
                inherited,
                small_files,
                loaded,
            };
            growth.is_worth_compacting()
        };
        assert!(worth(0, 0, 5));
        assert!(worth(100, 0, 10));
        assert!(worth(100, 40, 1));
        assert!(!worth(100, 10, 9));
    }
}
