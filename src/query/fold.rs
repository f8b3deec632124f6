//! Groups that are made while columns are read.
//!
//! Where solutions of a star are only grouped, those that agree in all variables that count
//! otherwise stand as *one* solution, with a number under which their [totals](Folded) are found.
//! Joins, conditions and computed values then see one solution for each combination of codes, and
//! what they do to it they would do to each of those it stands for.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use super::column::{Column, Numbers, Unit};
use super::failure::Failure;
use super::needed::Needed;
use super::relation::Relation;
use super::star::Parts;
use super::variables::mentioned;
use super::walk::{Found, Walk};

/// What is asked of the solutions that stand as one, and what came of it.
#[derive(Default)]
pub(super) struct Fold {
    /// The variables that are only totalled.
    asked: Vec<(Variable, Vec<Total>)>,
    found: RefCell<Option<Folded>>,
}

/// What may be known of many numbers without keeping them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// How many there are.
    Count,
    /// Their sum.
    Sum,
    /// The least of them.
    Least,
    /// The greatest of them.
    Greatest,
}

/// What is known of the solutions that stand as one, by the numbers of [`fold_variable`].
#[derive(Clone)]
pub(super) struct Folded {
    /// How many they are.
    pub(super) counts: Vec<i64>,
    measures: Vec<(Variable, Measured)>,
}

/// What is known of a variable that is bound in each of them.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) unit: Unit,
    /// The greatest distance of any of the numbers from zero.
    pub(super) furthest: u64,
    pub(super) totals: Vec<(Total, Vec<i64>)>,
}

/// The variable whose numbers say what a solution stands for; no query has one with a space.
pub(super) fn fold_variable() -> Variable {
    Variable::new_unchecked(NAME)
}

/// Whether a variable is the [`fold_variable`].
pub(super) fn is_fold(variable: &Variable) -> bool {
    variable.as_str() == NAME
}

const NAME: &str = "the fold";

impl Fold {
    /// The variables whose values aggregates need, and those over which they need totals only.
    pub(super) fn of(
        keys: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
    ) -> (FxHashSet<Variable>, Self) {
        let mut values: FxHashSet<Variable> = keys.iter().cloned().collect();
        let mut fold = Self::default();
        for (_, aggregate) in aggregates {
            match (total(aggregate), aggregate) {
                (Some((variable, total)), _) => fold.ask(variable, total),
                (None, AggregateExpression::FunctionCall { expr, .. }) => {
                    values.extend(mentioned(expr));
                }
                (None, AggregateExpression::CountSolutions { .. }) => {}
            }
        }
        fold.asked
            .retain(|(variable, _)| !values.contains(variable));
        (values, fold)
    }

    fn ask(&mut self, variable: &Variable, total: Total) {
        let known = self.asked.iter_mut().find(|(known, _)| known == variable);
        match known {
            Some((_, totals)) if totals.contains(&total) => {}
            Some((_, totals)) => totals.push(total),
            None => self.asked.push((variable.clone(), vec![total])),
        }
    }

    /// The variables that are only totalled.
    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.asked.iter().map(|(variable, _)| variable)
    }

    /// What is asked of a variable.
    pub(super) fn asked(&self, variable: &Variable) -> Option<&[Total]> {
        let mut asked = self.asked.iter();
        asked.find_map(|(known, totals)| (known == variable).then_some(totals.as_slice()))
    }

    /// Notes what was found.
    pub(super) fn keep(&self, folded: Folded) {
        *self.found.borrow_mut() = Some(folded);
    }
}

/// The variable of an aggregate that comes of a total over it.
fn total(aggregate: &AggregateExpression) -> Option<(&Variable, Total)> {
    let AggregateExpression::FunctionCall {
        name,
        expr: Expression::Variable(variable),
        distinct,
    } = aggregate
    else {
        return None;
    };
    let total = match name {
        AggregateFunction::Min => Total::Least,
        AggregateFunction::Max => Total::Greatest,
        AggregateFunction::Count if !*distinct => Total::Count,
        AggregateFunction::Sum | AggregateFunction::Avg if !*distinct => Total::Sum,
        _ => return None,
    };
    Some((variable, total))
}

impl Folded {
    pub(super) fn new(counts: Vec<i64>, measures: Vec<(Variable, Measured)>) -> Self {
        Self { counts, measures }
    }

