use oxrdf::{NamedNode, NamedNodeRef, TermRef, Triple, TripleRef};

/// An [RDF triple](https://www.w3.org/TR/rdf11-concepts/#dfn-rdf-triple) as a generation has it:
/// held in its memory, so that nothing is copied, or read for whoever asked.
#[derive(Clone, Debug)]
pub(super) enum Statement<'l> {
    Held(TripleRef<'l>),
    /// All but the subject is held, as in the link of an observation, whose IRI follows from its row.
    Linked(NamedNode, NamedNodeRef<'l>, TermRef<'l>),
    Read(Triple),
}

impl Statement<'_> {
    pub(super) fn as_ref(&self) -> TripleRef<'_> {
        match self {
            Self::Held(triple) => *triple,
            Self::Linked(subject, predicate, object) => {
                TripleRef::new(subject, *predicate, *object)
            }
            Self::Read(triple) => triple.as_ref(),
        }
    }

    pub(super) fn into_triple(self) -> Triple {
        match self {
            Self::Held(triple) => triple.into_owned(),
            Self::Linked(subject, predicate, object) => Triple::new(subject, predicate, object),
            Self::Read(triple) => triple,
        }
    }
}
