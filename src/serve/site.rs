use std::sync::{Arc, PoisonError, RwLock};

use super::memento::Archive;
use super::operations::Metrics;
use super::sparql::{Budgets, Limits, Queue};
use super::syntax::Syntaxes;
use super::{Live, Workers};
use crate::store::Generations;
use crate::uri::Base;

/// What the server serves: a base, the live generation, and limits.
///
/// It is shared by all requests. A request keeps the generation that it began with, so that a
/// switch to the next one drops none.
pub struct Site {
    base: Base,
    syntaxes: Syntaxes,
    limits: Limits,
    workers: Option<Workers>,
    queue: Queue,
    budgets: Budgets,
    metrics: Arc<Metrics>,
    archive: Option<Archive>,
    live: RwLock<Arc<Live>>,
}

impl Site {
    /// How many queries are evaluated at once without workers.
    const AT_ONCE: usize = 4;

    /// A site of this base that serves this generation, with the default limits.
    pub fn new(base: Base, live: Live) -> Self {
        Self {
            syntaxes: Syntaxes::new(&base),
            base,
            limits: Limits::default(),
            workers: None,
            queue: Queue::new(Self::AT_ONCE),
            budgets: Budgets::new(Self::AT_ONCE),
            metrics: Arc::new(Metrics::new()),
            archive: None,
            live: RwLock::new(Arc::new(live)),
        }
    }

    /// Sets what a public query may cost.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Evaluates queries in these workers and not in this process, as a public server must.
    #[must_use]
    pub fn with_workers(mut self, workers: Workers) -> Self {
        self.queue = Queue::new(workers.count());
        self.budgets = Budgets::new(workers.count());
        self.workers = Some(workers);
        self
    }

    /// Serves the past generations of a store too.
    #[must_use]
    pub fn with_archive(mut self, store: Generations) -> Self {
        self.archive = Some(Archive::new(store));
        self
    }

    /// The past, where it is served.
    pub(super) fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref()
    }

    /// What was done.
    pub(super) fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Who waits for a query to be evaluated.
    pub(super) fn queue(&self) -> &Queue {
        &self.queue
    }

    /// What clients have had evaluated.
    pub(super) fn budgets(&self) -> &Budgets {
        &self.budgets
    }

    /// The workers, if there are any.
    pub(super) fn workers(&self) -> Option<&Workers> {
        self.workers.as_ref()
    }

    /// The base of all URIs.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The syntaxes of documents.
    pub(super) fn syntaxes(&self) -> &Syntaxes {
        &self.syntaxes
    }

    /// What a public query may cost.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The generation that requests begin with now.
    pub fn live(&self) -> Arc<Live> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&live)
    }

    /// Starts the workers of the live generation. Linux ends them with the thread that calls this,
    /// which must therefore be one of the runtime's.
    pub(super) fn warm(&self) {
        if let Some(workers) = self.workers() {
            self.live().pool(workers).warm();
        }
    }

    /// Serves another generation from the next request on.
    pub fn switch(&self, live: Live) {
        let mut current = self.live.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(live);
    }

    /// The local address of a URI: its path where it lies under the base, else itself.
    pub(super) fn door<'u>(&self, uri: &'u str) -> &'u str {
        match uri.strip_prefix(self.base.as_str()) {
            Some("") => "/",
            Some(path) if path.starts_with('/') => path,
            _ => uri,
        }
    }
}
