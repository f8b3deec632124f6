use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW,
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::compression::Compression;
use super::memento::Versions;
use super::negotiate::{choose, field};
use super::operations::{Codings, Observed, make_safe};
use super::respond::put;
use super::router::has_past;
use super::{Form, Problem, Site, pages, sparql};

/// The methods of everything but the endpoint.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// The server: all that it answers, and what is done for every request and with every answer,
/// errors and all.
///
/// | path | answer |
/// |---|---|
/// | `/` | the home page |
/// | `/id/…` | 303 to the document about the thing |
/// | `/doc/…`, `/def/…`, `/data/…`, `/catalogue` | documents |
/// | `/data/{dataset}/slice` | a part of a dataset |
/// | `/data/{dataset}/release/{edition}/{file}` | a file of a release |
/// | `/sparql` | the SPARQL endpoint |
/// | `/memento/…`, `/timegate/…`, `/timemap/…` | the past |
/// | `/assets/…` | the style sheet and the icon |
/// | `/-/health`, `/-/ready`, `/-/metrics` | how the server is |
///
/// ```
/// use std::sync::Arc;
///
/// use assize::serve::{Front, Live, Site};
/// use assize::uri::Base;
/// use axum::body::Body;
/// use axum::http::{Request, StatusCode};
/// use oxigraph::store::Store;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let base = Base::new("http://justice.data.gov.uk")?;
/// let live = Live::new("1", Store::new()?, &base)?;
/// let front = Front::new(Arc::new(Site::new(base, live)));
/// let request = Request::get("/doc/court/unheard-of").body(Body::empty())?;
/// assert_eq!(front.answer(request).await.status(), StatusCode::NOT_FOUND);
/// # Ok(())
/// # }
/// ```
pub struct Front {
    site: Arc<Site>,
    routes: Compression,
}

impl Front {
    /// The server of a site.
    pub fn new(site: Arc<Site>) -> Self {
        let routes = Compression::new(Arc::clone(&site));
        Self { site, routes }
    }

    /// The answer to a request; problems are answers.
    pub async fn answer(&self, mut request: Request) -> Response {
        let observed = Observed::begin(&request);
        let codings = Codings::strip(request.headers_mut());
        let accept = field(request.headers(), &ACCEPT).map(Cow::into_owned);
        let is_head = request.method() == Method::HEAD;
        if is_head {
            ask_as_get(&mut request);
        }
        let answered = match of_methods(&request) {
            Some(answered) => answered,
            None => self.at_its_time(request).instrument(observed.span()).await,
        };
        let mut response = draw_problem(answered, accept.as_deref());
        let headers = response.headers_mut();
        share(headers);
        make_safe(headers);
        codings.tell(&mut response);
        if is_head {
            take_body(&mut response);
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            // It would be the length of the answer that the client has.
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        observed.end(self.site.metrics(), &mut response);
        response
    }

    /// The answer of now, or the way to that of another time.
    async fn at_its_time(&self, request: Request) -> Response {
        let versions = if has_past(request.uri().path()) {
            Versions::of(&self.site, &request)
        } else {
            None
        };
        let Some(versions) = versions else {
            return self.routes.answer(request).await;
        };
        if let Some(led) = versions.lead(&request) {
            return led;
        }
        let mut response = self.routes.answer(request).await;
        versions.tell(&mut response);
        response
    }
}

/// Makes of a request for the [head](https://www.rfc-editor.org/rfc/rfc9110#name-head) of an answer
/// one for the answer, so that whoever answers says the same. Only GET
/// [has ranges](https://www.rfc-editor.org/rfc/rfc9110#name-range).
fn ask_as_get(request: &mut Request) {
    *request.method_mut() = Method::GET;
    request.headers_mut().remove(RANGE);
}

/// Leaves of an answer what HEAD is told of it.
fn take_body(response: &mut Response) {
    let body = mem::take(response.body_mut());
    if let Some(length) = body.size_hint().exact() {
        let headers = response.headers_mut();
        headers.entry(CONTENT_LENGTH).or_insert(length.into());
    }
}

/// Which methods there are, and that there is no other; nothing for a request to be answered.
fn of_methods(request: &Request) -> Option<Response> {
    let allow = allowed(request.uri().path());
    match request.method() {
        &Method::OPTIONS => Some(options(allow)),
        &Method::GET => None,
        // The endpoint looks at its own methods.
        _ if allow == sparql::METHODS => None,
        other => Some(Problem::method_not_allowed(other.as_str(), allow).into_response()),
    }
}

fn allowed(path: &str) -> &'static str {
    let path = path.trim_end_matches('/');
    let past = path.strip_prefix("/memento/");
    let past = past.and_then(|rest| rest.split_once('/'));
    let is_past = past.is_some_and(|(_, original)| original == "sparql");
    if is_past || path == "/sparql" {
        sparql::METHODS
    } else {
        METHODS
    }
}

fn options(allow: &str) -> Response {
    let mut headers = HeaderMap::new();
    put(&mut headers, ALLOW, allow);
    put(&mut headers, ACCESS_CONTROL_ALLOW_METHODS, allow);
    put(
        &mut headers,
        ACCESS_CONTROL_ALLOW_HEADERS,
        "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since, Accept-Datetime, Range, If-Range",
    );
    put(&mut headers, ACCESS_CONTROL_MAX_AGE, "86400");
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets pages of any origin read the answer.
fn share(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = "Accept-Ranges, Content-Location, Content-Range, ETag, Link, Allow, Retry-After, \
                   Memento-Datetime, RateLimit, RateLimit-Policy, X-Request-Id";
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(exposed),
    );
}

/// Draws a problem as a page where the client is a browser.
fn draw_problem(mut response: Response, accept: Option<&str>) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Accept"));
    let offers = [
        (Problem::MEDIA_TYPE, false),
        ("application/json", false),
        ("text/html", true),
    ];
    if choose(accept, &offers) != Some(true) {
        return response;
    }
    let Some(page) = pages::problem(&problem) else {
        return response;
    };
    put(headers, CONTENT_TYPE, Form::Html.content_type());
    headers.remove(CONTENT_LENGTH);
    headers.remove(CONTENT_ENCODING);
    let (parts, _) = response.into_parts();
    (parts, page).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use oxigraph::store::Store;

    use super::*;
    use crate::serve::Live;
    use crate::uri::Base;

    #[tokio::test]
    async fn head_has_the_length_of_what_get_sends_and_sends_nothing() {
        let base = Base::new("http://justice.data.gov.uk").unwrap();
        let live = Live::new("1", Store::new().unwrap(), &base).unwrap();
        let front = Front::new(Arc::new(Site::new(base, live)));
        let ask = async |method, path: &str, accept| {
            let request = Request::builder().method(method).uri(path);
            let request = request.header(ACCEPT, accept).body(Body::empty());
            let (parts, body) = front.answer(request.unwrap()).await.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        };
        for path in ["/", "/doc/court/nowhere", "/sparql", "/assets/site.css"] {
            for accept in ["*/*", "text/html"] {
                let (get, sent) = ask(Method::GET, path, accept).await;
                let (head, nothing) = ask(Method::HEAD, path, accept).await;
                assert!(!sent.is_empty() && nothing.is_empty(), "{path} {accept}");
                assert_eq!(head.status, get.status, "{path} {accept}");
                assert_eq!(head.headers[CONTENT_LENGTH], sent.len().to_string());
            }
        }
        let sheet = Request::head("/assets/site.css").header("if-none-match", "*");
        let same = front.answer(sheet.body(Body::empty()).unwrap()).await;
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        assert!(!same.headers().contains_key(CONTENT_LENGTH));
    }
}
