use std::ops::Deref;
use std::time::Duration;

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// What went wrong with a request, as
/// [problem details](https://www.rfc-editor.org/rfc/rfc9457) say it.
///
/// As a response it is `application/problem+json`; where the client is a browser the front draws
/// it as a page instead.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(Box<Details>);

/// The members of a [`Problem`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    /// A stable name of the kind of problem, such as `/problem/timeout`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short sentence that is the same for all problems of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request.
    pub detail: String,
    /// What the client can do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The limit that was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// How long the server worked on it, in milliseconds.
    #[serde(rename = "spentMilliseconds", skip_serializing_if = "Option::is_none")]
    pub spent: Option<u64>,
    /// Where in the query it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The media types there are, for a 406.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub available: Vec<String>,
    /// The methods there are, for a 405.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow: Option<String>,
    /// Where to look instead.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub see: Vec<String>,
    /// After how many seconds to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What else the header says.
    #[serde(skip)]
    fields: HeaderMap,
    /// What made the server fail, which no client is told.
    #[serde(skip)]
    pub(super) cause: Option<String>,
}

/// A place in a query; both start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

impl Problem {
    /// The media type of the JSON form.
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// A problem of a kind; `name` is the last part of its type.
    pub fn new(status: StatusCode, name: &str, title: &str, detail: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind: format!("/problem/{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            ..Details::default()
        }))
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        let title = "The request cannot be understood";
        Self::new(StatusCode::BAD_REQUEST, "bad-request", title, detail)
    }

    /// 404: nothing is known under this URI.
    pub fn not_found(uri: &str) -> Self {
        let detail = format!("Nothing is published under {uri}.");
        let title = "There is nothing here";
        Self::new(StatusCode::NOT_FOUND, "not-found", title, detail)
            .hint("Check the address, or look for the thing by its name on the home page.")
    }

    /// 405: the resource does not know this method.
    pub fn method_not_allowed(method: &str, allow: &str) -> Self {
        let detail = format!("{method} cannot be used here; {allow} can.");
        let title = "The method is not allowed";
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self::new(status, "method-not-allowed", title, detail).allow(allow)
    }

    /// 406: there is nothing that the client accepts.
    pub fn not_acceptable(available: Vec<String>) -> Self {
        let detail = format!("What is here can be had as {}.", available.join(", "));
        let title = "There is no form that you accept";
        let status = StatusCode::NOT_ACCEPTABLE;
        let mut problem = Self::new(status, "not-acceptable", title, detail);
        problem.0.available = available;
        problem
    }

    /// 500: the server failed; the cause is for the log, not for the client.
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(%cause, "a request failed");
        let title = "The server failed";
        let detail = "The server met an error of its own; it has been written to its log.";
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title, detail);
        problem.0.cause = Some(cause.to_string());
        problem
    }

    /// Sets what the client can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Sets the methods there are.
    #[must_use]
    pub fn allow(mut self, methods: &str) -> Self {
        self.0.allow = Some(methods.to_owned());
        self
    }

    /// Sets the limit that was met.
    #[must_use]
    pub fn limit(mut self, limit: impl Into<String>) -> Self {
        self.0.limit = Some(limit.into());
        self
    }

    /// Sets after how many seconds to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Adds fields to the header.
    #[must_use]
    pub(super) fn with_fields(mut self, fields: HeaderMap) -> Self {
        self.0.fields.extend(fields);
        self
    }

    /// Sets how long the server worked on it.
    #[must_use]
    pub fn spent(mut self, time: Duration) -> Self {
        self.0.spent = u64::try_from(time.as_millis()).ok();
        self
    }

    /// Sets where in the query it is.
    #[must_use]
    pub fn at(mut self, position: Option<Position>) -> Self {
        self.0.position = position;
        self
    }

    /// Adds where to look instead.
    #[must_use]
    pub fn see(mut self, address: impl Into<String>) -> Self {
        self.0.see.push(address.into());
        self
    }

    /// The status as the HTTP library has it.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl From<oxigraph::store::StorageError> for Problem {
    fn from(error: oxigraph::store::StorageError) -> Self {
        if let oxigraph::store::StorageError::Other(cause) = &error
            && let Some(elsewhere) = cause.downcast_ref::<crate::store::RemoteError>()
        {
            return elsewhere.into();
        }
        Self::internal(&error)
    }
}

impl From<crate::store::StoreError> for Problem {
    fn from(error: crate::store::StoreError) -> Self {
        Self::internal(&error)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec_pretty(&self).unwrap_or_default();
        let content_type = HeaderValue::from_static(Self::MEDIA_TYPE);
        let mut response = (self.status_code(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, content_type);
        if let Some(allow) = &self.allow
            && let Ok(allow) = HeaderValue::from_str(allow)
        {
            headers.insert(ALLOW, allow);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        headers.extend(self.fields.clone());
        response.extensions_mut().insert(self);
        response
    }
}
