use std::cell::RefCell;
use std::sync::Arc;

use oxigraph::sparql::{
    CancellationToken, QueryEvaluationError, QuerySolutionIter, SparqlEvaluator,
};
use oxigraph::store::Store;
use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::TriplePattern;

use super::explanation::Explanation;
use super::failure::{Failure, Reason};
use super::holdings::Holdings;
use super::native::Native;
use super::needed::Needed;
use super::relation::Relation;
use super::store_plan::Planner;
use super::table::{Tables, solutions};
use super::variables::{asks_elsewhere, of_triple};
use super::walk::{Found, Walk};

/// A query with what columns have answered of it.
pub struct Rewritten {
    /// The query that is left for the store.
    pub query: Query,
    explanation: Explanation,
    tables: Tables,
    whole: Option<Arc<Relation>>,
}

impl Rewritten {
    /// The solutions of a SELECT of which nothing is left for the store.
    ///
    /// They are what the store would give for [`Rewritten::query`], without the way through its
    /// dictionary.
    pub fn solutions(&self) -> Option<QuerySolutionIter<'static>> {
        self.whole.clone().map(solutions)
    }

    /// What became of the query as it was.
    pub fn explanation(&self) -> Explanation {
        Explanation {
            // Few ask for it, and it would be written for every query.
            rest: self.query.to_sse(),
            ..self.explanation.clone()
        }
    }

    /// Lets an evaluator find what columns have answered.
    pub fn prepare(&self, evaluator: SparqlEvaluator) -> SparqlEvaluator {
        self.tables.offer(evaluator)
    }

    /// A query that is left as it is.
    pub fn unchanged(query: Query, reason: &Reason) -> Self {
        let mut explanation = Explanation::default();
        explanation.leave(reason);
        Self {
            query,
            explanation,
            tables: Tables::default(),
            whole: None,
        }
    }
}

/// Answers from columns what can be answered from them.
///
/// ```
/// use assize::cube::columns::Cube;
/// use assize::query::{Holdings, Way, rewrite};
/// use oxigraph::sparql::{CancellationToken, SparqlEvaluator};
/// use oxigraph::store::Store;
/// use spargebra::SparqlParser;
///
/// let query = SparqlParser::new().parse_query("SELECT ?p { ?s ?p ?o }")?;
/// let store = Store::new()?;
/// let rewritten = rewrite(query, &store, &Holdings::none(), &CancellationToken::new())?;
/// assert_eq!(rewritten.explanation().way(), Way::Store);
/// let evaluator = rewritten.prepare(SparqlEvaluator::new());
/// evaluator.for_query(rewritten.query).on_store(&store).execute()?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub fn rewrite(
    query: Query,
    store: &Store,
    holdings: &Holdings,
    cancel: &CancellationToken,
) -> Result<Rewritten, QueryEvaluationError> {
    if let Some(reason) = obstacle(&query) {
        return Ok(Rewritten::unchanged(query, &reason));
    }
    let walk = Walk {
        holdings,
        native: Native {
            store,
            base: query.base_iri().cloned(),
            cancel: cancel.clone(),
        },
        tables: RefCell::default(),
        whole: RefCell::default(),
        explanation: RefCell::default(),
    };
    let mut query = walk.query(query).map_err(error_of)?;
    let planned = Planner::new(holdings, &walk.native).query(&mut query);
    let mut explanation = walk.explanation.into_inner();
    explanation.planned = planned.map_err(error_of)?;
    Ok(Rewritten {
        query,
        explanation,
        tables: walk.tables.into_inner(),
        whole: walk.whole.into_inner(),
    })
}

fn error_of(failure: Failure) -> QueryEvaluationError {
    match failure {
        Failure::Evaluation(error) => error,
        Failure::Left(reason) => QueryEvaluationError::Unexpected(reason.to_string().into()),
    }
}

/// What keeps a query from being rewritten at all.
fn obstacle(query: &Query) -> Option<Reason> {
    if query.dataset().is_some() {
        return Some(Reason::Dataset);
    }
    asks_elsewhere(pattern_of(query)).then_some(Reason::Service)
}

fn pattern_of(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

impl Walk<'_> {
    fn query(&self, mut query: Query) -> Result<Query, Failure> {
        match &mut query {
            Query::Select { pattern, .. } => {
                let variables = header(pattern).to_vec();
                let inner = match self.walk(pattern, &Needed::All)? {
                    Found::Solutions(relation) => {
                        let whole = relation.arranged(&variables);
                        *self.whole.borrow_mut() = Some(Arc::new(whole));
                        self.table(relation)
                    }
                    Found::Pattern(pattern) => pattern,
                };
                // A relation has its variables in an order of its own, and lacks those of the
                // header that are never bound.
                let inner = Box::new(inner);
                *pattern = GraphPattern::Project { inner, variables };
            }
            Query::Describe { pattern, .. } => {
                let variables = header(pattern).to_vec();
                let inner = self.pattern(pattern, &Needed::All)?;
                *pattern = GraphPattern::Project { inner, variables };
            }
            Query::Construct {
                template, pattern, ..
            } => *pattern = *self.pattern(pattern, &of_template(template))?,
            Query::Ask { pattern, .. } => {
                *pattern = *self.pattern(pattern, &Needed::Only(FxHashSet::default()))?;
            }
        }
        Ok(query)
    }
}

/// The variables of the solutions of a SELECT, in their order.
fn header(pattern: &GraphPattern) -> &[Variable] {
    match pattern {
        GraphPattern::Project { variables, .. } => variables,
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. } => header(inner),
        _ => &[],
    }
}

fn of_template(template: &[TriplePattern]) -> Needed {
    Needed::only(template.iter().flat_map(of_triple))
}
