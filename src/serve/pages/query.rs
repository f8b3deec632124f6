use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, Response, StatusCode};

use super::value::Value;
use crate::examples::Example;
use crate::serve::respond::{put, with_headers};
use crate::serve::{Form, Live, Problem, Site};

/// What became of a query that was sent from the page.
pub(in crate::serve) enum Outcome {
    /// None was sent.
    None,
    /// What is wrong with it.
    Problem(Problem),
    /// The answer to an ASK.
    Boolean(bool),
    /// The first rows of a SELECT.
    Rows {
        /// The variables.
        columns: Vec<String>,
        /// A cell is empty where a variable is unbound.
        rows: Vec<Vec<Option<Value<'static>>>>,
        /// How many rows were read; more than are shown.
        count: usize,
        /// Whether those are all.
        whole: bool,
    },
    /// The beginning of a graph, as Turtle.
    Graph {
        /// The text.
        text: String,
        /// Whether that is all.
        whole: bool,
    },
}

#[derive(Template)]
#[template(path = "query.html")]
struct Page<'a> {
    language: &'static str,
    endpoint: String,
    query: &'a str,
    lines: usize,
    downloads: Vec<(&'static str, String)>,
    outcome: Outcome,
    examples: Vec<(&'a str, String)>,
    /// What the answer to a stored query says.
    comment: &'a str,
    seconds: u64,
}

/// Draws the form with a query and what became of it; a problem gives the page its status.
pub(in crate::serve) fn query(
    site: &Site,
    live: &Live,
    query: &str,
    outcome: Outcome,
) -> Result<Response<Body>, Problem> {
    let status = match &outcome {
        Outcome::Problem(problem) => problem.status_code(),
        _ => StatusCode::OK,
    };
    let formats: &[_] = match &outcome {
        Outcome::Rows { .. } | Outcome::Boolean(_) => &[
            ("CSV", "csv"),
            ("JSON", "json"),
            ("TSV", "tsv"),
            ("XML", "xml"),
        ],
        Outcome::Graph { .. } => &[
            ("Turtle", "turtle"),
            ("N-Triples", "ntriples"),
            ("JSON-LD", "jsonld"),
            ("RDF/XML", "rdfxml"),
        ],
        Outcome::None | Outcome::Problem(_) => &[],
    };
    let downloads = formats
        .iter()
        .map(|(name, format)| (*name, address(query, Some(format))));
    let stored = live
        .examples
        .iter()
        .find(|example| example.query.trim() == query.trim());
    let comment = stored.map(|example| example.comment.as_str());
    let page = Page {
        language: "en",
        endpoint: format!("{}/sparql", site.base()),
        query,
        lines: query.lines().count().clamp(8, 30) + 1,
        downloads: downloads.collect(),
        outcome,
        examples: examples(live),
        comment: comment.unwrap_or_default(),
        seconds: site.limits().time.as_secs(),
    };
    let mut headers = HeaderMap::new();
    put(&mut headers, CONTENT_TYPE, Form::Html.content_type());
    put(&mut headers, VARY, "Accept");
    put(&mut headers, CACHE_CONTROL, "no-store");
    Ok(with_headers(status, headers, Body::from(page.render()?)))
}

/// The stored queries: each question, and where its answer is.
pub(super) fn examples(live: &Live) -> Vec<(&str, String)> {
    let link = |example: &Example| format!("/sparql?example={}", example.name());
    let examples = live.examples.iter();
    examples
        .map(|example| (example.question.as_str(), link(example)))
        .collect()
}

/// The local address of the answer to a query.
fn address(query: &str, format: Option<&str>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("query", query);
    if let Some(format) = format {
        pairs.append_pair("format", format);
    }
    format!("/sparql?{}", pairs.finish())
}
