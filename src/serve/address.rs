use oxigraph::store::StorageError;
use oxrdf::NamedNode;

use super::live::Live;
use super::{Form, Site};

/// What a request for a document is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The path of the document without a suffix, such as `/doc/court/snaresbrook`.
    pub(super) path: String,
    /// The thing that the document is about.
    pub(super) about: NamedNode,
    /// The form that the suffix of the path names.
    pub(super) form: Option<Form>,
}

impl Address {
    /// Finds the thing that a path below `/doc/`, `/def/` or `/data/` leads to; `None` where
    /// nothing is published under it.
    ///
    /// The whole path is tried before a suffix is taken off: a key may have a dot.
    pub(super) fn find(site: &Site, live: &Live, path: &str) -> Result<Option<Self>, StorageError> {
        for candidate in Self::candidates(site, path).into_iter().flatten() {
            if is_described(live, &candidate.about)? {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    fn candidates(site: &Site, path: &str) -> [Option<Self>; 2] {
        let whole = Self::of(site, path, None);
        let (stem, form) = split_suffix(path);
        let stem = form.and_then(|form| Self::of(site, stem, Some(form)));
        [whole, stem]
    }

    fn of(site: &Site, path: &str, form: Option<Form>) -> Option<Self> {
        let base = site.base();
        let about = match path.strip_prefix("/doc/") {
            Some(thing) => format!("{base}/id/{thing}"),
            None => format!("{base}{path}"),
        };
        Some(Self {
            path: path.to_owned(),
            about: NamedNode::new(about).ok()?,
            form,
        })
    }

    /// The URI of the document.
    pub(super) fn uri(&self, site: &Site) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", site.base(), self.path))
    }
}

/// Takes a known suffix off a path.
pub(super) fn split_suffix(path: &str) -> (&str, Option<Form>) {
    match path.rsplit_once('.') {
        Some((stem, suffix)) if !stem.ends_with('/') => match Form::from_suffix(suffix) {
            Some(form) => (stem, Some(form)),
            None => (path, None),
        },
        _ => (path, None),
    }
}

/// Whether anything is said about a thing.
pub(super) fn is_described(live: &Live, thing: &NamedNode) -> Result<bool, StorageError> {
    let mut said = live.store.matching(Some(thing.into()), None, None);
    Ok(said.next().transpose()?.is_some())
}
