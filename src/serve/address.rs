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
        let base = site.base();
        let about = match path.strip_prefix("/doc/") {
            Some(thing) => [base.as_str(), "/id/", thing].concat(),
            None => [base.as_str(), path].concat(),
        };
        let Ok(about) = NamedNode::new(about) else {
            return Ok(None);
        };
        if live.store.describe(about.as_ref())? {
            return Ok(Some(Self::new(path, about, None)));
        }
        let (stem, Some(form)) = split_suffix(path) else {
            return Ok(None);
        };
        let mut about = about.into_string();
        about.truncate(about.len() - (path.len() - stem.len()));
        let about = NamedNode::new_unchecked(about);
        let is_described = live.store.describe(about.as_ref())?;
        Ok(is_described.then(|| Self::new(stem, about, Some(form))))
    }

    fn new(path: &str, about: NamedNode, form: Option<Form>) -> Self {
        Self {
            path: path.to_owned(),
            about,
            form,
        }
    }

    /// The URI of the document.
    pub(super) fn uri(&self, site: &Site) -> NamedNode {
        NamedNode::new_unchecked([site.base().as_str(), &self.path].concat())
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
