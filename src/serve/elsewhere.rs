//! A store elsewhere, as those see it who ask for a page.

use axum::http::StatusCode;

use super::Problem;
use crate::store::RemoteError;

impl From<&RemoteError> for Problem {
    /// The address of the store is for the log only.
    fn from(error: &RemoteError) -> Self {
        tracing::warn!(%error, "the store gave no answer");
        match error {
            RemoteError::Silent { source, .. } if source.is_timeout() => Self::new(
                StatusCode::GATEWAY_TIMEOUT,
                "timeout",
                "The query took too long",
                "The store did not answer in time, and no result is sent.",
            )
            .hint("Name a dataset, a court or a period in the query, or add a LIMIT."),
            RemoteError::Silent { .. } | RemoteError::Unauthorised { .. } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store-unreachable",
                "The store cannot be reached",
                "The data are in another server, which does not answer.",
            )
            .retry_after(10),
            RemoteError::Refused { said, .. } => Self::new(
                StatusCode::BAD_GATEWAY,
                "store-failed",
                "The store cannot answer",
                format!("The store answered with an error: {said}"),
            ),
            RemoteError::CutShort { .. } | RemoteError::TooMany { .. } => Self::new(
                StatusCode::BAD_REQUEST,
                "too-many-results",
                "The result is too long for this store",
                "The store would send a part of the result, so nothing is sent.",
            )
            .hint("Ask for it in parts, with ORDER BY, LIMIT and OFFSET."),
            other => Self::internal(other),
        }
    }
}