    /// What is known of a variable that is only totalled.
    pub(super) fn measured(&self, variable: &Variable) -> Option<&Measured> {
        let mut measures = self.measures.iter();
        measures.find_map(|(known, measured)| (known == variable).then_some(measured))
    }

    /// Those of one cube and of another; `None` where their numbers are of several kinds.
    pub(super) fn chain(mut self, other: &Self) -> Option<Self> {
        if self.measures.len() != other.measures.len() {
            return None;
        }
        self.counts.extend(&other.counts);
        for (ours, theirs) in self.measures.iter_mut().zip(&other.measures) {
            let is_same = ours.0 == theirs.0 && ours.1.unit == theirs.1.unit;
            if !is_same || ours.1.totals.len() != theirs.1.totals.len() {
                return None;
            }
            ours.1.furthest = ours.1.furthest.max(theirs.1.furthest);
            for (total, more) in ours.1.totals.iter_mut().zip(&theirs.1.totals) {
                total.1.extend(&more.1);
            }
        }
        Some(self)
    }
}

impl Measured {
    /// That a variable is bound in each solution, and nothing else.
    pub(super) fn bound() -> Self {
        Self {
            unit: Unit::Integer,
            furthest: 0,
            totals: Vec::new(),
        }
    }

    /// A total of each row of a relation, by the numbers that its rows have in the fold.
    pub(super) fn column(&self, total: Total, numbers: &[i64]) -> Option<Numbers> {
        let mut totals = self.totals.iter();
        let (_, of_number) = totals.find(|(known, _)| *known == total)?;
        Some(Numbers {
            mantissas: Arc::new(at(of_number, numbers)),
            unit: self.unit,
        })
    }
}

/// The values of these numbers.
pub(super) fn at(values: &[i64], numbers: &[i64]) -> Vec<i64> {
    let value = |number: &i64| usize::try_from(*number).ok().and_then(|at| values.get(at));
    numbers
        .iter()
        .map(|n| value(n).copied().unwrap_or(0))
        .collect()
}

/// The numbers that the rows of a relation have in a fold.
pub(super) fn numbers(relation: &Relation) -> Option<Arc<Vec<i64>>> {
    match relation.column(&fold_variable())? {
        Column::Numbers(numbers) => Some(Arc::clone(&numbers.mantissas)),
        Column::Coded(_) => None,
    }
}

impl Walk<'_> {
    /// Answers a pattern whose solutions may be folded.
    ///
    /// Folded solutions never go to the store, which would take them for what they stand for: a
    /// pattern of which something is left to it is answered again without.
    pub(super) fn walk_folded(
        &self,
        pattern: &GraphPattern,
        values: FxHashSet<Variable>,
        fold: Fold,
    ) -> Result<(Found, Option<Folded>), Failure> {
        let before = (
            self.tables.borrow().clone(),
            self.explanation.borrow().clone(),
        );
        let fold = Rc::new(fold);
        let needed = Needed::Folded(values, Rc::clone(&fold));
        let found = self.walk(pattern, &needed)?;
        let folded = fold.found.take();
        let is_folded = match &found {
            Found::Solutions(relation) => relation.has(&fold_variable()),
            Found::Pattern(_) => false,
        };
        if is_folded == folded.is_some() {
            return Ok((found, folded));
        }
        (*self.tables.borrow_mut(), *self.explanation.borrow_mut()) = before;
        Ok((self.walk(pattern, &needed.unfolded())?, None))
    }

    /// Whether a pattern comes down to a star whose solutions can be folded: what stands around
    /// it does the same to each of its solutions.
    pub(super) fn leads_to_star(&self, pattern: &GraphPattern) -> bool {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                Parts::of(patterns, self.holdings).is_ok_and(|parts| parts.stars.len() == 1)
            }
            GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => {
                self.leads_to_star(inner)
            }
            GraphPattern::Join { left, right } => {
                self.leads_to_star(left) || self.leads_to_star(right)
            }
            GraphPattern::LeftJoin { left, .. } => self.leads_to_star(left),
            _ => false,
        }
    }
}

/// Whether solutions that stand for several may go through a pattern.
pub(super) fn may_fold(pattern: &GraphPattern) -> bool {
    matches!(
        pattern,
        GraphPattern::Bgp { .. }
            | GraphPattern::Filter { .. }
            | GraphPattern::Extend { .. }
            | GraphPattern::Join { .. }
            | GraphPattern::LeftJoin { .. }
    )
}
