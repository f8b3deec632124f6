use oxrdf::{Triple, TripleRef};

/// An [RDF triple](https://www.w3.org/TR/rdf11-concepts/#dfn-rdf-triple) as a generation has it:
/// held in its memory, so that nothing is copied, or read for whoever asked.
#[derive(Clone, Debug)]
pub(super) enum Statement<'l> {
    Held(TripleRef<'l>),
    Read(Triple),
}

impl Statement<'_> {
    pub(super) fn as_ref(&self) -> TripleRef<'_> {
        match self {
            Self::Held(triple) => *triple,
            Self::Read(triple) => triple.as_ref(),
        }
    }

    pub(super) fn into_triple(self) -> Triple {
        match self {
            Self::Held(triple) => triple.into_owned(),
            Self::Read(triple) => triple,
        }
    }
}
