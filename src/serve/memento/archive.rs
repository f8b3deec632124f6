use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::serve::Live;
use crate::store::{Generation, Generations, StoreError};
use crate::uri::Base;

/// The generations of a store that were live at some time, opened when they are asked for.
pub(in crate::serve) struct Archive {
    store: Generations,
    opened: quick_cache::sync::Cache<u64, Arc<Live>>,
}

impl Archive {
    /// How many past generations are open at the same time.
    const OPEN: usize = 4;

    /// The past of a store.
    pub(in crate::serve) fn new(store: Generations) -> Self {
        Self {
            store,
            opened: quick_cache::sync::Cache::new(Self::OPEN),
        }
    }

    /// When each generation went live, the earliest first.
    pub(super) fn times(&self) -> Result<Vec<DateTime<Utc>>, StoreError> {
        let generations = self.store.all()?;
        let mut times: Vec<_> = generations.iter().filter_map(time_of).collect();
        times.sort_unstable();
        times.dedup();
        Ok(times)
    }

    /// The generation that went live at a time; the last of those that did so in one second.
    pub(super) fn at(
        &self,
        time: DateTime<Utc>,
        base: &Base,
    ) -> Result<Option<Arc<Live>>, StoreError> {
        let generations = self.store.all()?.into_iter().rev();
        let found = { generations }.find(|generation| time_of(generation) == Some(time));
        let Some(generation) = found else {
            return Ok(None);
        };
        if let Some(live) = self.opened.get(&generation.number()) {
            return Ok(Some(live));
        }
        let live = Arc::new(Live::open(&generation, base)?);
        self.opened.insert(generation.number(), Arc::clone(&live));
        Ok(Some(live))
    }
}

/// When a generation went live, to the second, as the fields of HTTP know it.
fn time_of(generation: &Generation) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(&generation.manifest().published).ok()?;
    DateTime::from_timestamp(time.timestamp(), 0)
}
