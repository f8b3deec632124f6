use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use tracing::Span;

use super::Metrics;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request that is being answered: it has an id, which its log lines and its answer carry.
pub(in crate::serve) struct Observed {
    started: Instant,
    id: HeaderValue,
    route: &'static str,
    span: Span,
}

impl Observed {
    /// Begins to observe a request.
    pub(in crate::serve) fn begin(request: &Request) -> Self {
        let id = id_of(request);
        let span = tracing::info_span!(
            "request",
            id = %id.to_str().unwrap_or_default(),
            method = %request.method(),
            path = request.uri().path(),
        );
        Self {
            started: Instant::now(),
            route: route(request.uri().path()),
            id,
            span,
        }
    }

    /// The span that all log lines about the request belong to.
    pub(in crate::serve) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Counts and logs the answer, and gives it the id.
    pub(in crate::serve) fn end(self, metrics: &Metrics, response: &mut Response) {
        let time = self.started.elapsed();
        let status = response.status();
        metrics.answered(self.route, status, time);
        let _entered = self.span.enter();
        tracing::info!(
            status = status.as_u16(),
            microseconds = time.as_micros(),
            "answered"
        );
        response.headers_mut().insert(REQUEST_ID, self.id);
    }
}

/// The id that a proxy gave the request, if it is a plain word; else a new one.
fn id_of(request: &Request) -> HeaderValue {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    static PROCESS: LazyLock<u32> = LazyLock::new(std::process::id);
    let given = request
        .headers()
        .get(REQUEST_ID)
        .filter(|id| is_plain(id.as_bytes()));
    given.cloned().unwrap_or_else(|| {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:x}-{count:x}", *PROCESS);
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
