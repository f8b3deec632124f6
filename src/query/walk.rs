use std::cell::RefCell;
use std::sync::Arc;

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use super::explanation::Explanation;
use super::failure::{Failure, Reason};
use super::fold::may_fold;
use super::holdings::Holdings;
use super::native::Native;
use super::needed::Needed;
use super::relation::Relation;
use super::table::Tables;
use super::variables::{in_scope, mentioned, mentioned_in};
use super::visitor::ordered_by;

/// Goes through the algebra of a query from its leaves, and answers from columns what it can.
///
/// What it finds in one node it hands to the node above, so that joins, conditions and groups work
/// on columns as long as they know how to; from there on the store evaluates the query, with what
/// was found in place of its pattern.
pub(super) struct Walk<'w> {
    pub(super) holdings: &'w Holdings,
    pub(super) native: Native<'w>,
    pub(super) tables: RefCell<Tables>,
    /// The solutions of the query, where nothing of it is left for the store.
    pub(super) whole: RefCell<Option<Arc<Relation>>>,
    pub(super) explanation: RefCell<Explanation>,
}

/// What became of a pattern.
pub(super) enum Found {
    /// Its solutions.
    Solutions(Relation),
    /// A pattern with the same solutions, which the store evaluates.
    Pattern(GraphPattern),
}

impl Walk<'_> {
    /// Answers a pattern; what is around it needs the values of some variables only.
    pub(super) fn walk(&self, pattern: &GraphPattern, needed: &Needed) -> Result<Found, Failure> {
        match self.answer(pattern, needed) {
            Err(Failure::Left(reason)) => {
                self.explanation.borrow_mut().leave(&reason);
                Ok(Found::Pattern(pattern.clone()))
            }
            found => found,
        }
    }

    fn answer(&self, pattern: &GraphPattern, needed: &Needed) -> Result<Found, Failure> {
        if needed.fold().is_some() && !may_fold(pattern) {
            return self.answer(pattern, &needed.unfolded());
        }
        match pattern {
            GraphPattern::Bgp { patterns } => self.basic(patterns, needed),
            GraphPattern::Join { left, right } => self.join(left, right, needed),
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => self.left_join(left, right, expression.as_ref(), needed),
            GraphPattern::Filter { expr, inner } => self.filter(expr, inner, needed),
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => self.extend(inner, variable, expression, needed),
            GraphPattern::Group {
                inner,
                variables,
                aggregates,
            } => self.group(inner, variables, aggregates),
            GraphPattern::Union { left, right } => self.union(left, right, needed),
            GraphPattern::Minus { left, right } => self.minus(left, right, needed),
            GraphPattern::Project { inner, variables } => self.project(inner, variables),
            GraphPattern::Distinct { inner } => self.distinct(inner),
            GraphPattern::Reduced { inner } => {
                let inner = self.pattern(inner, &Needed::All)?;
                Ok(Found::Pattern(GraphPattern::Reduced { inner }))
            }
            GraphPattern::OrderBy { inner, expression } => self.order(inner, expression, needed),
            GraphPattern::Slice {
                inner,
                start,
                length,
            } => Ok(match self.walk(inner, needed)? {
                // Without an order any of them will do.
                Found::Solutions(relation) => Found::Solutions(relation.slice(*start, *length)),
                Found::Pattern(inner) => Found::Pattern(GraphPattern::Slice {
                    inner: Box::new(inner),
                    start: *start,
                    length: *length,
                }),
            }),
            GraphPattern::Path { .. }
            | GraphPattern::Values { .. }
            | GraphPattern::Graph { .. }
            | GraphPattern::Service { .. }
            | GraphPattern::Lateral { .. } => Ok(Found::Pattern(pattern.clone())),
        }
    }

    /// A pattern with the same solutions for the store.
    pub(super) fn pattern(
        &self,
        pattern: &GraphPattern,
        needed: &Needed,
    ) -> Result<Box<GraphPattern>, Failure> {
        Ok(Box::new(match self.walk(pattern, needed)? {
            Found::Solutions(relation) => self.table(relation),
            Found::Pattern(pattern) => pattern,
        }))
    }

    /// Puts solutions into the query that the store evaluates.
    pub(super) fn table(&self, relation: Relation) -> GraphPattern {
        self.tables.borrow_mut().pattern(relation)
    }

    fn union(
        &self,
        left: &GraphPattern,
        right: &GraphPattern,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let found = (self.walk(left, needed)?, self.walk(right, needed)?);
        Ok(match found {
            (Found::Solutions(left), Found::Solutions(right)) => {
                Found::Solutions(left.chain(&right))
            }
            (left, right) => Found::Pattern(GraphPattern::Union {
                left: self.boxed(left),
                right: self.boxed(right),
            }),
        })
    }

    fn minus(
        &self,
        left: &GraphPattern,
        right: &GraphPattern,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let needed = needed.and(&mentioned_in(right));
        Ok(Found::Pattern(GraphPattern::Minus {
            left: self.pattern(left, &needed)?,
            right: self.pattern(right, &Needed::All)?,
        }))
    }

    fn project(&self, inner: &GraphPattern, variables: &[Variable]) -> Result<Found, Failure> {
        let needed = Needed::only(variables);
        Ok(match self.walk(inner, &needed)? {
            Found::Solutions(relation) => {
                Found::Solutions(relation.project(|variable| variables.contains(variable)))
            }
            Found::Pattern(inner) => Found::Pattern(GraphPattern::Project {
                inner: Box::new(inner),
                variables: variables.to_vec(),
            }),
        })
    }

    fn distinct(&self, inner: &GraphPattern) -> Result<Found, Failure> {
        Ok(match self.walk(inner, &Needed::All)? {
            Found::Solutions(relation) => Found::Solutions(relation.distinct()),
            Found::Pattern(inner) => Found::Pattern(GraphPattern::Distinct {
                inner: Box::new(inner),
            }),
        })
    }

    fn order(
        &self,
        inner: &GraphPattern,
        order: &[OrderExpression],
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let used = order.iter().flat_map(|by| mentioned(ordered_by(by)));
        let used: FxHashSet<Variable> = used.collect();
        Ok(Found::Pattern(GraphPattern::OrderBy {
            inner: self.pattern(inner, &needed.and(&used))?,
            expression: order.to_vec(),
        }))
    }

    fn boxed(&self, found: Found) -> Box<GraphPattern> {
        Box::new(match found {
            Found::Solutions(relation) => self.table(relation),
            Found::Pattern(pattern) => pattern,
        })
    }

    /// What a side of a join needs, so that the join can be made.
    pub(super) fn for_join(needed: &Needed, other: &GraphPattern) -> Needed {
        needed.and(&in_scope(other))
    }
}

/// The conditions that an expression joins by `&&`: each must be true for the whole to be.
pub(super) fn conjuncts(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::And(left, right) => [conjuncts(left), conjuncts(right)].concat(),
        other => vec![other],
    }
}

/// Leaves a pattern to the store.
pub(super) fn leave(reason: Reason) -> Result<Found, Failure> {
    Err(Failure::Left(reason))
}
