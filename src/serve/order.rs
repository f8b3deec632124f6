//! The order in which a document says what it says.

use std::cmp::Ordering;

use oxrdf::{NamedNodeRef, TermRef, TripleRef};

use crate::vocab::{rdf, rdfs, skos};

/// The order of the triples of one subject.
pub(super) fn of_triples(a: TripleRef<'_>, b: TripleRef<'_>) -> Ordering {
    let predicates = of_predicates(a.predicate, b.predicate);
    predicates.then_with(|| key(a.object).cmp(&key(b.object)))
}

/// Types and names come first wherever a thing is described.
pub(super) fn of_predicates(a: NamedNodeRef<'_>, b: NamedNodeRef<'_>) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    rank(a).cmp(&rank(b)).then_with(|| a.cmp(&b))
}

fn rank(predicate: NamedNodeRef<'_>) -> usize {
    const FIRST: [NamedNodeRef<'static>; 4] =
        [rdf::TYPE, skos::PREF_LABEL, rdfs::LABEL, rdfs::COMMENT];
    let mut first = FIRST.iter();
    let at = first.position(|first| *first == predicate);
    at.unwrap_or(FIRST.len())
}

/// Literals come first, by their text.
fn key(object: TermRef<'_>) -> (u8, &str, &str, &str) {
    match object {
        TermRef::Literal(literal) => {
            let tag = literal.language().unwrap_or_default();
            (0, literal.value(), tag, literal.datatype().as_str())
        }
        TermRef::NamedNode(iri) => (1, iri.as_str(), "", ""),
        TermRef::BlankNode(node) => (2, node.as_str(), "", ""),
    }
}
