use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LINK, VARY};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use futures_util::stream;

use super::canonical::{Canonical, Stability};
use super::form::Reader;
use super::frame::Frame;
use super::request::{Parameters, Request};
use super::running::Running;
use super::{description, page};
use crate::serve::cache::etag;
use crate::serve::documents::negotiate;
use crate::serve::respond::{is_unchanged, put, with_headers};
use crate::serve::{Form, Live, Problem, Site};

/// `/sparql`: answers a query, describes the service, or shows the form.
pub(in crate::serve) async fn endpoint(
    State(site): State<Arc<Site>>,
    request: axum::extract::Request,
) -> Result<Response<Body>, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = Parameters::read(&parts, body, site.limits().query_bytes).await?;
    let live = site.live();
    parameters.take_example(&live.examples)?;
    if parameters.queries.is_empty() {
        return no_query(&site, &live, &parts.method, &parts.headers);
    }
    match parameters.reader()? {
        Reader::Person => page::answer(&site, live, parameters).await,
        Reader::Program(forms) => match parameters.request(forms) {
            Some(request) => send(&site, live, request, &parts.headers).await,
            None => Err(Problem::bad_request("The request holds no query.")),
        },
    }
}

/// Without a query a browser gets the form and a program the description of the service.
fn no_query(
    site: &Site,
    live: &Live,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response<Body>, Problem> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Problem::bad_request("The request holds no query."));
    }
    match negotiate(headers)? {
        Form::Html => page::empty(site, live),
        form => description::send(site, form),
    }
}

/// Refuses what cannot be parsed safely.
pub(super) fn check(site: &Site, canonical: &Canonical) -> Result<(), Problem> {
    let most = site.limits().nesting;
    if canonical.depth <= most {
        return Ok(());
    }
    let title = "The query is nested too deeply";
    let detail = format!(
        "Brackets may nest {most} deep; here they nest {}.",
        canonical.depth
    );
    let problem = Problem::new(StatusCode::BAD_REQUEST, "nesting", title, detail);
    Err(problem.limit(format!("{most} brackets")))
}

/// Sends the answer to a program: the status waits for the first block of results.
async fn send(
    site: &Site,
    live: Arc<Live>,
    request: Request,
    headers: &HeaderMap,
) -> Result<Response<Body>, Problem> {
    let canonical = Canonical::of(&request.query);
    check(site, &canonical)?;
    let mut fields = HeaderMap::new();
    put(&mut fields, VARY, "Accept");
    put(&mut fields, LINK, "</sparql>; rel=\"describedby\"");
    match canonical.stability {
        Stability::Unstable => put(&mut fields, CACHE_CONTROL, "no-store"),
        Stability::Stable => {
            let tag = tag(&live.generation, &canonical, &request);
            put(&mut fields, CACHE_CONTROL, "public, max-age=60");
            put(&mut fields, ETAG, &tag);
            if is_unchanged(headers, &tag, None) && !accepts_any_tag(headers) {
                return Ok(with_headers(
                    StatusCode::NOT_MODIFIED,
                    fields,
                    Body::empty(),
                ));
            }
        }
    }
    let mut running = Running::start(site, &live, request).await?;
    match running.next().await {
        Frame::Head(content_type) => put(&mut fields, CONTENT_TYPE, &content_type),
        Frame::Failed(problem) => return Err(problem),
        Frame::Block(_) | Frame::End => {
            let error = io::Error::other("an answer began without a head");
            return Err(Problem::internal(&error));
        }
    }
    let first = match running.next().await {
        Frame::Failed(problem) => return Err(problem),
        frame => frame,
    };
    let body = Body::from_stream(stream::unfold(Some((running, Some(first))), block));
    Ok(with_headers(StatusCode::OK, fields, body))
}

/// What is still to be sent: nothing after the end or a failure.
type Rest = Option<(Running, Option<Frame>)>;

/// The next block. A failure is an error of the body, which breaks the transfer: an HTTP/1.1 client
/// sees no final chunk, an HTTP/2 client a reset stream.
async fn block(rest: Rest) -> Option<(io::Result<Bytes>, Rest)> {
    let (mut running, first) = rest?;
    let frame = match first {
        Some(frame) => frame,
        None => running.next().await,
    };
    match frame {
        Frame::Block(bytes) => Some((Ok(Bytes::from(bytes)), Some((running, None)))),
        Frame::End => None,
        Frame::Head(_) => Some((Err(io::Error::other("a second head")), None)),
        Frame::Failed(problem) => {
            tracing::warn!(detail = problem.detail, "an answer was broken off");
            Some((Err(io::Error::other(problem.detail.clone())), None))
        }
    }
}

/// The tag of an answer is known before it is evaluated: the same query on the same generation in
/// the same form has the same bytes.
fn tag(generation: &str, canonical: &Canonical, request: &Request) -> String {
    let parts = (
        generation,
        &canonical.text,
        &request.default_graphs,
        &request.named_graphs,
        request.forms,
    );
    etag(format!("{parts:?}").as_bytes())
}

/// `If-None-Match: *` asks whether there is any answer, which is not known before the evaluation.
fn accepts_any_tag(headers: &HeaderMap) -> bool {
    let tags = headers.get(axum::http::header::IF_NONE_MATCH);
    tags.is_some_and(|tags| tags.as_bytes().trim_ascii() == b"*")
}
