use oxigraph::store::{QuadIter, StorageError, Store};
use oxrdf::GraphNameRef;
use oxttl::NTriplesSerializer;

use super::terms::Skolem;
use crate::store::StoreError;

/// A piece of a generation as N-Triples.
pub(super) struct Chunk {
    pub(super) text: Vec<u8>,
    /// How many triples it has.
    pub(super) triples: u64,
}

/// Cuts a generation into pieces, always at the same places: what never changes is read in the
/// order of an index.
pub(super) struct Chunks {
    quads: QuadIter<'static>,
    skolem: Skolem,
}

impl Chunks {
    /// A piece takes some four megabytes of memory, and a store some seconds to load. Smaller ones
    /// spend their time on requests, larger ones are lost whole with a connection.
    const TRIPLES: u64 = 25_000;

    /// The pieces of a database, without its first triples.
    pub(super) fn after(store: &Store, skip: u64, skolem: Skolem) -> Result<Self, StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        let mut quads = store.quads_for_pattern(None, None, None, graph);
        for _ in 0..skip {
            if quads.next().transpose()?.is_none() {
                break;
            }
        }
        Ok(Self { quads, skolem })
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Chunk>, StoreError> {
        let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
        let mut triples = 0;
        while triples < Self::TRIPLES
            && let Some(quad) = self.quads.next()
        {
            let triple = self.skolem.replace(quad?);
            let written = writer.serialize_triple(&triple);
            written.map_err(|error| StorageError::Other(Box::new(error)))?;
            triples += 1;
        }
        let text = writer.finish();
        Ok((triples > 0).then_some(Chunk { text, triples }))
    }
}
