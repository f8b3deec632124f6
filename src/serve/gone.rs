//! What was published and is withdrawn: 410, with the reason and the successor.

use axum::http::header::LINK;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::read::matching;
use super::{Live, Problem, Site};
use crate::vocab::{dct, skos};

/// The tombstone of a URI.
pub(super) struct Gone {
    reason: String,
    successor: Option<String>,
}

impl Gone {
    /// The tombstone of a thing; `None` for one that is not withdrawn.
    pub(super) fn find(
        site: &Site,
        live: &Live,
        thing: &NamedNode,
    ) -> Result<Option<Self>, StorageError> {
        let object = |predicate: NamedNodeRef<'_>| -> Result<Option<Term>, StorageError> {
            let mut quads = matching(&live.store, Some(thing.into()), Some(predicate), None);
            Ok(quads.next().transpose()?.map(|quad| quad.object))
        };
        let withdrawn = site.base().term("justice", "withdrawn");
        if object(withdrawn.as_ref())?.is_none() {
            return Ok(None);
        }
        let reason = match object(skos::NOTE)? {
            Some(Term::Literal(text)) => text.value().to_owned(),
            _ => String::new(),
        };
        let successor = match object(dct::IS_REPLACED_BY)? {
            Some(Term::NamedNode(successor)) => Some(site.door(successor.as_str()).to_owned()),
            _ => None,
        };
        Ok(Some(Self { reason, successor }))
    }

    /// The answer to a request for the thing itself.
    pub(super) fn answer(&self, uri: &str) -> Response {
        let title = "This was withdrawn";
        let detail = format!("{uri} was published and is withdrawn. {}", self.reason);
        let mut problem = Problem::new(StatusCode::GONE, "gone", title, detail);
        if let Some(successor) = &self.successor {
            problem = problem.see(successor.as_str());
        }
        let mut response = problem.into_response();
        self.mark(&mut response);
        response
    }

    /// Makes a document about the thing say that the thing is gone.
    pub(super) fn mark(&self, response: &mut Response) {
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::GONE;
        }
        let link = self.successor.as_ref();
        let link = link.map(|successor| format!("<{successor}>; rel=\"successor-version\""));
        if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().append(LINK, link);
        }
    }
}
