use std::hash::Hash;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use quick_cache::sync::{Cache as Bounded, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
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
    pub(super) fields: Fields,
}

/// The fields of a header, in the memory that they take, to be sent again and again.
#[derive(Debug)]
pub(super) struct Fields(Vec<(HeaderName, HeaderValue)>);

impl Fields {
    /// None, and room for so many.
    pub(super) fn with_capacity(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    /// Adds a field; a value that no field can hold is left out.
    pub(super) fn put(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.push((name, value));
        }
    }

    /// Adds a field that is always the same.
    pub(super) fn put_static(&mut self, name: HeaderName, value: &'static str) {
        self.0.push((name, HeaderValue::from_static(value)));
    }

    /// A header to which as many may be added without making room.
    pub(super) fn to_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(2 * self.0.len());
        headers.extend(self.0.iter().cloned());
        headers
    }
}

/// A strong entity tag of these bytes: the first 128 bits of their SHA-256.
pub(super) fn etag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    format!("\"{:032x}\"", u128::from_be_bytes(first))
}

/// A cache of so many bytes, in parts, so that threads seldom wait for one another.
///
/// Nothing larger than a part is kept.
pub(super) fn bounded<K: Eq + Hash, V: Clone, W: Weighter<K, V> + Clone>(
    bytes: u64,
    weigher: W,
) -> Bounded<K, V, W> {
    const PART: u64 = 8 << 20;
    const USUAL: u64 = 8 << 10;
    let parts = usize::try_from(bytes / PART)
        .unwrap_or(usize::MAX)
        .clamp(1, 64);
    let items = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX);
    let options = OptionsBuilder::new()
        .shards(parts)
        .estimated_items_capacity(items)
        .weight_capacity(bytes)
        .build();
    let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
    match options {
        Ok(options) => Bounded::with_options(options, weigher, hasher, lifecycle),
        Err(_) => Bounded::with_weighter(items, bytes, weigher),
    }
}

/// The representations of one generation, bounded by their bytes.
pub(super) struct Cache(Bounded<Key, Arc<Rendered>, Weigher>);

#[derive(Clone)]
struct Weigher;

impl Weighter<Key, Arc<Rendered>> for Weigher {
    fn weight(&self, key: &Key, rendered: &Arc<Rendered>) -> u64 {
        rendered.weight() + key.path.len() as u64
    }
}

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
        key: &Key,
        make: impl FnOnce() -> Result<Rendered, Problem>,
    ) -> Result<Arc<Rendered>, Problem> {
        self.0.get_or_insert_with(key, || make().map(Arc::new))
    }
}

impl Rendered {
    /// How many bytes it takes to keep it.
    pub(super) fn weight(&self) -> u64 {
        let fields = self.fields.0.iter();
        let fields = fields.map(|(_, value)| value.len() as u64 + 72);
        self.body.len() as u64 + fields.sum::<u64>() + 256
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self(bounded(Self::BYTES, Weigher))
    }
}
