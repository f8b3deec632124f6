use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use oxigraph::store::{StorageError, Store};

use super::plan::Plan;
use super::work::Work;
use super::{Failure, Order, Route};
use crate::diagnostic::Findings;
use crate::digest::Digest;
use crate::examples::{self, Example};
use crate::store::{Generation, Generations, Loading, Manifest, Release, StoreError};

/// Publishes releases into a store: all of them or none.
pub struct Publisher<'p> {
    pub(super) route: &'p Route,
    store: &'p Generations,
    now: DateTime<Utc>,
    examiner: &'p Examiner<'p>,
    pub(super) progress: &'p dyn Fn(Stage<'_>),
}

/// Whoever asks examples: counts the rows that each of them gives on the unfinished generation of
/// a number, and gives each so much time.
pub type Examiner<'e> = dyn Fn(u64, &[Example], Duration) -> Vec<examples::Count> + 'e;

/// What a publication is doing, for whoever shows it.
#[derive(Clone, Copy, Debug)]
pub enum Stage<'s> {
    /// A release is being read, converted and checked.
    Checking(&'s Order),
    /// A release is being loaded.
    Loading(&'s Order),
    /// The files that are kept of a release are being loaded again.
    Reloading(&'s Release),
    /// The stored examples are being asked.
    Asking,
    /// The database is being compacted.
    Compacting,
    /// All is written to disk and made the live generation.
    Switching,
}

/// How a publication ended.
#[derive(Debug)]
pub enum Published {
    /// The findings have errors; what was live still is.
    Refused,
    /// What was to be published is live already.
    Unchanged(Generation),
    /// A new generation is live.
    Live(Generation),
}

impl<'p> Publisher<'p> {
    /// How long an example may take: a third of what the server gives a query, for others ask too.
    const EXAMPLE_TIME: Duration = Duration::from_secs(10);

    /// A publisher into this store; `now` is when the generation is said to have gone live.
    pub fn new(
        route: &'p Route,
        store: &'p Generations,
        now: DateTime<Utc>,
        examiner: &'p Examiner<'p>,
    ) -> Self {
        Self {
            route,
            store,
            now,
            examiner,
            progress: &|_| {},
        }
    }

    /// Sets whom to tell what is being done.
    #[must_use]
    pub fn with_progress(mut self, progress: &'p dyn Fn(Stage<'_>)) -> Self {
        self.progress = progress;
        self
    }

    /// Converts, checks, loads and switches.
    ///
    /// The editions of one dataset go live in the order of the orders: the last is live, those
    /// before it are kept. All releases are checked before the first is loaded into a generation
    /// that goes live; with an error in any, nothing changes.
    pub fn publish(&self, orders: &[Order], findings: &mut Findings) -> Result<Published, Failure> {
        let withdrawn = orders
            .iter()
            .filter_map(|order| self.route.withdrawn(order));
        findings.extend(withdrawn);
        if findings.has_errors() {
            return Ok(Published::Refused);
        }
        let lock = self.store.lock()?;
        let live = self.store.current()?;
        let building = self.store.begin(&lock)?.with_loading(Loading {
            megabytes: self.route.config.load_memory,
        });
        let mut work = Work::begin(self, building, live, findings)?;
        for (order, standing) in work.arranged(orders) {
            (self.progress)(Stage::Checking(order));
            work.release(order, standing, findings)?;
        }
        work.finish(findings)
    }

    /// Stage nine: the stored examples give what they promise. Other processes are asked, which
    /// must be able to read the generation ([`Building::show`](crate::store::Building::show)).
    pub(super) fn ask_examples(
        &self,
        generation: u64,
        database: &Store,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        (self.progress)(Stage::Asking);
        let (base, time) = (&self.route.config.base, Self::EXAMPLE_TIME);
        let count = |examples: &[Example]| Ok((self.examiner)(generation, examples, time));
        let found = examples::check(database, base, time, count);
        findings.append(found.map_err(|error: StorageError| StoreError::from(error))?);
        Ok(())
    }

    /// When the generation is said to have gone live.
    pub(super) fn published(&self) -> String {
        self.now.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The digest of what the catalogue repeats of the configuration.
    pub(super) fn settings(&self) -> Digest {
        let config = &self.route.config;
        let uri = config.publisher.uri.as_deref().unwrap_or_default();
        let said = [&config.publisher.name, uri, &config.spatial];
        Digest::of(said.join("\n").as_bytes())
    }

    /// What the generation will hold; its triples are not counted yet.
    pub(super) fn manifest(&self, [context, catalogue]: [Digest; 2], plan: Plan) -> Manifest {
        Manifest {
            assize: env!("CARGO_PKG_VERSION").to_owned(),
            published: self.published(),
            base: self.route.config.base.to_string(),
            context,
            catalogue: Some(catalogue),
            publisher: Some(self.settings()),
            triples: 0,
            releases: plan.into_releases(),
        }
    }
}
