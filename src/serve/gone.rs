//! What was published and is withdrawn: 410, with the reason and the successor.

use axum::http::header::LINK;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;

use super::read::{iris, matching, objects};
use super::{Live, Problem, Site, Triples};
use crate::uri::Base;
use crate::vocab::{dct, skos};

/// The tombstone of a URI.
#[derive(Clone, Debug)]
pub(super) struct Gone {
    /// The day, month or year from which it is gone.
    since: String,
    reason: String,
    successor: Option<NamedNode>,
}

impl Gone {
    /// Reads all tombstones of a store; they are few, and every request looks for one.
    pub(super) fn read_all(
        store: &Triples,
        base: &Base,
    ) -> Result<FxHashMap<NamedNode, Self>, StorageError> {
        let withdrawn = base.term("justice", "withdrawn");
        let mut all = FxHashMap::default();
        for triple in matching(store, None, Some(withdrawn.as_ref()), None) {
            let triple = triple?;
            if let (NamedOrBlankNode::NamedNode(thing), Term::Literal(since)) =
                (triple.subject, triple.object)
            {
                let gone = Self::read(store, thing.as_ref(), since.value())?;
                all.insert(thing, gone);
            }
        }
        Ok(all)
    }

    fn read(store: &Triples, thing: NamedNodeRef<'_>, since: &str) -> Result<Self, StorageError> {
        let note = objects(store, &thing.into_owned().into(), skos::NOTE).next();
        let reason = match note.transpose()? {
            Some(Term::Literal(text)) => text.value().to_owned(),
            _ => String::new(),
        };
        let successors = iris(store, thing, dct::IS_REPLACED_BY)?;
        Ok(Self {
            since: since.to_owned(),
            reason,
            successor: successors.into_iter().next(),
        })
    }

    /// The answer for whatever lies below a dataset that was withdrawn: nothing of it is there.
    pub(super) fn answer_below(site: &Site, live: &Live, path: &str) -> Option<Response> {
        let (dataset, _) = path.strip_prefix("/data/")?.split_once('/')?;
        let gone = live.gone.get(&site.base().dataset(dataset))?;
        let uri = format!("{}{path}", site.base());
        Some(gone.answer(site, &uri))
    }

    /// Where the thing that takes its place is found.
    fn successor<'g>(&'g self, site: &Site) -> Option<&'g str> {
        let successor = self.successor.as_ref()?;
        Some(site.door(successor.as_str()))
    }

    /// The answer to a request for the thing itself.
    pub(super) fn answer(&self, site: &Site, uri: &str) -> Response {
        let title = "This was withdrawn";
        let (since, reason) = (&self.since, &self.reason);
        let detail = format!("{uri} was published and is withdrawn from {since}. {reason}");
        let mut problem = Problem::new(StatusCode::GONE, "gone", title, detail);
        if let Some(successor) = self.successor(site) {
            problem = problem.see(successor);
        }
        let mut response = problem.into_response();
        self.mark(site, &mut response);
        response
    }

    /// Makes a document about the thing say that the thing is gone.
    pub(super) fn mark(&self, site: &Site, response: &mut Response) {
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::GONE;
        }
        let link = self.successor(site);
        let link = link.map(|successor| format!("<{successor}>; rel=\"successor-version\""));
        if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().append(LINK, link);
        }
    }
}
