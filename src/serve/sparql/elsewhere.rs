//! Queries that a store elsewhere evaluates.

use std::time::Duration;

use axum::http::StatusCode;
use oxigraph::sparql::{QueryEvaluationError, QuerySolutionIter};
use spargebra::algebra::{AggregateExpression, GraphPattern};
use spargebra::term::Variable;
use spargebra::{Query, SparqlParser};

use super::bounds::{Beyond, beyond};
use super::evaluate::{
    Stop, send_boolean, send_graph, send_solutions, solution_form, syntax_problem,
};
use super::frame::{Frame, FrameSink};
use super::request::{Asked, Request};
use crate::serve::Problem;
use crate::store::{Answer, RemoteError, RemoteGraph, Wanted};

/// Has a query evaluated elsewhere and sends its answer as frames; a problem is the last of them.
///
/// The answer is read and written again, row by row: one that breaks off, or that the store says
/// is a part, ends as a failure here too.
pub(super) fn evaluate(
    graph: &RemoteGraph,
    base: &str,
    request: &Request,
    time: Duration,
    sink: &mut impl FrameSink,
) {
    match answer(graph, base, request, time, sink) {
        Ok(()) | Err(Stop::Gone) => {}
        Err(Stop::Problem(problem)) => drop(sink.frame(Frame::Failed(problem))),
    }
}

fn answer(
    graph: &RemoteGraph,
    base: &str,
    request: &Request,
    time: Duration,
    sink: &mut impl FrameSink,
) -> Result<(), Stop> {
    let parser = SparqlParser::new().with_base_iri(format!("{base}/"));
    let parser = parser.map_err(|error| Problem::internal(&error))?;
    let query = parser.parse_query(&request.query);
    let query = query.map_err(|error| syntax_problem(&error.to_string()))?;
    if request.asked == Asked::Explanation {
        return Err(refused(&Beyond::Explanation).into());
    }
    if !request.default_graphs.is_empty() || !request.named_graphs.is_empty() {
        return Err(refused(&Beyond::Dataset).into());
    }
    if let Some(beyond) = beyond(&query) {
        return Err(refused(&beyond).into());
    }
    let wanted = match query {
        Query::Select { .. } => Wanted::Solutions,
        Query::Ask { .. } => Wanted::Boolean,
        Query::Construct { .. } | Query::Describe { .. } => Wanted::Graph,
    };
    if wanted == Wanted::Graph {
        check_rows(graph, &query, time)?;
    } else {
        solution_form(request)?;
    }
    // The text goes as it came, for not every store understands ours.
    let text = format!("BASE <{base}/>\n{}", request.query);
    match graph.ask(&text, wanted, time)? {
        Answer::Boolean(value) => send_boolean(request, value, sink),
        Answer::Solutions { variables, rows } => {
            let rows = rows.map(|row| row.map_err(failed));
            let solutions = QuerySolutionIter::new(variables.into(), rows);
            send_solutions(request, solutions, sink)
        }
        Answer::Graph(triples) => {
            let triples = triples.map(|triple| triple.map_err(failed));
            send_graph(request, triples, sink)
        }
    }
}

/// An error in the middle of an answer.
fn failed(error: RemoteError) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(Box::new(error))
}

impl From<RemoteError> for Stop {
    fn from(error: RemoteError) -> Self {
        Self::Problem(Problem::from(&error))
    }
}

fn refused(beyond: &Beyond) -> Problem {
    let title = "The query asks for something that this store does not offer";
    Problem::new(
        StatusCode::BAD_REQUEST,
        "not-offered",
        title,
        beyond.sentence(),
    )
    .hint("All data are in the default graph, and functions are those of SPARQL 1.1.")
}

/// Makes sure that a graph will not be cut short in silence: a store may limit the solutions that a
/// graph is made from, and then says so only of solutions.
fn check_rows(graph: &RemoteGraph, query: &Query, time: Duration) -> Result<(), Stop> {
    let Some(limit) = graph.row_limit()? else {
        return Ok(());
    };
    let Query::Construct { pattern, .. } = query else {
        let sentence = "DESCRIBE may be cut short by this store.";
        let problem = Problem::new(
            StatusCode::BAD_REQUEST,
            "not-offered",
            "The query asks for something that this store does not offer",
            sentence,
        );
        return Err(problem
            .hint("Write CONSTRUCT with the triples that are wanted.")
            .into());
    };
    let counted = count(pattern.clone()).to_string();
    let rows = match graph.ask(&counted, Wanted::Solutions, time)? {
        Answer::Solutions { mut rows, .. } => match rows.next().transpose()? {
            Some(row) => match row.get("rows") {
                Some(oxrdf::Term::Literal(count)) => count.value().parse().unwrap_or(u64::MAX),
                _ => u64::MAX,
            },
            None => u64::MAX,
        },
        _ => u64::MAX,
    };
    if rows <= limit {
        return Ok(());
    }
    let detail =
        format!("The graph would be made from {rows} solutions; the store gives {limit} at most.");
    let title = "The result is too long for this store";
    let problem = Problem::new(StatusCode::BAD_REQUEST, "too-many-results", title, detail);
    Err(problem
        .limit(format!("{limit} solutions"))
        .hint("Ask for it in parts, with ORDER BY, LIMIT and OFFSET.")
        .into())
}

fn count(pattern: GraphPattern) -> Query {
    let rows = Variable::new_unchecked("rows");
    let count = AggregateExpression::CountSolutions { distinct: false };
    let group = GraphPattern::Group {
        inner: Box::new(pattern),
        variables: Vec::new(),
        aggregates: vec![(rows.clone(), count)],
    };
    Query::Select {
        dataset: None,
        pattern: GraphPattern::Project {
            inner: Box::new(group),
            variables: vec![rows],
        },
        base_iri: None,
    }
}
