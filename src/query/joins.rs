//! [Joins](https://www.w3.org/TR/sparql11-query/#defn_algJoin) of patterns of which columns answer
//! at least one.

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{Expression, GraphPattern};

use super::failure::{Failure, Reason};
use super::join::{Unmatched, join};
use super::needed::Needed;
use super::relation::Relation;
use super::variables::{in_scope, is_volatile, mentioned};
use super::walk::{Found, Walk, leave};

impl Walk<'_> {
    pub(super) fn join(
        &self,
        left: &GraphPattern,
        right: &GraphPattern,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let (for_left, for_right) = self.for_sides(left, right, needed);
        let found = self.walk(left, &for_left)?;
        let other = self.walk(right, &for_right)?;
        match (found, other) {
            (Found::Solutions(first), Found::Solutions(second)) => {
                Ok(self.join_solutions(first, second))
            }
            (Found::Solutions(relation), Found::Pattern(pattern)) => {
                self.join_store(&relation, pattern, left, true)
            }
            (Found::Pattern(pattern), Found::Solutions(relation)) => {
                self.join_store(&relation, pattern, right, false)
            }
            (Found::Pattern(left), Found::Pattern(right)) => {
                let (left, right) = (Box::new(left), Box::new(right));
                Ok(Found::Pattern(GraphPattern::Join { left, right }))
            }
        }
    }

    /// What the sides of a join need; at most one of them may be folded.
    fn for_sides(
        &self,
        left: &GraphPattern,
        right: &GraphPattern,
        needed: &Needed,
    ) -> (Needed, Needed) {
        let (for_left, for_right) = (Self::for_join(needed, right), Self::for_join(needed, left));
        if needed.fold().is_some() && self.leads_to_star(left) {
            (for_left, for_right.unfolded())
        } else {
            (for_left.unfolded(), for_right)
        }
    }

    fn join_solutions(&self, left: Relation, right: Relation) -> Found {
        match join(&left, &right, Unmatched::Go) {
            Ok(joined) => Found::Solutions(joined),
            Err(reason) => {
                self.explanation.borrow_mut().leave(&reason);
                Found::Pattern(GraphPattern::Join {
                    left: Box::new(self.table(left)),
                    right: Box::new(self.table(right)),
                })
            }
        }
    }

    /// Joins solutions with a pattern of the store; where that has no good way, the store joins,
    /// and finds the solutions from their pattern again.
    fn join_store(
        &self,
        relation: &Relation,
        pattern: GraphPattern,
        original: &GraphPattern,
        is_left: bool,
    ) -> Result<Found, Failure> {
        match self.look_up(relation, &pattern) {
            Ok(joined) => return Ok(Found::Solutions(joined)),
            Err(Failure::Left(reason)) => self.explanation.borrow_mut().leave(&reason),
            Err(failure) => return Err(failure),
        }
        let own = Box::new(original.clone());
        let other = Box::new(pattern);
        let (left, right) = if is_left { (own, other) } else { (other, own) };
        Ok(Found::Pattern(GraphPattern::Join { left, right }))
    }

    pub(super) fn left_join(
        &self,
        left: &GraphPattern,
        right: &GraphPattern,
        condition: Option<&Expression>,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let used = condition.map(mentioned).unwrap_or_default();
        let needed = needed.and(&used);
        let first = match self.walk(left, &Self::for_join(&needed, right))? {
            Found::Solutions(first) => first,
            Found::Pattern(first) => {
                return Ok(Found::Pattern(GraphPattern::LeftJoin {
                    left: Box::new(first),
                    right: Box::new(right.clone()),
                    expression: condition.cloned(),
                }));
            }
        };
        if let Some(condition) = condition {
            check_condition(condition, &used, &first, right)?;
        }
        let matches = match self.walk(right, &Self::for_join(&needed, left).unfolded())? {
            Found::Solutions(second) => self.where_true(second, condition)?,
            Found::Pattern(second) => {
                let second = match condition {
                    None => second,
                    Some(condition) => GraphPattern::Filter {
                        expr: condition.clone(),
                        inner: Box::new(second),
                    },
                };
                self.matches(&first, &second)?
            }
        };
        if !first.variables().any(|variable| matches.has(variable)) {
            return leave(Reason::Product);
        }
        Ok(Found::Solutions(join(&first, &matches, Unmatched::Stay)?))
    }

    fn where_true(
        &self,
        relation: Relation,
        condition: Option<&Expression>,
    ) -> Result<Relation, Failure> {
        match condition {
            None => Ok(relation),
            Some(condition) => self.keep(&relation, condition),
        }
    }
}

/// A condition can be looked at before the join if it speaks of nothing that only the left side
/// has.
fn check_condition(
    condition: &Expression,
    used: &FxHashSet<Variable>,
    left: &Relation,
    right: &GraphPattern,
) -> Result<(), Reason> {
    if is_volatile(condition) {
        return Err(Reason::Volatile);
    }
    let own = in_scope(right);
    let outer = |variable: &&Variable| left.has(variable) && !own.contains(variable);
    match used.iter().find(outer) {
        Some(_) => Err(Reason::OuterCondition),
        None => Ok(()),
    }
}
