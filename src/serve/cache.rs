use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderMap;
use sha2::{Digest, Sha256};

use super::{Form, Language, Problem};

/// What makes one representation of a document different from all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The path of the document without a suffix.
    pub(super) path: String,
    /// What is asked of it: the page and, in a list, the words to search.
    pub(super) page: usize,
    pub(super) search: String,
    pub(super) form: Form,
    pub(super) language: Language,
}

/// A finished representation, ready to be sent.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) body: Bytes,
    /// A strong [entity tag](https://www.rfc-editor.org/rfc/rfc9110#name-etag), with its quotes.
    pub(super) etag: String,
    /// The fields of its header: they are the same for everyone who gets it.
    pub(super) headers: HeaderMap,
}

/// A strong entity tag of these bytes: the first 128 bits of their SHA-256.
pub(super) fn etag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("\"{}\"", hex.collect::<String>())
}

/// The representations of one generation, bounded by their bytes.
#[derive(Clone)]
pub(super) struct Cache(moka::sync::Cache<Key, Arc<Rendered>>);

impl Cache {
    /// The most bytes that are kept.
    pub(super) const BYTES: u64 = 64 << 20;

    /// The representation that is kept, if one is.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Rendered>> {
        self.0.get(key)
    }

    /// The representation that is kept, or else the one that `make` makes, which is made once
    /// however many ask for it at the same time; they wait, and so must not do so on a thread that
    /// others need.
    pub(super) fn get_or_make(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<Rendered, Problem>,
    ) -> Result<Arc<Rendered>, Problem> {
        let kept = self.0.try_get_with(key, || make().map(Arc::new));
        kept.map_err(Arc::unwrap_or_clone)
    }
}

impl Rendered {
    /// How many bytes it takes to keep it.
    pub(super) fn weight(&self) -> u64 {
        let fields = self.headers.values().map(|value| value.len() as u64 + 64);
        self.body.len() as u64 + fields.sum::<u64>() + 256
    }
}

impl Default for Cache {
    fn default() -> Self {
        let weigh = |key: &Key, rendered: &Arc<Rendered>| {
            let bytes = rendered.weight() + key.path.len() as u64;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let builder = moka::sync::Cache::builder();
        Self(builder.max_capacity(Self::BYTES).weigher(weigh).build())
    }
}
