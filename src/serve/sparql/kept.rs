use std::sync::Arc;

use axum::body::Bytes;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Whole answers of one generation, by their entity tags, to be sent again.
///
/// Answers that are long are not kept: what is kept is small and asked for often. Of those who ask
/// the same at the same time one evaluates, and the others wait for its answer.
pub(in crate::serve) struct Kept {
    answers: moka::sync::Cache<String, Arc<Answer>>,
    underway: moka::sync::Cache<String, Arc<Mutex<()>>>,
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

    /// Keeps at most this many bytes.
    pub(in crate::serve) fn new(bytes: u64) -> Self {
        let weigh = |tag: &String, answer: &Arc<Answer>| {
            let bytes = tag.len() + answer.content_type.len() + answer.body.len() + 128;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let answers = moka::sync::Cache::builder();
        Self {
            answers: answers.max_capacity(bytes).weigher(weigh).build(),
            underway: moka::sync::Cache::new(1024),
        }
    }

    /// The answer with this tag.
    pub(super) fn get(&self, tag: &str) -> Option<Arc<Answer>> {
        self.answers.get(tag)
    }

    /// Waits until nobody else evaluates the query with this tag; whoever holds the guard does.
    pub(super) async fn alone(&self, tag: &str) -> OwnedMutexGuard<()> {
        let one = self.underway.get_with(tag.to_owned(), Arc::default);
        one.lock_owned().await
    }

    /// Keeps an answer.
    pub(in crate::serve) fn keep(&self, tag: String, answer: Arc<Answer>) {
        self.answers.insert(tag, answer);
    }
}
