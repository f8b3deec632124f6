//! What those who run the server need: request ids, logs, metrics, health, and safe headers.

mod encodings;
mod health;
mod metrics;
mod observe;
mod safety;

pub(super) use encodings::{Codings, vary_by_coding};
pub(super) use health::{health, metrics, ready};
pub(super) use metrics::Metrics;
pub(super) use observe::Observed;
pub(super) use safety::make_safe;
