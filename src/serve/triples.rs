use oxigraph::store::{QuadIter, StorageError, Store};
use oxrdf::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, TermRef};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::store::{RemoteError, RemoteGraph, RemoteTriples};

/// Where the triples of a generation are read.
#[derive(Clone)]
pub enum Triples {
    /// In a database of this machine.
    Local(Store),
    /// In a store elsewhere.
    Remote(RemoteGraph),
}

impl From<Store> for Triples {
    fn from(store: Store) -> Self {
        Self::Local(store)
    }
}

impl From<RemoteGraph> for Triples {
    fn from(graph: RemoteGraph) -> Self {
        Self::Remote(graph)
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
                let quads = store.quads_for_pattern(subject, predicate, object, graph);
                Matching::Local(Box::new(quads))
            }
            Self::Remote(graph) => {
                Matching::Remote(Box::new(graph.matching(subject, predicate, object)))
            }
        }
    }
}

/// Triples that are read while they are asked for.
pub(super) enum Matching {
    Local(Box<QuadIter<'static>>),
    Remote(Box<RemoteTriples>),
}

impl Iterator for Matching {
    type Item = Result<Quad, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let triples = match self {
            Self::Local(quads) => return quads.next(),
            Self::Remote(triples) => triples,
        };
        let next = if triples.must_ask() {
            waiting(|| triples.next())
        } else {
            triples.next()
        };
        let triple = next?.map_err(failed);
        Some(triple.map(|triple| triple.in_graph(GraphName::DefaultGraph)))
    }
}

/// Does what waits for another server, and lets other requests be answered meanwhile.
pub(super) fn waiting<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// All that reads a generation knows the errors of a database.
pub(super) fn failed(error: RemoteError) -> StorageError {
    StorageError::Other(Box::new(error))
}
