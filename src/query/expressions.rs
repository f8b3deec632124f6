//! Conditions and computed values: the store evaluates each expression once for the different
//! values that its variables have together.

use std::sync::Arc;

use oxrdf::Variable;
use spargebra::algebra::{Expression, GraphPattern};

use super::column::{Coded, Column};
use super::failure::{Failure, Reason};
use super::needed::Needed;
use super::relation::Relation;
use super::variables::{is_volatile, mentioned};
use super::walk::{Found, Walk, conjuncts, leave};

impl Walk<'_> {
    pub(super) fn filter(
        &self,
        condition: &Expression,
        inner: &GraphPattern,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let relation = match self.walk(inner, &needed.and(&mentioned(condition)))? {
            Found::Solutions(relation) => relation,
            Found::Pattern(inner) => {
                return Ok(Found::Pattern(GraphPattern::Filter {
                    expr: condition.clone(),
                    inner: Box::new(inner),
                }));
            }
        };
        let (volatile, stable): (Vec<_>, Vec<_>) = conjuncts(condition)
            .into_iter()
            .partition(|part| is_volatile(part));
        let mut kept = relation;
        for part in stable {
            kept = self.keep(&kept, part)?;
        }
        if volatile.is_empty() {
            return Ok(Found::Solutions(kept));
        }
        self.explanation.borrow_mut().leave(&Reason::Volatile);
        let table = self.table(kept);
        Ok(Found::Pattern(volatile.into_iter().fold(
            table,
            |inner, part| GraphPattern::Filter {
                expr: part.clone(),
                inner: Box::new(inner),
            },
        )))
    }

    /// The solutions for which a condition is true.
    pub(super) fn keep(
        &self,
        relation: &Relation,
        condition: &Expression,
    ) -> Result<Relation, Failure> {
        let used = mentioned(condition);
        let (combinations, groups) = relation.combinations(&used);
        let truth = self.native.truth(combinations, condition)?;
        let kept = |row: usize| truth.get(groups.of_row[row] as usize) == Some(&true);
        Ok(relation.keep(kept))
    }

    pub(super) fn extend(
        &self,
        inner: &GraphPattern,
        variable: &Variable,
        expression: &Expression,
        needed: &Needed,
    ) -> Result<Found, Failure> {
        let relation = match self.walk(inner, &needed.and(&mentioned(expression)))? {
            Found::Solutions(relation) => relation,
            Found::Pattern(inner) => {
                return Ok(Found::Pattern(GraphPattern::Extend {
                    inner: Box::new(inner),
                    variable: variable.clone(),
                    expression: expression.clone(),
                }));
            }
        };
        if relation.has(variable) {
            return leave(Reason::Repeated(variable.to_string()));
        }
        if is_volatile(expression) {
            self.explanation.borrow_mut().leave(&Reason::Volatile);
            return Ok(Found::Pattern(GraphPattern::Extend {
                inner: Box::new(self.table(relation)),
                variable: variable.clone(),
                expression: expression.clone(),
            }));
        }
        if !needed.has(variable) {
            return Ok(Found::Solutions(relation));
        }
        let column = self.computed(&relation, expression)?;
        Ok(Found::Solutions(relation.with(variable.clone(), column)))
    }

    /// The value of an expression, by row; unbound where it is an error.
    pub(super) fn computed(
        &self,
        relation: &Relation,
        expression: &Expression,
    ) -> Result<Column, Failure> {
        if let Expression::Variable(variable) = expression {
            let column = relation.column(variable).cloned();
            return Ok(column.unwrap_or_else(|| Column::unbound(relation.rows)));
        }
        let used = mentioned(expression);
        let (combinations, groups) = relation.combinations(&used);
        let values = self.native.values(combinations, expression)?;
        let values = values.coded();
        let value = |group: &u32| values.codes[*group as usize];
        Ok(Column::Coded(Coded {
            codes: Arc::new(groups.of_row.iter().map(value).collect()),
            terms: Arc::clone(&values.terms),
        }))
    }
}
