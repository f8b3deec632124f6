use std::io;

use axum::http::StatusCode;
use oxigraph::sparql::{
    CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults, QuerySolutionIter,
    SparqlEvaluator,
};
use oxigraph::store::Store;
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Triple};
use oxrdfio::RdfSerializer;
use serde::Serialize;
use sparesults::QueryResultsSerializer;
use spargebra::{Query, SparqlParser};

use super::form::{GRAPH_FORMS, GraphForm, SolutionForm};
use super::frame::{Frame, FrameSink, Framing};
use super::request::{Asked, Request};
use super::service::Services;
use crate::query::{Explanation, Holdings, Reason, Rewritten, Way, rewrite};
use crate::serve::Problem;
use crate::serve::problem::Position;
use crate::store::RemoteError;

/// What a query is asked of.
pub struct Source<'s> {
    /// The data.
    pub store: &'s Store,
    /// The cubes of which there are columns.
    pub holdings: &'s Holdings,
    /// The base for relative IRIs in the query.
    pub base: &'s str,
    /// The other endpoints that it may ask.
    pub services: &'s Services,
}

/// Evaluates a query and sends its answer as frames; a problem is the last of them.
///
/// The answer is written as it is found and never held whole.
pub fn evaluate(
    source: &Source<'_>,
    request: &Request,
    cancel: CancellationToken,
    sink: &mut impl FrameSink,
) {
    match answer(source, request, cancel, sink) {
        Ok(()) | Err(Stop::Gone) => {}
        Err(Stop::Problem(problem)) => {
            // Where nobody waits for the answer, nobody waits for the problem either.
            drop(sink.frame(Frame::Failed(problem)));
        }
    }
}

/// Why an evaluation ended early.
pub(super) enum Stop {
    /// Nobody waits for the answer.
    Gone,
    /// The answer cannot be given.
    Problem(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

impl From<QueryEvaluationError> for Stop {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Gone,
            QueryEvaluationError::Dataset(error) => match error.downcast_ref::<RemoteError>() {
                Some(elsewhere) => Problem::from(elsewhere).into(),
                None => Problem::internal(&*error).into(),
            },
            error => cannot_evaluate(&error).into(),
        }
    }
}

fn answer(
    source: &Source<'_>,
    request: &Request,
    cancel: CancellationToken,
    sink: &mut impl FrameSink,
) -> Result<(), Stop> {
    let parser = SparqlParser::new()
        .with_base_iri(format!("{}/", source.base))
        .map_err(|error| Problem::internal(&error))?;
    let parsed = parser.parse_query(&request.query);
    let query = parsed.map_err(|error| syntax_problem(&error.to_string()))?;
    let rewritten = rewritten(source, request, query, &cancel)?;
    if request.asked == Asked::Explanation {
        return send_explanation(&rewritten.explanation(), sink);
    }
    if let Some(solutions) = rewritten.solutions() {
        return send_solutions(request, solutions, sink);
    }
    let evaluator = SparqlEvaluator::new()
        .with_cancellation_token(cancel)
        .with_default_service_handler(source.services.clone());
    let mut query = rewritten.prepare(evaluator).for_query(rewritten.query);
    set_dataset(&mut query, request)?;
    match query.on_store(source.store).execute()? {
        QueryResults::Solutions(solutions) => send_solutions(request, solutions, sink),
        QueryResults::Boolean(value) => send_boolean(request, value, sink),
        QueryResults::Graph(triples) => send_graph(request, triples, sink),
    }
}

/// The query with what columns answer of it: they hold the default graph of the store only.
fn rewritten(
    source: &Source<'_>,
    request: &Request,
    query: Query,
    cancel: &CancellationToken,
) -> Result<Rewritten, QueryEvaluationError> {
    if !request.default_graphs.is_empty() || !request.named_graphs.is_empty() {
        return Ok(Rewritten::unchanged(query, &Reason::Dataset));
    }
    rewrite(query, source.store, source.holdings, cancel)
}

/// The dataset of the protocol [takes the place](https://www.w3.org/TR/sparql11-protocol/#dataset)
/// of the one in the query.
fn set_dataset(query: &mut PreparedSparqlQuery, request: &Request) -> Result<(), Problem> {
    if request.default_graphs.is_empty() && request.named_graphs.is_empty() {
        return Ok(());
    }
    let graphs = |texts: &[String]| -> Result<Vec<_>, Problem> {
        texts.iter().map(|text| graph(text)).collect()
    };
    let default = graphs(&request.default_graphs)?;
    let named = graphs(&request.named_graphs)?;
    let dataset = query.dataset_mut();
    dataset.set_default_graph(default.into_iter().map(GraphName::from).collect());
    dataset.set_available_named_graphs(named.into_iter().map(NamedOrBlankNode::from).collect());
    Ok(())
}

fn graph(text: &str) -> Result<NamedNode, Problem> {
    NamedNode::new(text)
        .map_err(|error| Problem::bad_request(format!("The graph `{text}` is no IRI: {error}.")))
}

