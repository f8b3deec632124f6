use std::num::NonZero;
use std::thread;

use oxigraph::store::{BulkLoader, Store};

/// How much memory the loading of a database may take.
#[derive(Clone, Copy, Debug)]
pub struct Loading {
    /// Megabytes, roughly, beside the graph that is loaded. They are used by large releases only:
    /// what fits into the caches of a processor is sorted faster.
    pub megabytes: usize,
}

impl Default for Loading {
    /// With 800 megabytes a publication of twelve million triples stays below 1.5 gigabytes.
    fn default() -> Self {
        Self { megabytes: 800 }
    }
}

impl Loading {
    /// With so many triples each, batches are sorted in the caches, and a fifth of the time of a
    /// load is saved over those of 400,000.
    const SMALL: usize = 50_000;

    /// More batches than this are avoided by larger ones: a batch is a file in each index, and all
    /// are open when they are compacted.
    const MANY: usize = 128;

    /// The batches in which so many triples are loaded.
    pub(super) fn batches(self, triples: usize) -> Batches {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let largest = (self.megabytes * QUADS_A_MEGABYTE / threads).max(1);
        let size = (triples / Self::MANY).max(Self::SMALL).min(largest);
        Batches { size, threads }
    }
}

/// What Oxigraph reckons with.
const QUADS_A_MEGABYTE: usize = 1000;

/// How triples are loaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batches {
    size: usize,
    threads: usize,
}

impl Batches {
    /// How many triples are sorted together.
    pub(super) fn size(self) -> usize {
        self.size
    }

    /// A loader that leaves batches whole which are a quarter larger.
    pub(super) fn loader(self, store: &Store) -> BulkLoader<'_> {
        let quads = (self.size + self.size / 4) * self.threads;
        let megabytes = quads.div_ceil(QUADS_A_MEGABYTE);
        let loader = store.bulk_loader().with_num_threads(self.threads);
        loader.with_max_memory_size_in_megabytes(megabytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_small_until_there_are_many_and_never_take_more_than_is_given() {
        let size = |megabytes, triples| Loading { megabytes }.batches(triples).size();
        assert_eq!(size(1_000_000, 0), 50_000);
        assert_eq!(size(1_000_000, 3_000_000), 50_000);
        assert_eq!(size(1_000_000, 128_000_000), 1_000_000);
        assert!(size(10, 128_000_000) <= 10_000);
        assert!(size(0, 128_000_000) > 0);
    }
}
