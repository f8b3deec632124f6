use std::sync::Arc;

use oxigraph::store::{QuadIter, StorageError, Store};
use oxrdf::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::resident::{Found, Resident};
use super::statement::Statement;
use crate::query::Holdings;
use crate::store::{RemoteError, RemoteGraph, RemoteTriples};

/// Where the triples of a generation are read.
#[derive(Clone)]
pub enum Triples {
    /// In a database of this machine.
    Local(Local),
    /// In a store elsewhere.
    Remote(RemoteGraph),
}

/// A database of this machine.
#[derive(Clone)]
pub struct Local {
    /// The database.
    pub(super) store: Store,
    resident: Option<Arc<Resident>>,
}

impl From<Store> for Triples {
    fn from(store: Store) -> Self {
        Self::Local(Local {
            store,
            resident: None,
        })
    }
}

impl From<RemoteGraph> for Triples {
    fn from(graph: RemoteGraph) -> Self {
        Self::Remote(graph)
    }
}

impl Triples {
    /// Takes as much as can be taken into memory, so that the database is read for little of it.
    pub(super) fn take_in(&mut self, holdings: &Arc<Holdings>) -> Result<(), StorageError> {
        if let Self::Local(local) = self {
            let resident = Resident::read(&local.store, holdings)?;
            local.resident = resident.map(Arc::new);
        }
        Ok(())
    }

    /// Whether what is asked for is at hand, so that nobody need wait for a read.
    pub(super) fn are_at_hand(&self) -> bool {
        matches!(self, Self::Local(local) if local.resident.is_some())
    }

    /// Whether anything is said of a thing.
    pub(super) fn describe(&self, thing: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        if let Self::Local(Local {
            resident: Some(resident),
            ..
        }) = self
        {
            return Ok(resident.describes(thing));
        }
        let mut said = self.matching(Some(thing.into()), None, None);
        Ok(said.next().transpose()?.is_some())
    }

    /// The triples with these parts.
    pub(super) fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Matching<'_> {
        match self {
            Self::Local(local) => local.matching(subject, predicate, object),
            Self::Remote(graph) => {
                Matching::Remote(Box::new(graph.matching(subject, predicate, object)))
            }
        }
    }
}

impl Local {
    fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Matching<'_> {
        let resident = self.resident.as_ref();
        if let Some(found) = resident.and_then(|r| r.matching(subject, predicate, object)) {
            return Matching::Resident(found);
        }
        let graph = Some(GraphNameRef::DefaultGraph);
        let quads = self
            .store
            .quads_for_pattern(subject, predicate, object, graph);
        Matching::Local(Box::new(quads))
    }
}

/// Triples that are read while they are asked for.
pub(super) enum Matching<'t> {
    Resident(Found<'t>),
    Local(Box<QuadIter<'static>>),
    Remote(Box<RemoteTriples>),
}

impl<'t> Iterator for Matching<'t> {
    type Item = Result<Statement<'t>, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let triples = match self {
            Self::Resident(found) => return found.next().map(Ok),
            Self::Local(quads) => {
                return Some(quads.next()?.map(|quad| Statement::Read(quad.into())));
            }
            Self::Remote(triples) => triples,
        };
        let next = if triples.must_ask() {
            waiting(|| triples.next())
        } else {
            triples.next()
        };
        Some(next?.map(Statement::Read).map_err(failed))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Resident(found) => found.size_hint(),
            Self::Local(_) | Self::Remote(_) => (0, None),
        }
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
