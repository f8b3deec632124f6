use std::fmt;
use std::time::Duration;

use axum::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// What the server has done, counted.
pub(in crate::serve) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    evaluations: Family<EndLabels, Counter>,
    /// Evaluations that go on now.
    pub(in crate::serve) underway: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EndLabels {
    end: String,
}

impl Metrics {
    /// Metrics that are all nought.
    pub(in crate::serve) fn new() -> Self {
        // From half a millisecond to sixteen seconds.
        let buckets = || Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let metrics = Self {
            registry: Registry::with_prefix("assize"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(buckets),
            evaluations: Family::default(),
            underway: Gauge::default(),
        };
        metrics.registered()
    }

    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register(
            "request_seconds",
            "Time until the head of an answer was ready",
            self.seconds.clone(),
        );
        registry.register(
            "evaluations",
            "Queries evaluated, by how they ended",
            self.evaluations.clone(),
        );
        registry.register(
            "evaluations_underway",
            "Queries that are being evaluated",
            self.underway.clone(),
        );
        self
    }

    /// Counts an answer.
    pub(super) fn answered(&self, route: &'static str, status: StatusCode, time: Duration) {
        let labels = RequestLabels {
            route,
            status: status.as_u16(),
        };
        self.requests.get_or_create(&labels).inc();
        let seconds = self.seconds.get_or_create(&RouteLabels { route });
        seconds.observe(time.as_secs_f64());
    }

    /// Counts an evaluation: `whole`, `left` by the client, or the name of the problem.
    pub(in crate::serve) fn evaluated(&self, end: &str) {
        let end = end.to_owned();
        self.evaluations.get_or_create(&EndLabels { end }).inc();
    }

    /// All of them, in the text form.
    pub(super) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
