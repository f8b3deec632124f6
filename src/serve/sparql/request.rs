use std::borrow::Cow;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::form::{Forms, Reader};
use super::limits::Limits;
use crate::examples::Example;
use crate::serve::Problem;
use crate::serve::negotiate::field;

/// The methods of the endpoint.
pub(in crate::serve) const METHODS: &str = "GET, HEAD, POST, QUERY, OPTIONS";

/// A query and what is asked of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// The query.
    pub query: String,
    /// The graphs that make up the default graph; none means that the query or the server says.
    pub default_graphs: Vec<String>,
    /// The named graphs.
    pub named_graphs: Vec<String>,
    /// The forms that the client accepts.
    pub forms: Forms,
    /// What is asked of the query.
    pub asked: Asked,
}

/// What is asked of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Asked {
    /// Its answer.
    #[default]
    Answer,
    /// Which way it goes, and why: `explain=true`.
    Explanation,
}

/// What the parameters of a request hold, wherever they stand.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) queries: Vec<String>,
    updates: usize,
    pub(super) default_graphs: Vec<String>,
    pub(super) named_graphs: Vec<String>,
    /// The name of a stored query to ask in place of one in the request.
    example: Option<String>,
    format: Option<String>,
    accept: Option<String>,
    asked: Asked,
}

impl Parameters {
    /// Reads a request after the [query operation](https://www.w3.org/TR/sparql11-protocol/#query-operation)
    /// of the protocol; `QUERY` is read as `POST` is.
    pub(super) async fn read(parts: &Parts, body: Body, limits: &Limits) -> Result<Self, Problem> {
        let mut parameters = Self {
            accept: field(&parts.headers, &ACCEPT).map(Cow::into_owned),
            ..Self::default()
        };
        parameters.add_pairs(parts.uri.query().unwrap_or_default().as_bytes());
        match parts.method {
            Method::GET => {}
            Method::POST => parameters.add_body(&parts.headers, body, limits).await?,
            ref other if other.as_str() == "QUERY" => {
                parameters.add_body(&parts.headers, body, limits).await?;
            }
            ref other => return Err(Problem::method_not_allowed(other.as_str(), METHODS)),
        }
        parameters.check(limits.query_bytes)?;
        Ok(parameters)
    }

    fn add_pairs(&mut self, pairs: &[u8]) {
        for (name, value) in form_urlencoded::parse(pairs) {
            let value = value.into_owned();
            match &*name {
                "query" => self.queries.push(value),
                "update" => self.updates += 1,
                "default-graph-uri" => self.default_graphs.push(value),
                "named-graph-uri" => self.named_graphs.push(value),
                "example" => self.example = Some(value),
                "format" | "output" => self.format = Some(value),
                "explain" if matches!(&*value, "true" | "1" | "") => {
                    self.asked = Asked::Explanation;
                }
                _ => {}
            }
        }
    }

    async fn add_body(
        &mut self,
        headers: &HeaderMap,
        body: Body,
        limits: &Limits,
    ) -> Result<(), Problem> {
        let bytes = limits.query_bytes;
        let content_type = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let kind = BodyKind::of(content_type)?;
        // A form writes a character in up to three bytes.
        let read = timeout(limits.stall, read_body(body, bytes.saturating_mul(3))).await;
        let read = read.map_err(|_elapsed| too_late(limits.stall))??;
        let body = read.ok_or_else(|| too_long(bytes))?;
        match kind {
            BodyKind::Form => self.add_pairs(&body),
            BodyKind::Query => {
                let query = String::from_utf8(body);
                let not_utf8 = |_| Problem::bad_request("The query is not written in UTF-8.");
                self.queries.push(query.map_err(not_utf8)?);
            }
            BodyKind::Update => self.updates += 1,
        }
        Ok(())
    }

    fn check(&self, bytes: usize) -> Result<(), Problem> {
        if self.updates > 0 {
            return Err(read_only());
        }
        if self.queries.len() > 1 {
            let detail = "The request holds more than one query; send one at a time.";
            return Err(Problem::bad_request(detail));
        }
        if self.queries.iter().any(|query| query.len() > bytes) {
            return Err(too_long(bytes));
        }
        Ok(())
    }

