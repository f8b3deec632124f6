use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{CONTENT_LOCATION, LINK, LOCATION};
use axum::response::Response;

use super::published::published;
use super::respond::put;
use super::{Live, Problem, Site, sparql};

/// Answers a request as a past generation would have; its addresses begin with `prefix`.
pub(super) async fn answer_at(
    site: &Arc<Site>,
    live: Arc<Live>,
    prefix: &str,
    path: &str,
    request: Request,
) -> Result<Response, Problem> {
    let mut response = if path.trim_end_matches('/') == "/sparql" {
        sparql::answer(site, live, request).await?
    } else {
        let (parts, _) = request.into_parts();
        published(site, &live, path, &parts).await?
    };
    let headers = response.headers_mut();
    // The other forms and pages that a document names are those of today.
    headers.remove(LINK);
    for name in [LOCATION, CONTENT_LOCATION] {
        let moved = headers.get(&name).and_then(|value| value.to_str().ok());
        let moved = moved
            .filter(|path| path.starts_with('/'))
            .map(|path| format!("{prefix}{path}"));
        if let Some(moved) = moved {
            put(headers, name, &moved);
        }
    }
    Ok(response)
}