pub(super) fn send_solutions(
    request: &Request,
    solutions: QuerySolutionIter<'_>,
    sink: &mut impl FrameSink,
) -> Result<(), Stop> {
    let form = solution_form(request)?;
    let mut framing = Framing::new(sink, form.content_type());
    let serializer = QueryResultsSerializer::from_format(form.format());
    let variables = solutions.variables().to_vec();
    let mut writer = serializer.serialize_solutions_to_writer(&mut framing, variables)?;
    for solution in solutions {
        writer.serialize(&solution?)?;
    }
    writer.finish()?;
    Ok(framing.finish()?)
}

/// An explanation in JSON.
#[derive(Serialize)]
struct Explained<'e> {
    way: Way,
    #[serde(flatten)]
    explanation: &'e Explanation,
}

fn send_explanation(explanation: &Explanation, sink: &mut impl FrameSink) -> Result<(), Stop> {
    let mut framing = Framing::new(sink, "application/json");
    let way = explanation.way();
    let explained = Explained { way, explanation };
    serde_json::to_writer_pretty(&mut framing, &explained).map_err(io::Error::from)?;
    Ok(framing.finish()?)
}

pub(super) fn send_boolean(
    request: &Request,
    value: bool,
    sink: &mut impl FrameSink,
) -> Result<(), Stop> {
    let form = solution_form(request)?;
    let mut framing = Framing::new(sink, form.content_type());
    let serializer = QueryResultsSerializer::from_format(form.format());
    serializer.serialize_boolean_to_writer(&mut framing, value)?;
    Ok(framing.finish()?)
}

pub(super) fn send_graph(
    request: &Request,
    triples: impl Iterator<Item = Result<Triple, QueryEvaluationError>>,
    sink: &mut impl FrameSink,
) -> Result<(), Stop> {
    let form = graph_form(request)?;
    let mut framing = Framing::new(sink, form.content_type());
    let mut writer = RdfSerializer::from_format(form.format()).for_writer(&mut framing);
    for triple in triples {
        writer.serialize_triple(&triple?)?;
    }
    writer.finish()?;
    Ok(framing.finish()?)
}

pub(super) fn solution_form(request: &Request) -> Result<SolutionForm, Problem> {
    let none = || Problem::not_acceptable(SolutionForm::MEDIA_TYPES.map(str::to_owned).into());
    request.forms.solutions.ok_or_else(none)
}

fn graph_form(request: &Request) -> Result<GraphForm, Problem> {
    let none = || {
        let available = GRAPH_FORMS.map(|(media_type, _)| media_type.to_owned());
        Problem::not_acceptable(available.into())
    };
    request.forms.graph.ok_or_else(none)
}

pub(super) fn syntax_problem(text: &str) -> Problem {
    let title = "The query is not SPARQL";
    let problem = Problem::new(StatusCode::BAD_REQUEST, "syntax", title, shortened(text));
    problem
        .at(position(text))
        .hint("Only one query in the SPARQL 1.1 query language is taken; updates are not.")
}

/// The parser's message without the classes of characters that it lists among what it expects.
fn shortened(text: &str) -> String {
    const EXPECTED: &str = "expected one of ";
    /// The longest keyword of the language has fewer letters.
    const WORD: usize = 16;
    match text.split_once(EXPECTED) {
        None => text.to_owned(),
        Some((before, list)) => {
            let words = list.split(", ").filter(|word| word.len() < WORD);
            let words: Vec<_> = words.filter(|word| !word.starts_with('[')).collect();
            format!("{before}{EXPECTED}{}", words.join(", "))
        }
    }
}

/// Reads the place out of the parser's message, which begins with `error at 3:14: `.
fn position(text: &str) -> Option<Position> {
    let (_, rest) = text.split_once("at ")?;
    let mut numbers = rest.split(':').map(|part| part.trim().parse().ok());
    Some(Position {
        line: numbers.next()??,
        column: numbers.next()??,
    })
}

fn cannot_evaluate(error: &QueryEvaluationError) -> Problem {
    let title = "The query cannot be evaluated";
    let problem = Problem::new(
        StatusCode::BAD_REQUEST,
        "evaluation",
        title,
        error.to_string(),
    );
    match error {
        QueryEvaluationError::UnsupportedService(_) | QueryEvaluationError::Service(_) => {
            problem.hint("SERVICE may ask few other endpoints from here; ask this one itself.")
        }
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_syntax_error_is_found() {
        let error = SparqlEvaluator::new().parse_query("ASK {\n  ?s ?p }");
        let problem = syntax_problem(&error.err().unwrap().to_string());
        assert_eq!(problem.position.map(|position| position.line), Some(2));
        assert!(problem.detail.contains("expected"), "{}", problem.detail);
        assert!(!problem.detail.contains("\\u{"), "{}", problem.detail);
    }
}
