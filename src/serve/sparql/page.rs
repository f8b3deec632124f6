use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::http::request::Parts;
use oxrdf::Term;
use sparesults::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};

use super::answer::{check, see_instead};
use super::budget::client_of;
use super::canonical::Canonical;
use super::form::{Forms, GraphForm, SolutionForm};
use super::frame::Frame;
use super::request::{Parameters, Request};
use super::running::Running;
use crate::serve::pages::{self, Outcome, Value};
use crate::serve::{Live, Problem, Site};

/// The forms that a page is made from.
const FORMS: Forms = Forms {
    solutions: Some(SolutionForm::Tsv),
    graph: Some(GraphForm::Turtle),
};

/// How many rows a page shows.
const ROWS: usize = 500;
/// How many bytes of an answer are read for a page.
const BYTES: usize = 1 << 20;

/// The form without a query.
pub(super) fn empty(site: &Site, live: &Live) -> Result<Response<Body>, Problem> {
    let query = live
        .examples
        .first()
        .map_or("", |example| example.query.as_str());
    pages::query(site, live, query, Outcome::None)
}

/// The form with a query and the beginning of its answer, or what is wrong with it.
pub(super) async fn answer(
    site: &Site,
    live: Arc<Live>,
    parameters: Parameters,
    parts: &Parts,
) -> Result<Response<Body>, Problem> {
    let Some(request) = parameters.request(FORMS) else {
        return empty(site, &live);
    };
    let query = request.query.clone();
    let outcome = match beginning(
        site,
        &live,
        request,
        client_of(parts, site.limits().clients),
    )
    .await
    {
        Ok(read) => outcome(site, &live, &read),
        Err(problem) => Outcome::Problem(see_instead(problem, site, &live, &query)),
    };
    pages::query(site, &live, &query, outcome)
}

/// The beginning of an answer.
struct Beginning {
    content_type: Cow<'static, str>,
    bytes: Vec<u8>,
    whole: bool,
}

async fn beginning(
    site: &Site,
    live: &Arc<Live>,
    request: Request,
    client: IpAddr,
) -> Result<Beginning, Problem> {
    check(site, &Canonical::of(&request.query))?;
    let mut running = Running::start(site, live, request, client).await?;
    let mut read = Beginning {
        content_type: Cow::Borrowed(""),
        bytes: Vec::new(),
        whole: false,
    };
    while read.bytes.len() < BYTES {
        match running.next().await {
            Frame::Head(content_type) => read.content_type = content_type,
            Frame::Block(block) => read.bytes.extend_from_slice(&block),
            Frame::Failed(problem) => return Err(problem),
            Frame::End => {
                read.whole = true;
                break;
            }
        }
    }
    if !read.whole {
        // A line that was cut is left out: a page that shows a part must show true rows.
        let end = read.bytes.iter().rposition(|byte| *byte == b'\n');
        read.bytes.truncate(end.map_or(0, |at| at + 1));
    }
    Ok(read)
}

fn outcome(site: &Site, live: &Live, read: &Beginning) -> Outcome {
    if read.content_type != SolutionForm::Tsv.content_type() {
        let text = String::from_utf8_lossy(&read.bytes).into_owned();
        return Outcome::Graph {
            text,
            whole: read.whole,
        };
    }
    let parser = QueryResultsParser::from_format(QueryResultsFormat::Tsv);
    match parser.for_slice(&read.bytes) {
        Ok(SliceQueryResultsParserOutput::Boolean(value)) => Outcome::Boolean(value),
        Ok(SliceQueryResultsParserOutput::Solutions(solutions)) => {
            let variables: Vec<_> = solutions.variables().to_vec();
            let mut rows = Vec::new();
            let mut count = 0;
            for solution in solutions.map_while(Result::ok) {
                count += 1;
                if count <= ROWS {
                    let cell = |v| {
                        let term: Option<&Term> = solution.get(v);
                        term.map(|term| Value::of(site, live, term.as_ref()).detached())
                    };
                    rows.push(variables.iter().map(cell).collect());
                }
            }
            Outcome::Rows {
                columns: variables.iter().map(|v| v.as_str().to_owned()).collect(),
                rows,
                count,
                whole: read.whole,
            }
        }
        Err(error) => Outcome::Problem(Problem::internal(&error)),
    }
}
