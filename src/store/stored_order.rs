use oxrdf::TermRef;
use siphasher::sip128::{Hash128, Hasher128, SipHasher24};
use std::hash::Hasher;

use crate::graph::{Dictionary, TermId};

/// Puts subjects in the order in which Oxigraph stores IRIs: by the `SipHash` of their text.
///
/// A bulk load writes one sorted file for each batch of triples. With the subjects in this order
/// the files of the index by subject do not overlap, so that nothing is left to compact in it.
/// Were Oxigraph to choose another order, loading would be slower and no less right.
pub(super) fn arrange(terms: &Dictionary, subjects: &mut [TermId]) {
    subjects.sort_by_cached_key(|subject| {
        let hash = match terms.term(*subject) {
            TermRef::NamedNode(iri) => hash(iri.as_str()),
            _ => return (1, [0; 16]),
        };
        (0, hash)
    });
}

fn hash(text: &str) -> [u8; 16] {
    let mut hasher = SipHasher24::new();
    hasher.write(text.as_bytes());
    let Hash128 { h1, h2 } = hasher.finish128();
    (u128::from(h1) | u128::from(h2) << 64).to_be_bytes()
}
