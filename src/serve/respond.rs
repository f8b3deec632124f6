//! Turns finished representations into responses: conditional requests and caching.

use std::time::SystemTime;

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LOCATION, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use chrono::{DateTime, Utc};

use super::cache::{Fields, Rendered, etag};
use super::negotiate::field;
use super::{Form, Language};

/// How long a client may use a document without asking again: a publication is at most this old
/// when it is seen.
pub(super) const CACHING: &str = "public, max-age=300";

/// Tags a body by its bytes and makes the header that goes with it.
pub(super) fn rendered(body: Vec<u8>, links: &str, form: Form, about: &Sent<'_>) -> Rendered {
    let etag = etag(&body);
    tagged(body, etag, links, form.content_type(), vary(form), about)
}

/// Makes the header that goes with a body of any form.
pub(super) fn tagged(
    body: Vec<u8>,
    etag: String,
    links: &str,
    content_type: &'static str,
    vary: &'static str,
    about: &Sent<'_>,
) -> Rendered {
    let mut fields = Fields::with_capacity(8);
    fields.put(ETAG, &etag);
    fields.put_static(VARY, vary);
    fields.put_static(CACHE_CONTROL, CACHING);
    fields.put(CONTENT_LOCATION, &about.location);
    fields.put(LINK, links);
    fields.put_static(CONTENT_TYPE, content_type);
    if content_type == Form::Html.content_type() {
        fields.put_static(CONTENT_LANGUAGE, about.language.tag());
    }
    if let Some(time) = about.published {
        fields.put(LAST_MODIFIED, &http_date(time));
    }
    Rendered {
        body: body.into(),
        etag,
        fields,
    }
}

/// Sends a document: 200, or 304 where the client has these bytes already.
pub(super) fn document(
    request: &HeaderMap,
    rendered: &Rendered,
    published: Option<&DateTime<Utc>>,
) -> Response<Body> {
    let mut headers = rendered.fields.to_headers();
    if is_unchanged(request, &rendered.etag, published) {
        headers.remove(CONTENT_TYPE);
        headers.remove(CONTENT_LANGUAGE);
        return with_headers(StatusCode::NOT_MODIFIED, headers, Body::empty());
    }
    with_headers(StatusCode::OK, headers, Body::from(rendered.body.clone()))
}

/// What a document says of itself in its header.
pub(super) struct Sent<'a> {
    /// The address of this one form.
    pub(super) location: String,
    /// When its generation was published.
    pub(super) published: Option<&'a DateTime<Utc>>,
    /// The language of the page.
    pub(super) language: Language,
}

/// Which fields of the request a document is chosen by.
fn vary(form: Form) -> &'static str {
    match form {
        Form::Html => "Accept, Accept-Language",
        _ => "Accept",
    }
}

/// 303 from a thing to the document about it.
pub(super) fn see_other(location: &str) -> Response<Body> {
    let mut headers = HeaderMap::new();
    put(&mut headers, LOCATION, location);
    put(&mut headers, VARY, "Accept");
    put(&mut headers, CACHE_CONTROL, CACHING);
    with_headers(StatusCode::SEE_OTHER, headers, Body::empty())
}

/// Whether the client's conditions say that it has this representation.
///
/// `If-None-Match` [takes precedence](https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions).
pub(super) fn is_unchanged(
    request: &HeaderMap,
    etag: &str,
    published: Option<&DateTime<Utc>>,
) -> bool {
    if let Some(tags) = field(request, &IF_NONE_MATCH) {
        return names_tag(&tags, etag);
    }
    let since = request.get(IF_MODIFIED_SINCE).and_then(|v| v.to_str().ok());
    let since = since.and_then(|text| DateTime::parse_from_rfc2822(text).ok());
    match (since, published) {
        (Some(since), Some(published)) => published.timestamp() <= since.timestamp(),
        _ => false,
    }
}

/// Whether a list of entity tags names this one, by weak comparison.
fn names_tag(tags: &str, etag: &str) -> bool {
    let mut tags = tags.split(',').map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Writes an [HTTP date](https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats).
pub(super) fn http_date(time: &DateTime<Utc>) -> String {
    httpdate::HttpDate::from(SystemTime::from(*time)).to_string()
}

/// Sets a field; a value that no field can hold is left out.
pub(super) fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

pub(super) fn with_headers(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
