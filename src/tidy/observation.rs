use std::hash::{DefaultHasher, Hash, Hasher};

use super::marker::Statuses;
use super::member::MemberId;

/// A row of the tidy table before it is text.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    /// The members of the dimensions, in order.
    pub(super) dimensions: Vec<MemberId>,
    /// The members of the attributes, in order.
    pub(super) attributes: Vec<Option<MemberId>>,
    /// The measure, by its position.
    pub(super) measure: usize,
    /// The figure as a lexical form; empty if a status says why there is none.
    pub(super) figure: String,
    pub(super) statuses: Statuses,
    /// The line of the release.
    pub(super) line: u64,
}

impl Observation {
    /// A hash of what it says: its figure, statuses and attributes.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "any 32 bits of the hash will do"
    )]
    pub(super) fn content(&self) -> u32 {
        let mut hasher = DefaultHasher::new();
        self.figure.hash(&mut hasher);
        self.attributes.hash(&mut hasher);
        for status in self.statuses.iter() {
            status.notation.hash(&mut hasher);
        }
        hasher.finish() as u32
    }

    /// What makes it an observation of its own, in 128 bits: two that differ have the same with a
    /// chance of one in 10²⁷ for a million observations.
    pub(super) fn identity(&self) -> u128 {
        self.identity_without(None)
    }

    /// That, as if the dimension at `left_out` were not there.
    pub(super) fn identity_without(&self, left_out: Option<usize>) -> u128 {
        let half = |seed: usize| {
            let mut hasher = DefaultHasher::new();
            (seed, self.measure).hash(&mut hasher);
            for (at, member) in self.dimensions.iter().enumerate() {
                if Some(at) != left_out {
                    member.hash(&mut hasher);
                }
            }
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }
}
