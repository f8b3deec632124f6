use std::collections::VecDeque;
use std::io::BufReader;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use oxrdf::{NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple, Variable};
use oxrdfio::{RdfFormat, RdfParser};
use reqwest::blocking::Response;
use rustc_hash::FxHashSet;
use sparesults::{
    QueryResultsFormat, QueryResultsParser, QuerySolution, ReaderQueryResultsParserOutput,
};

use super::RemoteError;
use super::client::Client;
use super::index::Entry;
use super::terms::Skolem;

/// A generation in a store elsewhere.
#[derive(Clone, Debug)]
pub struct RemoteGraph {
    client: Arc<Client>,
    skolem: Skolem,
    entry: Entry,
    row_limit: Arc<OnceLock<Option<u64>>>,
}

/// The answer to a query, which is read while it arrives.
pub enum Answer {
    /// To a `SELECT`.
    Solutions {
        /// The variables.
        variables: Vec<Variable>,
        /// The rows.
        rows: Box<dyn Iterator<Item = Result<QuerySolution, RemoteError>>>,
    },
    /// To an `ASK`.
    Boolean(bool),
    /// To a `CONSTRUCT` or `DESCRIBE`.
    Graph(Box<dyn Iterator<Item = Result<Triple, RemoteError>>>),
}

/// Which answer a query has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Solutions.
    Solutions,
    /// A boolean.
    Boolean,
    /// A graph.
    Graph,
}

impl RemoteGraph {
    pub(super) fn new(client: Arc<Client>, skolem: Skolem, entry: Entry) -> Self {
        Self {
            client,
            skolem,
            entry,
            row_limit: Arc::default(),
        }
    }

    /// What the index says of it.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The triples with these parts, read piece by piece while they are asked for.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> RemoteTriples {
        let subject = subject.map(|subject| self.skolem.sent(&TermRef::from(subject).into()));
        let object = object.map(|object| self.skolem.sent(&object.into()));
        let next = match (&subject, &object) {
            (None, None) => Piece::After(String::new()),
            _ => Piece::First,
        };
        let part = |term: Option<String>, name: &str| term.unwrap_or_else(|| format!("?{name}"));
        RemoteTriples {
            graph: self.clone(),
            pattern: [
                part(subject, "s"),
                part(predicate.map(|p| p.to_string()), "p"),
                part(object, "o"),
            ],
            ready: VecDeque::new(),
            seen: FxHashSet::default(),
            next,
        }
    }

    /// Asks a query, within a time. The store must answer all of it: an answer that it cut short
    /// is an error.
    pub fn ask(&self, query: &str, wanted: Wanted, time: Duration) -> Result<Answer, RemoteError> {
        let accept = match wanted {
            Wanted::Solutions | Wanted::Boolean => QueryResultsFormat::Json.media_type(),
            Wanted::Graph => RdfFormat::NTriples.media_type(),
        };
        let graph = &self.entry.graph;
        let response = self.client.query_within(graph, query, accept, time)?;
        let response = whole(response)?;
        match wanted {
            Wanted::Solutions => self.results(response),
            Wanted::Boolean => boolean(self.results(response)?),
            Wanted::Graph => Ok(self.graph(response)),
        }
    }

    fn results(&self, response: Response) -> Result<Answer, RemoteError> {
        let url = self.client.query_url().to_owned();
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
        let output = parser.for_reader(BufReader::new(response));
        match output.map_err(|error| unreadable(&url, &error))? {
            ReaderQueryResultsParserOutput::Boolean(value) => Ok(Answer::Boolean(value)),
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let skolem = self.skolem.clone();
                let variables = solutions.variables().to_vec();
                let rows = solutions.map(move |row| {
                    let row = row.map_err(|error| unreadable(&url, &error))?;
                    Ok(restored(&skolem, &row))
                });
                Ok(Answer::Solutions {
                    variables,
                    rows: Box::new(rows),
                })
            }
        }
    }

    fn graph(&self, response: Response) -> Answer {
        let url = self.client.query_url().to_owned();
        let skolem = self.skolem.clone();
        let parser = RdfParser::from_format(RdfFormat::NTriples);
        let quads = parser.for_reader(BufReader::new(response));
        Answer::Graph(Box::new(quads.map(move |quad| {
            let triple = Triple::from(quad.map_err(|error| unreadable(&url, &error))?);
            Ok(skolem.restored(triple))
        })))
    }

    /// The most solutions that the store gives to one query; `None` where it sets no limit.
    ///
    /// Only of solutions it says that there would be more, so it is asked for more than it has a
    /// limit for. Nothing but the head of the answer is read, and that once.
    pub fn row_limit(&self) -> Result<Option<u64>, RemoteError> {
        if let Some(known) = self.row_limit.get() {
            return Ok(*known);
        }
        let query = "SELECT ?a WHERE { ?a ?p ?b . ?c ?q ?d } LIMIT 2000000";
        let json = QueryResultsFormat::Json.media_type();
        let response = self.client.query(&self.entry.graph, query, json)?;
        let said = response.headers().get(CUT_SHORT[0]);
        let limit = said.and_then(|limit| limit.to_str().ok()?.parse().ok());
        Ok(*self.row_limit.get_or_init(|| limit))
    }

    /// The rows of `?s ?p ?o` that a query gives, whose length it limits.
    pub fn rows(&self, query: &str) -> Result<Vec<Triple>, RemoteError> {
        let json = QueryResultsFormat::Json.media_type();
        let response = whole(self.client.query(&self.entry.graph, query, json)?)?;
        let mut triples = Vec::new();
        for row in solutions(self.client.query_url(), response)? {
            let row = row?;
            let part = |name: &str| row.get(name).cloned();
            if let (Some(s), Some(Term::NamedNode(p)), Some(o)) = (part("s"), part("p"), part("o"))
                && let Some(subject) = subject(s)
            {
                triples.push(self.skolem.restored(Triple::new(subject, p, o)));
            }
        }
        Ok(triples)
    }
}

