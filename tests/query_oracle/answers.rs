//! Answers, and how they are compared.

use assize::query::{Explanation, Holdings, rewrite};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::SparqlParser;

use crate::world::World;

/// What a query was answered with: a header and rows of text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    header: String,
    rows: Vec<String>,
}

/// What of two answers must be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The solutions, each as often.
    Multiset,
    /// Their order too.
    Sequence,
    /// How many there are: which they are is left open by the query.
    Count,
}

impl Answer {
    /// What Oxigraph says.
    pub(crate) fn of_store(world: &World, text: &str) -> Self {
        let query = SparqlParser::new().parse_query(text).expect(text);
        Self::of(
            SparqlEvaluator::new()
                .for_query(query)
                .on_store(&world.store)
                .execute(),
        )
    }

    /// What Oxigraph says of the rest, when columns have said what they can.
    pub(crate) fn with_columns(world: &World, text: &str) -> (Self, Explanation) {
        Self::rewritten(world, &world.holdings, text)
    }

    /// What Oxigraph says when all is left to it, and put so that it finds a good plan.
    pub(crate) fn planned(world: &World, text: &str) -> (Self, Explanation) {
        Self::rewritten(world, &world.no_columns, text)
    }

    fn rewritten(world: &World, holdings: &Holdings, text: &str) -> (Self, Explanation) {
        let query = SparqlParser::new().parse_query(text).unwrap();
        let cancel = CancellationToken::new();
        let rewritten = rewrite(query, &world.store, holdings, &cancel).unwrap();
        if let Some(solutions) = rewritten.solutions() {
            let answer = Self::of(Ok(QueryResults::Solutions(solutions)));
            return (answer, rewritten.explanation());
        }
        let explanation = rewritten.explanation();
        let evaluator = rewritten.prepare(SparqlEvaluator::new());
        let results = evaluator
            .for_query(rewritten.query)
            .on_store(&world.store)
            .execute();
        (Self::of(results), explanation)
    }

    fn of(results: Result<QueryResults<'_>, QueryEvaluationError>) -> Self {
        let (mut header, mut rows) = (String::new(), Vec::new());
        match results {
            Ok(QueryResults::Solutions(solutions)) => {
                let variables = solutions.variables().to_vec();
                header = variables
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" ");
                for solution in solutions {
                    rows.push(match solution {
                        Ok(solution) => {
                            let terms =
                                variables
                                    .iter()
                                    .map(|variable| match solution.get(variable) {
                                        Some(term) => term.to_string(),
                                        None => "-".to_owned(),
                                    });
                            terms.collect::<Vec<_>>().join(" ")
                        }
                        Err(error) => format!("error: {error}"),
                    });
                }
            }
            Ok(QueryResults::Boolean(value)) => rows.push(value.to_string()),
            Ok(QueryResults::Graph(triples)) => {
                rows.extend(triples.map(|triple| triple.unwrap().to_string()));
            }
            Err(error) => rows.push(format!("error: {error}")),
        }
        Self { header, rows }
    }

    /// The header and the rows, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let header = std::iter::once(&self.header);
        header.chain(&self.rows).cloned().collect()
    }

    /// Says in what this differs from another answer.
    pub(crate) fn difference(&self, other: &Self, comparison: Comparison) -> Option<String> {
        let rows = |answer: &Self| {
            let mut rows = answer.rows.clone();
            if comparison != Comparison::Sequence {
                rows.sort();
            }
            rows
        };
        let (ours, theirs) = (rows(self), rows(other));
        let same = self.header == other.header
            && match comparison {
                Comparison::Count => ours.len() == theirs.len(),
                Comparison::Multiset | Comparison::Sequence => ours == theirs,
            };
        (!same).then(|| {
            let only = |a: &[String], b: &[String]| {
                let missing = a.iter().filter(|row| !b.contains(row));
                missing.take(5).cloned().collect::<Vec<_>>().join("\n  ")
            };
            format!(
                "header: {} | {}\n{} rows rewritten, {} as it is\nonly rewritten:\n  {}\nonly as it is:\n  {}",
                self.header,
                other.header,
                ours.len(),
                theirs.len(),
                only(&ours, &theirs),
                only(&theirs, &ours)
            )
        })
    }
}
