use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LINK, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode};
use futures_util::stream;
use tokio::sync::OwnedMutexGuard;
use tokio::sync::mpsc::Receiver;

use super::budget::client_of;
use super::canonical::{Canonical, Stability};
use super::form::Reader;
use super::frame::Frame;
use super::kept::{Answer, Kept};
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
    let live = site.live();
    answer(&site, live, request).await
}

/// Answers a request to the endpoint with a generation.
pub(in crate::serve) async fn answer(
    site: &Site,
    live: Arc<Live>,
    request: axum::extract::Request,
) -> Result<Response<Body>, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = Parameters::read(&parts, body, site.limits()).await?;
    parameters.take_example(&live.examples)?;
    if parameters.queries.is_empty() {
        return no_query(site, &live, &parts.method, &parts.headers);
    }
    match parameters.reader()? {
        Reader::Person => page::answer(site, live, parameters, &parts).await,
        Reader::Program(forms) => match parameters.request(forms) {
            Some(request) => send(site, live, request, &parts).await,
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
    if *method != Method::GET {
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

/// Adds the datasets that would do to what met a limit: those that the query names, or else all.
pub(super) fn see_instead(problem: Problem, site: &Site, live: &Live, query: &str) -> Problem {
    if !matches!(
        problem.kind.as_str(),
        "/problem/timeout" | "/problem/memory"
    ) {
        return problem;
    }
    let datasets = live
        .cubes
        .iter()
        .map(|cube| site.door(cube.dataset.as_str()));
    let datasets: Vec<_> = datasets.collect();
    let key = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let named = datasets.iter().filter(|path| query.contains(&key(path)));
    let named: Vec<_> = named.copied().collect();
    let seen = if named.is_empty() { datasets } else { named };
    seen.into_iter().fold(problem, Problem::see)
}

/// Sends the answer to a program: one that it has, one that is kept, or one that is evaluated.
async fn send(
    site: &Site,
    live: Arc<Live>,
    request: Request,
    parts: &Parts,
) -> Result<Response<Body>, Problem> {
    let canonical = Canonical::of(&request.query);
    check(site, &canonical)?;
    let mut fields = HeaderMap::new();
    put(&mut fields, VARY, "Accept");
    put(&mut fields, LINK, "</sparql>; rel=\"describedby\"");
    if canonical.stability == Stability::Unstable {
        put(&mut fields, CACHE_CONTROL, "no-store");
        let running = Running::start(site, &live, request, client(site, parts)).await?;
        let begun = begin(running, &mut fields).await;
        let (body, _) = begun.map_err(|p| see_instead(p, site, &live, &canonical.text))?;
        return Ok(with_headers(StatusCode::OK, fields, body.into_body(None)));
    }
    let tag = tag(&live.generation, &canonical, &request);
    put(&mut fields, CACHE_CONTROL, "public, max-age=60");
    put(&mut fields, ETAG, &tag);
    if is_unchanged(&parts.headers, &tag, None) && !accepts_any_tag(&parts.headers) {
        return Ok(with_headers(
            StatusCode::NOT_MODIFIED,
            fields,
            Body::empty(),
        ));
    }
    if let Some(answer) = live.answers(site).get(&tag) {
        return Ok(again(&answer, fields));
    }
    let alone = live.answers(site).alone(&tag).await;
    if let Some(answer) = live.answers(site).get(&tag) {
        return Ok(again(&answer, fields));
    }
    let running = Running::start(site, &live, request, client(site, parts)).await?;
    let begun = begin(running, &mut fields).await;
    let begun = begun.map_err(|p| see_instead(p, site, &live, &canonical.text));
    let (beginning, content_type) = begun?;
    let keeping = Keeping {
        _alone: alone,
        live,
        tag,
        content_type,
        bytes: Vec::new(),
    };
    let body = beginning.into_body(Some(keeping));
    Ok(with_headers(StatusCode::OK, fields, body))
}

fn client(site: &Site, parts: &Parts) -> std::net::IpAddr {
    client_of(parts, site.limits().clients)
}

fn again(answer: &Answer, mut fields: HeaderMap) -> Response<Body> {
    put(&mut fields, CONTENT_TYPE, &answer.content_type);
    with_headers(StatusCode::OK, fields, Body::from(answer.body.clone()))
}

/// An answer that has begun: the first block is there, or all of it.
struct Beginning {
    running: Running,
    first: Frame,
}

/// Waits for the first block: only with it can the status be 200.
async fn begin(
    mut running: Running,
    fields: &mut HeaderMap,
) -> Result<(Beginning, String), Problem> {
    running.publish(fields);
    let content_type = match running.next().await {
        Frame::Head(content_type) => content_type.into_owned(),
        Frame::Failed(problem) => return Err(problem),
        Frame::Block(_) | Frame::End => {
            let error = io::Error::other("an answer began without a head");
            return Err(Problem::internal(&error));
        }
    };
    put(fields, CONTENT_TYPE, &content_type);
    match running.next().await {
        Frame::Failed(problem) => Err(problem),
        first => Ok((Beginning { running, first }, content_type)),
    }
}

impl Beginning {
    /// The body: a short answer as a whole, with its length; a longer one as it comes.
    fn into_body(mut self, keeping: Option<Keeping>) -> Body {
        let mut begun = vec![self.first];
        if matches!(begun[0], Frame::Block(_)) {
            begun.extend(self.running.at_once());
        }
        if let [Frame::Block(block), Frame::End] = &begun[..] {
            if let Some(keeping) = keeping.and_then(|keeping| keeping.with(block)) {
                keeping.finish();
            }
            return Body::from(block.clone());
        }
        let frames = self.running.pump(begun);
        let rest = Rest { frames, keeping };
        Body::from_stream(stream::unfold(Some(rest), block))
    }
}

/// What is still to be sent.
struct Rest {
    frames: Receiver<Frame>,
    keeping: Option<Keeping>,
}

/// The next block. A failure is an error of the body, which breaks the transfer: an HTTP/1.1 client
/// sees no final chunk, an HTTP/2 client a reset stream.
async fn block(rest: Option<Rest>) -> Option<(io::Result<Bytes>, Option<Rest>)> {
    let mut rest = rest?;
    let broken = |reason: String| Some((Err(io::Error::other(reason)), None));
    match rest.frames.recv().await {
        Some(Frame::Block(block)) => {
            rest.keeping = rest.keeping.and_then(|keeping| keeping.with(&block));
            Some((Ok(block), Some(rest)))
        }
        Some(Frame::End) => {
            if let Some(keeping) = rest.keeping {
                keeping.finish();
            }
            None
        }
        Some(Frame::Failed(problem)) => {
            tracing::warn!(detail = problem.detail, "an answer was broken off");
            broken(problem.detail.clone())
        }
        Some(Frame::Head(_)) => broken("a second head".to_owned()),
        None => broken("the client did not read the answer in time".to_owned()),
    }
}

/// Gathers an answer while it is sent, to keep it when it is whole.
struct Keeping {
    live: Arc<Live>,
    tag: String,
    content_type: String,
    bytes: Vec<u8>,
    // Dropped last, when the answer is kept or is known to be too long: those who wait for it then
    // find it, or evaluate it themselves.
    _alone: OwnedMutexGuard<()>,
}

impl Keeping {
    /// `None` where the answer is too long to be kept.
    fn with(mut self, block: &[u8]) -> Option<Self> {
        self.bytes.extend_from_slice(block);
        (self.bytes.len() <= Kept::LONGEST).then_some(self)
    }

    fn finish(self) {
        let answer = Answer {
            content_type: self.content_type,
            body: Bytes::from(self.bytes),
        };
        self.live.keep_answer(self.tag, Arc::new(answer));
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
        request.asked,
    );
    etag(format!("{parts:?}").as_bytes())
}

/// `If-None-Match: *` asks whether there is any answer, which is not known before the evaluation.
fn accepts_any_tag(headers: &HeaderMap) -> bool {
    let tags = headers.get(axum::http::header::IF_NONE_MATCH);
    tags.is_some_and(|tags| tags.as_bytes().trim_ascii() == b"*")
}
