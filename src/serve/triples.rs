use oxigraph::store::{QuadIter, StorageError, Store};
use oxrdf::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, TermRef};

/// Where the triples of a generation are read.
#[derive(Clone)]
pub enum Triples {
    /// In a database of this machine.
    Local(Store),
}

impl From<Store> for Triples {
    fn from(store: Store) -> Self {
        Self::Local(store)
    }
}

impl Triples {
    /// The triples with these parts.
    pub(super) fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Matching {
        let graph = Some(GraphNameRef::DefaultGraph);
        match self {
            Self::Local(store) => {
                Matching::Local(store.quads_for_pattern(subject, predicate, object, graph))
            }
        }
    }
}

/// Triples that are read while they are asked for.
pub(super) enum Matching {
    Local(QuadIter<'static>),
}

impl Iterator for Matching {
    type Item = Result<Quad, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Local(quads) => quads.next(),
        }
    }
}
