//! The files of releases, streamed from the disk.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, LAST_MODIFIED, LINK,
    RANGE,
};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::compression::Predicate;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType};
use tower_http::services::ServeFile;

use super::Problem;
use super::documents::LICENCE;
use super::respond::{CACHING, http_date, is_unchanged, put, with_headers};
use super::shelf::Held;

/// Sends a file, or the [part](https://www.rfc-editor.org/rfc/rfc9110#name-range-requests) of it
/// that is asked for, or 304 where the client has it already.
pub(super) async fn answer(held: &Held, request: &HeaderMap) -> Result<Response, Problem> {
    let own = headers(held);
    if is_unchanged(request, &held.etag, held.modified.as_ref()) {
        return Ok(with_headers(StatusCode::NOT_MODIFIED, own, Body::empty()));
    }
    let mut asked = Request::new(Body::empty());
    if let Some(range) = request.get(RANGE).filter(|_| wants_this(request, held)) {
        asked.headers_mut().insert(RANGE, range.clone());
    }
    // A client that asks for several parts at once gets the whole, as it must be ready to.
    let file = ServeFile::new(&held.file).ignore_multi_range_requests(true);
    let Ok(mut sent) = file.oneshot(asked).await;
    match sent.status() {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => {
            let headers = sent.headers_mut();
            headers.extend(own);
            put(headers, CONTENT_TYPE, held.content_type());
            Ok(sent.map(Body::new))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Ok(beyond(held)),
        // The store was pruned under a server that still serves what was removed.
        _ => Err(Problem::not_found(&held.address)),
    }
}

/// Release files that are compressed already are not compressed again.
pub(super) fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new(Held::ZSTD))
        .and(NotForContentType::const_new(Held::PARQUET))
}

fn headers(held: &Held) -> HeaderMap {
    let mut headers = HeaderMap::new();
    put(&mut headers, ETAG, &held.etag);
    put(&mut headers, CACHE_CONTROL, CACHING);
    put(&mut headers, ACCEPT_RANGES, "bytes");
    put(&mut headers, LINK, &links(held));
    if let Some(time) = &held.modified {
        put(&mut headers, LAST_MODIFIED, &http_date(time));
    }
    headers
}

/// Where the file belongs, under which licence it is, and what describes it: a table is
/// [described](https://www.w3.org/TR/tabular-data-model/#link-header) by its metadata.
fn links(held: &Held) -> String {
    let release = &held.release;
    let mut links = format!("<{release}>; rel=\"collection\", <{LICENCE}>; rel=\"license\"");
    if let Some(metadata) = &held.metadata {
        let kind = Held::METADATA;
        links.extend([
            ", <",
            metadata,
            ">; rel=\"describedby\"; type=\"",
            kind,
            "\"",
        ]);
    }
    links
}

/// Whether the part that is asked for is to be of this very file: a client that goes on with an
/// earlier download says by [`If-Range`](https://www.rfc-editor.org/rfc/rfc9110#name-if-range) of which.
fn wants_this(request: &HeaderMap, held: &Held) -> bool {
    let Some(condition) = request.get(IF_RANGE) else {
        return true;
    };
    let modified = held.modified.as_ref().map(http_date);
    *condition == held.etag.as_str() || modified.is_some_and(|date| *condition == date.as_str())
}

/// 416: the part lies beyond the end of the file.
fn beyond(held: &Held) -> Response {
    let detail = format!("The file has {} bytes.", held.bytes);
    let title = "There is no such part of the file";
    let status = StatusCode::RANGE_NOT_SATISFIABLE;
    let mut response = Problem::new(status, "range", title, detail).into_response();
    let whole = format!("bytes */{}", held.bytes);
    put(response.headers_mut(), CONTENT_RANGE, &whole);
    response
}
