use oxrdf::{Literal, NamedNode, NamedNodeRef, Term, Triple};

use crate::vocab::rdf;

/// Collects triples.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) triples: Vec<Triple>,
}

impl Writer {
    pub(super) fn say(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) {
        self.triples
            .push(Triple::new(subject.clone(), predicate, object));
    }

    pub(super) fn is_a(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        self.say(subject, rdf::TYPE, class);
    }

    pub(super) fn english(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        let literal = Literal::new_language_tagged_literal_unchecked(text, "en");
        self.say(subject, predicate, literal);
    }
}

/// An IRI that was made from parts that are IRIs or keys.
pub(super) fn iri(text: impl Into<String>) -> NamedNode {
    NamedNode::new_unchecked(text)
}
