//! Solutions that are there already, as patterns of a query that the store evaluates.

use std::convert::Infallible;
use std::sync::Arc;

use oxigraph::sparql::{QuerySolutionIter, ServiceHandler, SparqlEvaluator};
use oxiri::Iri;
use oxrdf::{Literal, NamedNode, Term, Variable};
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::relation::Relation;

/// Relations that a rewritten query refers to.
///
/// Oxigraph has two places for solutions from elsewhere: `VALUES`, which it joins best but holds as
/// parsed terms, and `SERVICE`, which it reads as they come.
#[derive(Clone, Default)]
pub(super) struct Tables {
    relations: Vec<Arc<Relation>>,
}

/// Up to so many solutions stand in the query itself.
const FEW: usize = 64;
/// Names of the relations of a query; no query that names a service is rewritten.
const SERVICE: &str = "urn:assize:table:";

impl Tables {
    /// The pattern that has these solutions.
    pub(super) fn pattern(&mut self, relation: Relation) -> GraphPattern {
        self.place(relation, FEW)
    }

    /// The pattern that has these solutions, which the evaluation is to begin with.
    pub(super) fn keys(&mut self, relation: Relation) -> GraphPattern {
        self.place(relation, usize::MAX)
    }

    fn place(&mut self, relation: Relation, most_values: usize) -> GraphPattern {
        if relation.rows <= most_values
            && let Some(values) = values(&relation)
        {
            return values;
        }
        let name = NamedNode::new_unchecked(format!("{SERVICE}{}", self.relations.len()));
        let inner = Box::new(outline(&relation));
        self.relations.push(Arc::new(relation));
        GraphPattern::Service {
            name: NamedNodePattern::NamedNode(name),
            inner,
            silent: false,
        }
    }

    /// Lets an evaluator answer the patterns.
    pub(super) fn offer(&self, evaluator: SparqlEvaluator) -> SparqlEvaluator {
        let relations = self.relations.iter().enumerate();
        relations.fold(evaluator, |evaluator, (at, relation)| {
            let name = NamedNode::new_unchecked(format!("{SERVICE}{at}"));
            evaluator.with_service_handler(name, Table(Arc::clone(relation)))
        })
    }
}

/// The solutions as [`VALUES`](https://www.w3.org/TR/sparql11-query/#inline-data), in which no
/// blank node can stand.
fn values(relation: &Relation) -> Option<GraphPattern> {
    let ground = |term| match term {
        Term::NamedNode(node) => Some(GroundTerm::NamedNode(node)),
        Term::Literal(literal) => Some(GroundTerm::Literal(literal)),
        Term::BlankNode(_) => None,
    };
    let mut bindings = Vec::with_capacity(relation.rows);
    for row in 0..relation.rows {
        let mut binding = Vec::new();
        for (_, column) in relation.columns() {
            binding.push(match column.term(row) {
                Some(term) => Some(ground(term)?),
                None => None,
            });
        }
        bindings.push(binding);
    }
    Some(GraphPattern::Values {
        variables: relation.variables().cloned().collect(),
        bindings,
    })
}

/// A pattern from which Oxigraph's optimizer learns of what kinds the terms are and how many
/// solutions there are; it is never evaluated.
fn outline(relation: &Relation) -> GraphPattern {
    let variables: Vec<Variable> = relation.variables().cloned().collect();
    let whole: Vec<bool> = relation
        .columns()
        .map(|(_, column)| column.is_always_bound())
        .collect();
    let kinds = [
        Some(GroundTerm::NamedNode(NamedNode::new_unchecked(SERVICE))),
        Some(GroundTerm::Literal(Literal::from(""))),
        None,
    ];
    let binding = |kind: &Option<GroundTerm>| {
        let terms = whole
            .iter()
            .map(|whole| kind.clone().or_else(|| kinds[0].clone().filter(|_| *whole)));
        terms.collect()
    };
    let any = |name: &str| Variable::new_unchecked(format!("outline {name}"));
    let all = TriplePattern {
        subject: TermPattern::Variable(any("subject")),
        predicate: NamedNodePattern::Variable(any("predicate")),
        object: TermPattern::Variable(any("object")),
    };
    let joined = GraphPattern::Join {
        left: Box::new(GraphPattern::Values {
            variables: variables.clone(),
            bindings: kinds.iter().map(binding).collect(),
        }),
        right: Box::new(GraphPattern::Bgp {
            patterns: vec![all],
        }),
    };
    GraphPattern::Slice {
        inner: Box::new(GraphPattern::Project {
            inner: Box::new(joined),
            variables,
        }),
        start: 0,
        length: Some(relation.rows),
    }
}

/// Answers a `SERVICE` with the rows of a relation.
struct Table(Arc<Relation>);

impl ServiceHandler for Table {
    type Error = Infallible;

    fn handle(
        &self,
        _: &GraphPattern,
        _: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, Infallible> {
        Ok(solutions(Arc::clone(&self.0)))
    }
}

/// The rows of a relation, one after the other.
pub(super) fn solutions(relation: Arc<Relation>) -> QuerySolutionIter<'static> {
    let variables: Arc<[Variable]> = relation.variables().cloned().collect();
    let rows = (0..relation.rows).map(move |row| {
        let columns = relation.columns();
        Ok(columns.map(|(_, column)| column.term(row)).collect())
    });
    QuerySolutionIter::from_tuples(variables, rows)
}
