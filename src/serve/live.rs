use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use oxigraph::store::StorageError;
use oxrdf::NamedNode;
use rustc_hash::FxHashMap;

use super::cache::Cache;
use super::cubes::Cube;
use super::documents::Subjects;
use super::gone::Gone;
use super::names::Names;
use super::revisions::Revisions;
use super::shelf::Shelf;
use super::site::Site;
use super::slice::Schemas;
use super::source_rows::SourceRows;
use super::sparql::{Answer, Kept};
use super::triples::Triples;
use super::worker::{Pool, Workers};
use crate::cube::columns::Cubes;
use crate::examples::Example;
use crate::query::Holdings;
use crate::store::{Generation, RemoteGraph, StoreError};
use crate::uri::Base;

/// The generation that a site serves, with what was read of it when it was opened.
pub struct Live {
    pub(super) generation: String,
    pub(super) published: Option<DateTime<Utc>>,
    pub(super) store: Triples,
    pub(super) holdings: Arc<Holdings>,
    pub(super) names: Names,
    pub(super) cubes: Vec<Cube>,
    pub(super) examples: Vec<Example>,
    pub(super) revisions: Revisions,
    /// The files of releases.
    pub(super) shelf: Shelf,
    pub(super) source_rows: SourceRows,
    /// What is withdrawn.
    pub(super) gone: FxHashMap<NamedNode, Gone>,
    /// What the paths that were asked for lead to.
    pub(super) subjects: Subjects,
    /// The observations of each cube, where their columns could be opened.
    pub(super) columns: Cubes,
    pub(super) schemas: Schemas,
    pub(super) documents: Cache,
    pool: OnceLock<Arc<Pool>>,
    answers: OnceLock<Kept>,
}

impl Live {
    /// Opens a generation of a store.
    pub fn open(generation: &Generation, base: &Base) -> Result<Self, StoreError> {
        let name = generation.number().to_string();
        let holdings = Arc::new(Holdings::of(generation)?);
        let mut store = Triples::from(generation.open()?);
        store.take_in(&holdings)?;
        let mut live = Self::new(&name, store, base)?;
        live.holdings = holdings;
        let published = DateTime::parse_from_rfc3339(&generation.manifest().published);
        live.revisions = Revisions::of(generation, base);
        live.shelf = Shelf::of(generation, base);
        live.source_rows = SourceRows::of(generation, &live.shelf, base);
        live.published = published.ok().map(|time| time.to_utc());
        let (columns, unusable) = generation.cubes();
        for (path, error) in unusable {
            let path = path.display();
            tracing::warn!(%path, %error, "these columns are not used; publish again to renew them");
        }
        live.schemas = Schemas::read(&live.store, &columns, base)?;
        live.columns = columns;
        Ok(live)
    }

    /// Opens a generation of a store elsewhere.
    pub fn open_elsewhere(graph: RemoteGraph, base: &Base) -> Result<Self, StorageError> {
        let entry = graph.entry().clone();
        let mut live = Self::new(&entry.number.to_string(), graph, base)?;
        let published = DateTime::parse_from_rfc3339(&entry.published);
        live.published = published.ok().map(|time| time.to_utc());
        Ok(live)
    }

    /// Takes an open database and reads names, cubes and example queries from it.
    ///
    /// `generation` names it in entity tags: two generations that differ must not share a name.
    pub fn new(
        generation: &str,
        store: impl Into<Triples>,
        base: &Base,
    ) -> Result<Self, StorageError> {
        let store = store.into();
        Ok(Self {
            generation: generation.to_owned(),
            published: None,
            names: Names::read(&store, base)?,
            cubes: Cube::read_all(&store)?,
            examples: Example::of(&store, base)?,
            revisions: Revisions::default(),
            shelf: Shelf::default(),
            source_rows: SourceRows::default(),
            gone: Gone::read_all(&store, base)?,
            subjects: Subjects::default(),
            columns: Cubes::default(),
            schemas: Schemas::default(),
            documents: Cache::default(),
            holdings: Arc::new(Holdings::none()),
            pool: OnceLock::new(),
            answers: OnceLock::new(),
            store,
        })
    }

    /// Sets when it was published; documents then say so in `Last-Modified`.
    #[must_use]
    pub fn published_at(mut self, time: DateTime<Utc>) -> Self {
        self.published = Some(time);
        self
    }

    /// The answers to queries that are kept, as many as the site's limits allow.
    pub(super) fn answers(&self, site: &Site) -> &Kept {
        let kept = || Kept::new(site.limits().kept_bytes);
        self.answers.get_or_init(kept)
    }

    /// Keeps an answer, where any are kept.
    pub(super) fn keep_answer(&self, tag: String, answer: Arc<Answer>) {
        if let Some(answers) = self.answers.get() {
            answers.keep(tag, answer);
        }
    }

    /// The workers of this generation.
    pub(super) fn pool(&self, workers: &Workers) -> &Arc<Pool> {
        let pool = || Arc::new(Pool::new(workers.clone(), &self.generation));
        self.pool.get_or_init(pool)
    }
}
