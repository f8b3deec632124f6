use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::serve::{Problem, Site};

/// `/-/health`: the process answers.
pub(in crate::serve) async fn health() -> &'static str {
    "alive\n"
}

/// `/-/ready`: a generation is open and can be read.
pub(in crate::serve) async fn ready(State(site): State<Arc<Site>>) -> Result<String, Problem> {
    let live = site.live();
    let mut triples = live.store.matching(None, None, None);
    triples.next().transpose()?;
    Ok(format!("serving generation {}\n", live.generation))
}

/// `/-/metrics`: what was done, as
/// [OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/).
pub(in crate::serve) async fn metrics(State(site): State<Arc<Site>>) -> Response {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match site.metrics().text() {
        Ok(text) => ([(CONTENT_TYPE, content_type)], text).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}
