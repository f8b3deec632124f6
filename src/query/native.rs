//! What the store is asked while a query is answered from columns: the expressions of the query and
//! its joins with other data, each once for the different values that come up.

use std::cell::RefCell;
use std::sync::Arc;

use oxigraph::sparql::{
    CancellationToken, QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter,
    SparqlEvaluator,
};
use oxigraph::store::Store;
use oxiri::Iri;
use oxrdf::{Literal, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};

use super::column::{Column, Numbers, Unit};
use super::failure::{Failure, Reason};
use super::relation::Relation;
use super::table::Tables;
use super::terms::{Code, TermCollector};
use super::variables::in_scope;

/// The store, as one query sees it.
pub(super) struct Native<'s> {
    pub(super) store: &'s Store,
    pub(super) base: Option<Iri<String>>,
    pub(super) cancel: CancellationToken,
}

/// So many keys are looked up in one go: beyond it, Oxigraph would begin with the pattern.
const CHUNK: usize = 500;
/// More solutions than this are not held.
pub(super) const MOST_ROWS: usize = 50_000_000;

impl Native<'_> {
    /// Which of these solutions an expression is true for.
    pub(super) fn truth(
        &self,
        solutions: Relation,
        expression: &Expression,
    ) -> Result<Vec<bool>, Failure> {
        let mut truth = vec![false; solutions.rows];
        let mut tables = Tables::default();
        let pattern = GraphPattern::Filter {
            expr: expression.clone(),
            inner: Box::new(tables.pattern(numbered(solutions))),
        };
        for solution in self.solutions(pattern, vec![row_number()], &tables)? {
            let row = solution?.get(0).and_then(number);
            if let Some(place) = row.and_then(|row| truth.get_mut(row)) {
                *place = true;
            }
        }
        Ok(truth)
    }

    /// The value of an expression for each of these solutions.
    pub(super) fn values(
        &self,
        solutions: Relation,
        expression: &Expression,
    ) -> Result<Column, Failure> {
        let result = Variable::new_unchecked("the value");
        let mut terms = vec![None; solutions.rows];
        let mut tables = Tables::default();
        let pattern = GraphPattern::Extend {
            inner: Box::new(tables.pattern(numbered(solutions))),
            variable: result.clone(),
            expression: expression.clone(),
        };
        for solution in self.solutions(pattern, vec![row_number(), result], &tables)? {
            let solution = solution?;
            let row = solution.get(0).and_then(number);
            if let Some(place) = row.and_then(|row| terms.get_mut(row)) {
                *place = solution.get(1).cloned();
            }
        }
        Ok(Column::of_terms(terms))
    }

    /// The solutions of a pattern that go with these keys, joined with them.
    pub(super) fn matches(
        &self,
        keys: &Relation,
        pattern: &GraphPattern,
        tables: &RefCell<Tables>,
    ) -> Result<Relation, Failure> {
        let mut variables: Vec<Variable> = keys.variables().cloned().collect();
        variables.extend(
            in_scope(pattern)
                .into_iter()
                .filter(|variable| !keys.has(variable)),
        );
        let mut found = Found::new(&variables);
        let places: Vec<u32> = (0..).take(keys.rows).collect();
        for places in places.chunks(CHUNK) {
            let mut tables = tables.borrow().clone();
            let keys = tables.keys(keys.gather(places));
            let joined = GraphPattern::Join {
                left: Box::new(keys),
                right: Box::new(pattern.clone()),
            };
            for solution in self.solutions(joined, variables.clone(), &tables)? {
                found.add(&solution?)?;
            }
        }
        Ok(found.relation())
    }

    /// A term as the store answers it.
    pub(super) fn canonical(&self, term: &Term) -> Result<Term, Failure> {
        let Term::Literal(_) = term else {
            return Ok(term.clone());
        };
        let variable = Variable::new_unchecked("the term");
        let mut tables = Tables::default();
        let one = Relation::new(1).with(variable.clone(), Column::constant(term.clone(), 1));
        let pattern = tables.pattern(one);
        let mut solutions = self.solutions(pattern, vec![variable], &tables)?;
        let solution = solutions.next().transpose()?;
        let found = solution.and_then(|solution| solution.get(0).cloned());
        Ok(found.unwrap_or_else(|| term.clone()))
    }

    /// The solutions of a pattern, as the store finds them.
    pub(super) fn solutions(
        &self,
        pattern: GraphPattern,
        variables: Vec<Variable>,
        tables: &Tables,
    ) -> Result<QuerySolutionIter<'static>, QueryEvaluationError> {
        let query = Query::Select {
            dataset: None,
            pattern: GraphPattern::Project {
                inner: Box::new(pattern),
                variables,
            },
            base_iri: self.base.clone(),
        };
        let evaluator = SparqlEvaluator::new().with_cancellation_token(self.cancel.clone());
        let prepared = tables.offer(evaluator).for_query(query);
        match prepared.on_store(self.store).execute()? {
            QueryResults::Solutions(solutions) => Ok(solutions),
            QueryResults::Boolean(_) | QueryResults::Graph(_) => Err(
                QueryEvaluationError::Unexpected("a SELECT has no solutions".into()),
            ),
        }
    }
}

/// No query has a variable with a space.
fn row_number() -> Variable {
    Variable::new_unchecked("the row")
}

fn numbered(solutions: Relation) -> Relation {
    let numbers = Numbers {
        mantissas: Arc::new((0..).take(solutions.rows).collect()),
        unit: Unit::Integer,
    };
    solutions.with(row_number(), Column::Numbers(numbers))
}

fn number(term: &Term) -> Option<usize> {
    match term {
        Term::Literal(literal) => Literal::value(literal).parse().ok(),
        Term::NamedNode(_) | Term::BlankNode(_) => None,
    }
}

/// Solutions on their way into columns.
struct Found {
    columns: Vec<(Variable, Vec<Code>, TermCollector)>,
    rows: usize,
}

impl Found {
    fn new(variables: &[Variable]) -> Self {
        let column = |variable: &Variable| (variable.clone(), Vec::new(), TermCollector::default());
        Self {
            columns: variables.iter().map(column).collect(),
            rows: 0,
        }
    }

    fn add(&mut self, solution: &QuerySolution) -> Result<(), Reason> {
        for (variable, codes, terms) in &mut self.columns {
            codes.push(terms.code(solution.get(&*variable).cloned()));
        }
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return Err(Reason::TooLarge);
        }
        Ok(())
    }

    fn relation(self) -> Relation {
        let columns = self.columns.into_iter();
        columns.fold(
            Relation::new(self.rows),
            |relation, (variable, codes, terms)| {
                relation.with(variable, Column::of_codes(codes, terms.finish()))
            },
        )
    }
}
