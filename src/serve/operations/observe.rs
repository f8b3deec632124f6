use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::serve::Site;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives every request an id, which its log lines and its answer carry, and counts it.
pub(in crate::serve) async fn observe(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = id_of(&request);
    let route = route(request.uri().path());
    let span = tracing::info_span!(
        "request",
        id = %id.to_str().unwrap_or_default(),
        method = %request.method(),
        path = request.uri().path(),
    );
    let mut response = next.run(request).instrument(span.clone()).await;
    let time = started.elapsed();
    let status = response.status();
    site.metrics().answered(route, status, time);
    let _entered = span.enter();
    tracing::info!(
        status = status.as_u16(),
        microseconds = time.as_micros(),
        "answered"
    );
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The id that a proxy gave the request, if it is a plain word; else a new one.
fn id_of(request: &Request) -> HeaderValue {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let given = request
        .headers()
        .get(REQUEST_ID)
        .filter(|id| is_plain(id.as_bytes()));
    given.cloned().unwrap_or_else(|| {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:x}-{count:x}", std::process::id());
        HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
    })
}

fn is_plain(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (1..=64).contains(&id.len()) && id.iter().all(plain)
}

/// The kind of resource: paths themselves are too many to be counted apart.
fn route(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "" => "home",
        "id" => "id",
        "doc" => "doc",
        "def" => "def",
        "data" => "data",
        "sparql" => "sparql",
        "assets" => "assets",
        "memento" | "timegate" | "timemap" => "memento",
        "-" => "operations",
        _ => "other",
    }
}
