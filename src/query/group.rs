//! [Groups](https://www.w3.org/TR/sparql11-query/#defn_algGroup) and their aggregates.

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use super::aggregate::{Extreme, average, count, count_rows, extreme, sample, sum};
use super::column::Column;
use super::failure::{Failure, Reason};
use super::groups::Groups;
use super::needed::Needed;
use super::relation::Relation;
use super::variables::{is_volatile, mentioned};
use super::walk::{Found, Walk, leave};

impl Walk<'_> {
    pub(super) fn group(
        &self,
        inner: &GraphPattern,
        keys: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
    ) -> Result<Found, Failure> {
        let mut needed: FxHashSet<Variable> = keys.iter().cloned().collect();
        for (_, aggregate) in aggregates {
            needed.extend(check(aggregate)?);
        }
        let relation = match self.walk(inner, &Needed::Only(needed))? {
            Found::Solutions(relation) => relation,
            Found::Pattern(changed) => return grouped(inner, changed, keys, aggregates),
        };
        let (mut result, mut groups) = relation.combinations(keys);
        if keys.is_empty() && relation.rows == 0 {
            // Without keys there is always one group.
            result = Relation::new(1);
            groups.firsts.push(0);
        }
        for (variable, aggregate) in aggregates {
            let column = self.aggregate(&relation, &groups, aggregate)?;
            result = result.with(variable.clone(), column);
        }
        Ok(Found::Solutions(result))
    }

    fn aggregate(
        &self,
        relation: &Relation,
        groups: &Groups,
        aggregate: &AggregateExpression,
    ) -> Result<Column, Failure> {
        let AggregateExpression::FunctionCall {
            name,
            expr,
            distinct,
        } = aggregate
        else {
            return Ok(count_rows(groups));
        };
        let column = self.computed(relation, expr)?;
        if !*distinct {
            return Ok(apply(name, expr, &column, groups)?);
        }
        let (column, groups) = without_duplicates(&column, groups);
        Ok(apply(name, expr, &column, &groups)?)
    }
}

/// Says which variables an aggregate needs, or why it is left to the store.
fn check(aggregate: &AggregateExpression) -> Result<FxHashSet<Variable>, Reason> {
    match aggregate {
        AggregateExpression::CountSolutions { distinct: false } => Ok(FxHashSet::default()),
        // Oxigraph counts by the blank nodes of the pattern too.
        AggregateExpression::CountSolutions { distinct: true } => {
            Err(Reason::Aggregate("COUNT(DISTINCT *)"))
        }
        AggregateExpression::FunctionCall { expr, .. } if is_volatile(expr) => {
            Err(Reason::Volatile)
        }
        AggregateExpression::FunctionCall { name, expr, .. } => match name {
            AggregateFunction::GroupConcat { .. } => Err(Reason::Order("GROUP_CONCAT")),
            AggregateFunction::Custom(_) => Err(Reason::Aggregate("a custom aggregate")),
            _ => Ok(mentioned(expr)),
        },
    }
}

fn apply(
    function: &AggregateFunction,
    expression: &Expression,
    column: &Column,
    groups: &Groups,
) -> Result<Column, Reason> {
    match function {
        AggregateFunction::Count => {
            // For what is computed, Oxigraph counts errors in one way or another.
            let is_sure = matches!(expression, Expression::Variable(_)) || column.is_always_bound();
            is_sure
                .then(|| count(column, groups))
                .ok_or(Reason::Aggregate("COUNT of errors"))
        }
        AggregateFunction::Sum => sum(column, groups),
        AggregateFunction::Avg => average(column, groups),
        AggregateFunction::Min => extreme(column, groups, Extreme::Min),
        AggregateFunction::Max => extreme(column, groups, Extreme::Max),
        AggregateFunction::Sample => sample(column, groups),
        AggregateFunction::GroupConcat { .. } => Err(Reason::Order("GROUP_CONCAT")),
        AggregateFunction::Custom(_) => Err(Reason::Aggregate("a custom aggregate")),
    }
}

/// Each different value of a group once.
fn without_duplicates(column: &Column, groups: &Groups) -> (Column, Groups) {
    let pairs = groups.divided_by(&column.coded());
    let of_row = pairs.firsts.iter().map(|row| groups.of_row[*row as usize]);
    let groups = Groups {
        of_row: of_row.collect(),
        firsts: groups.firsts.clone(),
    };
    (column.gather(&pairs.firsts), groups)
}

/// Lets the store group a pattern. In another order than its own, some aggregates may come to
/// another end: then it takes the pattern as it was.
fn grouped(
    original: &GraphPattern,
    changed: GraphPattern,
    keys: &[Variable],
    aggregates: &[(Variable, AggregateExpression)],
) -> Result<Found, Failure> {
    let only_counts = aggregates.iter().all(|(_, aggregate)| match aggregate {
        AggregateExpression::CountSolutions { .. } => true,
        AggregateExpression::FunctionCall { name, .. } => *name == AggregateFunction::Count,
    });
    if !only_counts && changed != *original {
        return leave(Reason::Order("an aggregate"));
    }
    Ok(Found::Pattern(GraphPattern::Group {
        inner: Box::new(changed),
        variables: keys.to_vec(),
        aggregates: aggregates.to_vec(),
    }))
}