/// Virtuoso may answer an `ASK` with one row of one number.
fn boolean(answer: Answer) -> Result<Answer, RemoteError> {
    match answer {
        Answer::Solutions { mut rows, .. } => {
            let row = rows.next().transpose()?;
            let value = row.as_ref().and_then(|row| row.values().first()?.as_ref());
            let is_one = |value: &Term| matches!(value, Term::Literal(one) if one.value() == "1");
            Ok(Answer::Boolean(value.is_some_and(is_one)))
        }
        other => Ok(other),
    }
}

fn restored(skolem: &Skolem, row: &QuerySolution) -> QuerySolution {
    let terms = row.values().iter().cloned();
    let terms: Vec<_> = terms.map(|t| t.map(|t| skolem.restore(t))).collect();
    (row.variables().to_vec(), terms).into()
}

fn subject(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(iri) => Some(iri.into()),
        Term::BlankNode(node) => Some(node.into()),
        Term::Literal(_) => None,
    }
}

/// Triples that are read piece by piece.
///
/// All labels are read, subject after subject. Of everything else no more than [`Self::MOST`]:
/// without an order a store need not continue where it stopped, and to sort the links to a dataset
/// for each of its pages costs more than anybody reads.
pub struct RemoteTriples {
    graph: RemoteGraph,
    pattern: [String; 3],
    ready: VecDeque<Triple>,
    seen: FxHashSet<Triple>,
    next: Piece,
}

/// What is to be read next.
enum Piece {
    /// As many as most readers want.
    First,
    /// As many as any reader gets.
    Rest,
    /// Those of the subjects after this one.
    After(String),
    /// Nothing, for there may be more than are read.
    TooMany,
    End,
}

impl RemoteTriples {
    const FIRST: usize = 500;
    /// The most that are read, below the limit that Virtuoso sets where nobody sets another.
    pub const MOST: usize = 9_000;

    /// Whether the next triple must be asked for.
    pub fn must_ask(&self) -> bool {
        self.ready.is_empty() && !matches!(self.next, Piece::End)
    }

