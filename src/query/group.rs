//! [Groups](https://www.w3.org/TR/sparql11-query/#defn_algGroup) and their aggregates.

use std::sync::Arc;

use oxrdf::Variable;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use super::aggregate::{Extreme, Sums, average, count, count_rows, extreme, sample, sum};
use super::column::Column;
use super::failure::{Failure, Reason};
use super::fold::{Fold, Folded, Total, at, numbers};
use super::groups::Groups;
use super::needed::Needed;
use super::relation::Relation;
use super::variables::is_volatile;
use super::walk::{Found, Walk, leave};

impl Walk<'_> {
    pub(super) fn group(
        &self,
        inner: &GraphPattern,
        keys: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
    ) -> Result<Found, Failure> {
        aggregates
            .iter()
            .try_for_each(|(_, aggregate)| check(aggregate))?;
        let (values, fold) = Fold::of(keys, aggregates);
        let unfolded = Needed::only(values.iter().chain(fold.variables()));
        let relation = match self.walk_folded(inner, values, fold)? {
            (Found::Pattern(changed), _) => return grouped(inner, changed, keys, aggregates),
            (Found::Solutions(relation), None) => relation,
            (Found::Solutions(relation), Some(folded)) => {
                let input = Input::of(relation, Some(folded));
                if let Ok(result) = self.groups(&input, keys, aggregates) {
                    return Ok(Found::Solutions(result));
                }
                // Totals know less of ranges than the numbers themselves.
                match self.walk(inner, &unfolded)? {
                    Found::Pattern(changed) => return grouped(inner, changed, keys, aggregates),
                    Found::Solutions(relation) => relation,
                }
            }
        };
        let result = self.groups(&Input::of(relation, None), keys, aggregates)?;
        Ok(Found::Solutions(result))
    }

    fn groups(
        &self,
        input: &Input,
        keys: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
    ) -> Result<Relation, Failure> {
        let (mut result, mut groups) = input.relation.combinations(keys);
        if keys.is_empty() && input.relation.rows == 0 {
            // Without keys there is always one group.
            result = Relation::new(1);
            groups.firsts.push(0);
        }
        if let Some(weights) = input.weights() {
            groups = groups.weighing(weights);
        }
        for (variable, aggregate) in aggregates {
            let column = self.aggregate(input, &groups, aggregate)?;
            result = result.with(variable.clone(), column);
        }
        Ok(result)
    }

    fn aggregate(
        &self,
        input: &Input,
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
        if let Some(column) = input.total(name, expr, groups)? {
            return Ok(column);
        }
        let column = self.computed(&input.relation, expr)?;
        if !*distinct {
            return Ok(apply(name, expr, &column, groups)?);
        }
        let (column, groups) = without_duplicates(&column, groups);
        Ok(apply(name, expr, &column, &groups)?)
    }
}

/// Solutions that are grouped.
struct Input {
    relation: Relation,
    /// What each stands for, by its number in the fold.
    folded: Option<(Folded, Arc<Vec<i64>>)>,
}

impl Input {
    fn of(relation: Relation, folded: Option<Folded>) -> Self {
        let folded = folded.zip(numbers(&relation));
        Self { relation, folded }
    }

    /// For how many solutions each row stands.
    fn weights(&self) -> Option<Vec<i64>> {
        let (folded, numbers) = self.folded.as_ref()?;
        Some(at(&folded.counts, numbers))
    }

    /// An aggregate that comes of totals.
    fn total(
        &self,
        function: &AggregateFunction,
        expression: &Expression,
        groups: &Groups,
    ) -> Result<Option<Column>, Reason> {
        let Expression::Variable(variable) = expression else {
            return Ok(None);
        };
        let Some((folded, numbers)) = &self.folded else {
            return Ok(None);
        };
        let Some(measured) = folded.measured(variable) else {
            return Ok(None);
        };
        let column = |total| measured.column(total, numbers);
        let sums = || {
            let parts = column(Total::Sum);
            parts.map(|parts| Sums::of_sums(&parts, measured.furthest, groups))
        };
        let extreme_of = |total, end| {
            let column = column(total).map(Column::Numbers);
            column.map(|column| extreme(&column, groups, end))
        };
        match function {
            AggregateFunction::Count => Some(Ok(count_rows(groups))),
            AggregateFunction::Sum => sums().map(|sums| sum(&sums?, groups)),
            AggregateFunction::Avg => sums().map(|sums| average(&sums?, groups)),
            AggregateFunction::Min => extreme_of(Total::Least, Extreme::Min),
            AggregateFunction::Max => extreme_of(Total::Greatest, Extreme::Max),
            _ => None,
        }
        .transpose()
    }
}

/// Says why an aggregate is left to the store, if it is.
fn check(aggregate: &AggregateExpression) -> Result<(), Reason> {
    match aggregate {
        AggregateExpression::CountSolutions { distinct: false } => Ok(()),
        // Oxigraph counts by the blank nodes of the pattern too.
        AggregateExpression::CountSolutions { distinct: true } => {
            Err(Reason::Aggregate("COUNT(DISTINCT *)"))
        }
        AggregateExpression::FunctionCall { expr, .. } if is_volatile(expr) => {
            Err(Reason::Volatile)
        }
        AggregateExpression::FunctionCall { name, .. } => match name {
            AggregateFunction::GroupConcat { .. } => Err(Reason::Order("GROUP_CONCAT")),
            AggregateFunction::Custom(_) => Err(Reason::Aggregate("a custom aggregate")),
            _ => Ok(()),
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
        AggregateFunction::Sum => sum(&Sums::of(column, groups, "SUM")?, groups),
        AggregateFunction::Avg => average(&Sums::of(column, groups, "AVG")?, groups),
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
        weights: None,
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
