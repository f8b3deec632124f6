use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use rustc_hash::FxHashMap;
use tokio::sync::OwnedMutexGuard;

use crate::serve::cache::bounded;

/// Whole answers of one generation, by their entity tags, to be sent again.
///
/// Answers that are long are not kept: what is kept is small and asked for often. Of those who ask
/// the same at the same time one evaluates, and the others wait for its answer.
pub(in crate::serve) struct Kept {
    answers: Cache<String, Arc<Answer>, Weigher>,
    /// What is evaluated, or was of late.
    underway: Mutex<FxHashMap<String, Arc<Alone>>>,
}

/// Held by who evaluates a query.
type Alone = tokio::sync::Mutex<()>;

#[derive(Clone)]
struct Weigher;

impl Weighter<String, Arc<Answer>> for Weigher {
    fn weight(&self, tag: &String, answer: &Arc<Answer>) -> u64 {
        let bytes = tag.len() + answer.content_type.len() + answer.body.len() + 128;
        bytes as u64
    }
}

/// A whole answer.
#[derive(Debug)]
pub(in crate::serve) struct Answer {
    pub(super) content_type: String,
    pub(super) body: Bytes,
}

impl Kept {
    /// The longest answer that is kept.
    pub(super) const LONGEST: usize = 1 << 20;
    /// With so many queries noted as underway, those that are over are forgotten.
    const MANY: usize = 1024;

    /// Keeps at most this many bytes.
    pub(in crate::serve) fn new(bytes: u64) -> Self {
        Self {
            answers: bounded(bytes, Weigher),
            underway: Mutex::default(),
        }
    }

    /// The answer with this tag.
    pub(super) fn get(&self, tag: &str) -> Option<Arc<Answer>> {
        self.answers.get(tag)
    }

    /// Waits until nobody else evaluates the query with this tag; whoever holds the guard does.
    pub(super) async fn alone(&self, tag: &str) -> OwnedMutexGuard<()> {
        let one = self.one_of(tag);
        one.lock_owned().await
    }

    fn one_of(&self, tag: &str) -> Arc<Alone> {
        let underway = self.underway.lock();
        let mut underway = underway.unwrap_or_else(PoisonError::into_inner);
        if underway.len() >= Self::MANY {
            underway.retain(|_, one| Arc::strong_count(one) > 1);
        }
        Arc::clone(underway.entry(tag.to_owned()).or_default())
    }

    /// Keeps an answer.
    pub(in crate::serve) fn keep(&self, tag: String, answer: Arc<Answer>) {
        self.answers.insert(tag, answer);
    }
}