    fn read(&mut self) -> Result<(), RemoteError> {
        match std::mem::replace(&mut self.next, Piece::End) {
            Piece::First => self.read_up_to(Self::FIRST, Piece::Rest),
            Piece::Rest => self.read_up_to(Self::MOST, Piece::TooMany),
            Piece::After(subject) => self.read_after(&subject),
            Piece::TooMany => Err(RemoteError::TooMany { rows: Self::MOST }),
            Piece::End => Ok(()),
        }
    }

    fn read_up_to(&mut self, most: usize, next: Piece) -> Result<(), RemoteError> {
        let query = self.query("", &format!("LIMIT {most}"));
        let found = self.graph.rows(&query)?;
        if found.len() >= most {
            self.next = next;
        }
        for triple in found {
            if self.seen.insert(triple.clone()) {
                self.ready.push_back(triple);
            }
        }
        Ok(())
    }

    fn read_after(&mut self, last: &str) -> Result<(), RemoteError> {
        let quoted = oxrdf::Literal::from(last);
        let filter = format!("FILTER (STR(?s) > {quoted})");
        let end = format!("ORDER BY STR(?s) LIMIT {}", Self::MOST);
        let mut found = self.graph.rows(&self.query(&filter, &end))?;
        if found.len() >= Self::MOST {
            // More may be said of the last subject than has come: it is read again, whole.
            let last = found.last().map(|triple| triple.subject.clone());
            found.retain(|triple| Some(&triple.subject) != last.as_ref());
            match found.last().map(|triple| &triple.subject) {
                Some(NamedOrBlankNode::NamedNode(iri)) => {
                    self.next = Piece::After(iri.as_str().to_owned());
                }
                _ => self.next = Piece::TooMany,
            }
        }
        self.ready.extend(found);
        Ok(())
    }

    fn query(&self, filter: &str, end: &str) -> String {
        let [s, p, o] = &self.pattern;
        let names = ["s", "p", "o"].into_iter().zip(&self.pattern);
        let bound = names.filter(|(_, part)| !part.starts_with('?'));
        let binds = bound.map(|(name, part)| format!("BIND ({part} AS ?{name}) "));
        let binds = binds.collect::<String>();
        format!("SELECT ?s ?p ?o WHERE {{ {s} {p} {o} . {binds}{filter} }} {end}")
    }
}

impl Iterator for RemoteTriples {
    type Item = Result<Triple, RemoteError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.must_ask() {
            if let Err(error) = self.read() {
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

/// The fields by which Virtuoso says that it answered a part: its limit of rows was met, or its
/// time was over.
const CUT_SHORT: [&str; 3] = ["x-sparql-maxrows", "x-sparql-anytime", "x-sql-state"];

/// Refuses an answer that says that it is a part.
pub(super) fn whole(response: Response) -> Result<Response, RemoteError> {
    for name in CUT_SHORT {
        if let Some(value) = response.headers().get(name) {
            let value = value.to_str().unwrap_or_default();
            return Err(RemoteError::CutShort {
                said: format!("{name}: {value}"),
            });
        }
    }
    Ok(response)
}

/// Reads the rows of an answer.
pub(super) fn solutions(
    url: &str,
    response: Response,
) -> Result<impl Iterator<Item = Result<QuerySolution, RemoteError>> + use<>, RemoteError> {
    let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
    let output = parser.for_reader(BufReader::new(response));
    let url = url.to_owned();
    match output.map_err(|error| unreadable(&url, &error))? {
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            Ok(solutions.map(move |row| row.map_err(|error| unreadable(&url, &error))))
        }
        ReaderQueryResultsParserOutput::Boolean(_) => Err(RemoteError::Unreadable {
            url,
            reason: "it is no list of solutions".to_owned(),
        }),
    }
}

fn unreadable(url: &str, error: &dyn std::error::Error) -> RemoteError {
    RemoteError::Unreadable {
        url: url.to_owned(),
        reason: error.to_string(),
    }
}