    /// Puts a stored query in place where the request names one.
    pub(super) fn take_example(&mut self, examples: &[Example]) -> Result<(), Problem> {
        let Some(name) = self.example.take().filter(|_| self.queries.is_empty()) else {
            return Ok(());
        };
        let found = examples.iter().find(|example| example.name() == name);
        let example = found.ok_or_else(|| {
            let names: Vec<_> = examples.iter().map(Example::name).collect();
            let hint = format!("Examples are {}.", names.join(", "));
            Problem::bad_request(format!("There is no example `{name}`.")).hint(hint)
        })?;
        self.queries.push(example.query.clone());
        Ok(())
    }

    /// Who will read the answer; a format that is named goes before what is accepted.
    pub(super) fn reader(&self) -> Result<Reader, Problem> {
        if self.asked == Asked::Explanation {
            return Ok(Reader::Program(Forms::default()));
        }
        match self.format.as_deref().filter(|name| !name.is_empty()) {
            None => Ok(Reader::from_accept(self.accept.as_deref())),
            Some(name) => Reader::from_name(name).ok_or_else(|| {
                let detail = format!("There is no format `{name}`.");
                Problem::bad_request(detail).hint(
                    "Formats are html, json, xml, csv, tsv, turtle, ntriples, jsonld, rdfxml.",
                )
            }),
        }
    }

    /// The query, to be answered in these forms; `None` where there is none.
    pub(super) fn request(self, forms: Forms) -> Option<Request> {
        Some(Request {
            query: self.queries.into_iter().next()?,
            default_graphs: self.default_graphs,
            named_graphs: self.named_graphs,
            forms,
            asked: self.asked,
        })
    }
}

/// How much of a body that is too long is read before it is refused: a client that is still
/// sending would not see the answer.
const DRAINED: usize = 32 << 20;

/// Reads a body; `None` where it is longer than `most` bytes.
async fn read_body(body: Body, most: usize) -> Result<Option<Vec<u8>>, Problem> {
    let mut blocks = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(block) = blocks.next().await {
        let block = block.map_err(|error| Problem::bad_request(error.to_string()))?;
        length += block.len();
        if length > DRAINED {
            break;
        }
        if length <= most {
            bytes.extend_from_slice(&block);
        }
    }
    Ok((length <= most).then_some(bytes))
}

/// What the body of a POST is.
enum BodyKind {
    Form,
    Query,
    Update,
}

impl BodyKind {
    fn of(content_type: Option<&str>) -> Result<Self, Problem> {
        let refused = |detail: String| {
            let title = "The body is of a type that is not taken here";
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            Problem::new(status, "unsupported-media-type", title, detail).hint(
                "Send application/sparql-query in UTF-8, or application/x-www-form-urlencoded.",
            )
        };
        let Some(text) = content_type else {
            return Err(refused(
                "The request does not say what its body is.".to_owned(),
            ));
        };
        let mut parts = text.split(';').map(str::trim);
        let kind = match parts
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "application/x-www-form-urlencoded" => Self::Form,
            "application/sparql-query" => Self::Query,
            "application/sparql-update" => Self::Update,
            _ => return Err(refused(format!("{text} is not taken here."))),
        };
        let charset = parts.find_map(|p| {
            p.to_ascii_lowercase()
                .strip_prefix("charset=")
                .map(str::to_owned)
        });
        match charset.as_deref().map(|c| c.trim_matches('"')) {
            None | Some("utf-8" | "utf8" | "us-ascii") => Ok(kind),
            Some(other) => Err(refused(format!("The body is in {other}, not in UTF-8."))),
        }
    }
}

fn too_long(bytes: usize) -> Problem {
    let title = "The query is too long";
    let detail = format!("A query may be {bytes} bytes long; this one is longer.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", title, detail)
        .limit(format!("{bytes} bytes"))
        .hint("Ask for the data of a long list in parts, or take the whole dataset.")
}

fn too_late(limit: Duration) -> Problem {
    let title = "The request came too slowly";
    let seconds = limit.as_secs_f32();
    let detail = format!("The body of a request must be here within {seconds} seconds.");
    Problem::new(StatusCode::REQUEST_TIMEOUT, "too-late", title, detail)
        .limit(format!("{seconds} s"))
}

fn read_only() -> Problem {
    let title = "This server is read-only";
    let detail = "Updates are not taken here: the data change by publication only.";
    Problem::new(StatusCode::FORBIDDEN, "read-only", title, detail).allow(METHODS)
}
