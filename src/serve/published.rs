use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;

use super::documents::Asked;
use super::gone::Gone;
use super::{Live, Problem, Site, documents, files, slice};

/// The part of a dataset, the file of a release or the document that a generation has for a path,
/// which is that of the request or, in a past one, the end of it.
pub(super) async fn published(
    site: &Arc<Site>,
    live: &Arc<Live>,
    path: &str,
    Parts { uri, headers, .. }: &Parts,
) -> Result<Response, Problem> {
    if let Some(gone) = Gone::answer_below(site, live, path) {
        return Ok(gone);
    }
    if let Some(at) = slice::at_path(path) {
        let query = uri.query().unwrap_or_default();
        return slice::answer(site, live, at, query, headers).await;
    }
    if let Some(held) = live.shelf.find(path) {
        return files::answer(held, headers).await;
    }
    documents::answer(site, live, path, Asked::of(uri)?, headers).await
}
