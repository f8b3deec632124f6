//! [Aggregates](https://www.w3.org/TR/sparql11-query/#aggregates) over columns.
//!
//! Each gives what Oxigraph's evaluator gives, or a [`Reason`] why that is not sure.

use std::cmp::Ordering;
use std::str::FromStr;
use std::sync::Arc;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, Term};
use oxsdatatypes::{Decimal, Integer};

use super::column::{Coded, Column, MISSING, Numbers, Unit};
use super::failure::Reason;
use super::groups::Groups;
use super::terms::{Code, UNBOUND, place};
use crate::cube::columns::Number;

/// How many rows each group has.
pub(super) fn count_rows(groups: &Groups) -> Column {
    integers(row_counts(groups))
}

fn row_counts(groups: &Groups) -> Vec<i64> {
    let mut counts = vec![0_i64; groups.len()];
    groups.each(&groups.of_row, |group, _, weight| counts[group] += weight);
    counts
}

/// How many rows of each group are bound.
pub(super) fn count(column: &Column, groups: &Groups) -> Column {
    let mut counts = vec![0_i64; groups.len()];
    match column {
        Column::Coded(coded) => groups.each(&coded.codes, |group, code, weight| {
            counts[group] += weight * i64::from(code != UNBOUND);
        }),
        Column::Numbers(numbers) => groups.each(&numbers.mantissas, |group, mantissa, weight| {
            counts[group] += weight * i64::from(mantissa != MISSING);
        }),
    }
    integers(counts)
}

/// The sum of each group; unbound where one of its rows is.
pub(super) fn sum(sums: &Sums, groups: &Groups) -> Result<Column, Reason> {
    let mantissas = sums
        .mantissas
        .iter()
        .zip(&sums.broken)
        .map(|(sum, broken)| {
            if *broken {
                return Ok(MISSING);
            }
            let sum = i64::try_from(*sum).ok().filter(|sum| *sum != MISSING);
            sum.ok_or(Reason::Range)
        });
    let mantissas: Vec<i64> = mantissas.collect::<Result<_, _>>()?;
    // The sum of nothing is an integer.
    let unit = if groups.of_row.is_empty() {
        Unit::Integer
    } else {
        sums.unit
    };
    Ok(Column::Numbers(Numbers {
        mantissas: Arc::new(mantissas),
        unit,
    }))
}

/// The average of each group; unbound where one of its rows is.
pub(super) fn average(sums: &Sums, groups: &Groups) -> Result<Column, Reason> {
    let counts = row_counts(groups);
    let mut averages = Vec::with_capacity(groups.len());
    for ((sum, broken), count) in sums.mantissas.iter().zip(&sums.broken).zip(counts) {
        averages.push(match (broken, count) {
            (true, _) => None,
            (false, 0) => Some(Literal::from(0).into()),
            (false, count) => quotient(*sum, sums.unit, count)?,
        });
    }
    Ok(Column::of_terms(averages))
}

/// The division of Oxigraph's `AVG`, which is one of decimals.
fn quotient(sum: i128, unit: Unit, count: i64) -> Result<Option<Term>, Reason> {
    let mantissa = i64::try_from(sum).ok().ok_or(Reason::Range)?;
    let sum = match unit {
        Unit::Integer => Decimal::from(Integer::from(mantissa)),
        Unit::Decimal(scale) => {
            let text = Number { mantissa, scale }.to_string();
            Decimal::from_str(&text).ok().ok_or(Reason::Range)?
        }
    };
    let quotient = sum.checked_div(Integer::from(count));
    let literal = |decimal: Decimal| Literal::new_typed_literal(decimal.to_string(), xsd::DECIMAL);
    Ok(quotient.map(|decimal| literal(decimal).into()))
}

/// Which end of the order of values is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    /// The least.
    Min,
    /// The greatest.
    Max,
}

impl Extreme {
    fn name(self) -> &'static str {
        match self {
            Self::Min => "MIN",
            Self::Max => "MAX",
        }
    }

    fn is(self, ordering: Ordering) -> bool {
        ordering
            == match self {
                Self::Min => Ordering::Less,
                Self::Max => Ordering::Greater,
            }
    }
}

/// The least or greatest value of each group; unbound where one of its rows is.
pub(super) fn extreme(
    column: &Column,
    groups: &Groups,
    extreme: Extreme,
) -> Result<Column, Reason> {
    if let Ok(numbers) = numbers(column, extreme.name()) {
        let found = extremes(&numbers.mantissas, groups, MISSING, |new, old| {
            extreme.is(new.cmp(&old))
        });
        return Ok(Column::Numbers(Numbers {
            mantissas: Arc::new(found),
            unit: numbers.unit,
        }));
    }
    let Column::Coded(coded) = column else {
        return Err(Reason::Kinds(extreme.name()));
    };
    let ranks = text_ranks(coded).ok_or(Reason::Kinds(extreme.name()))?;
    let rank = |code: Code| ranks[code as usize];
    let found = extremes(&coded.codes, groups, UNBOUND, |new, old| {
        extreme.is(rank(new).cmp(&rank(old)))
    });
    Ok(Column::Coded(Coded {
        codes: Arc::new(found),
        terms: Arc::clone(&coded.terms),
    }))
}

/// The extreme value of each group, or `none` where it has that or nothing at all.
fn extremes<T: Copy + PartialEq>(
    values: &[T],
    groups: &Groups,
    none: T,
    goes_before: impl Fn(T, T) -> bool,
) -> Vec<T> {
    let mut found: Vec<Option<T>> = vec![None; groups.len()];
    for (group, value) in groups.of_row.iter().zip(values) {
        let found = &mut found[*group as usize];
        match *found {
            None => *found = Some(*value),
            Some(old) if old == none => {}
            Some(_) if *value == none => *found = Some(none),
            Some(old) if goes_before(*value, old) => *found = Some(*value),
            Some(_) => {}
        }
    }
    found
        .into_iter()
        .map(|found| found.unwrap_or(none))
        .collect()
}

/// The place of each term in the order of texts, if all that are used are IRIs, or all plain
/// strings: Oxigraph orders those so.
fn text_ranks(coded: &Coded) -> Option<Vec<usize>> {
    let used = used(coded);
    let mut texts = Vec::new();
    let mut kinds = [false; 2];
    for (code, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        match coded.terms.term(place(code)) {
            Term::NamedNode(node) => {
                kinds[0] = true;
                texts.push((node.into_string(), code));
            }
            Term::Literal(literal) if literal.datatype() == xsd::STRING => {
                kinds[1] = true;
                texts.push((literal.value().to_owned(), code));
            }
            Term::Literal(_) | Term::BlankNode(_) => return None,
        }
    }
    if kinds == [true; 2] {
        return None;
    }
    texts.sort_unstable();
    let mut ranks = vec![0; used.len()];
    for (rank, (_, code)) in texts.iter().enumerate() {
        ranks[*code] = rank;
    }
    Some(ranks)
}

/// Any value of each group, if it has one only: which one Oxigraph takes of several depends on its
/// order.
pub(super) fn sample(column: &Column, groups: &Groups) -> Result<Column, Reason> {
    let coded = column.coded();
    let mut found = vec![UNBOUND; groups.len()];
    for (group, code) in groups.of_row.iter().zip(&**coded.codes) {
        let found = &mut found[*group as usize];
        if *found == UNBOUND {
            *found = *code;
        } else if *code != UNBOUND && *found != *code {
            return Err(Reason::Order("SAMPLE"));
        }
    }
    Ok(Column::Coded(Coded {
        codes: Arc::new(found),
        terms: Arc::clone(&coded.terms),
    }))
}

/// The sums of groups.
pub(super) struct Sums {
    /// By group; in the middle of summing, no sum leaves the range of its datatype.
    mantissas: Vec<i128>,
    /// Whether a row of the group is unbound.
    broken: Vec<bool>,
    unit: Unit,
}

impl Sums {
    /// The sums of a column, for the aggregate of this name.
    pub(super) fn of(column: &Column, groups: &Groups, name: &'static str) -> Result<Self, Reason> {
        let numbers = numbers(column, name)?;
        let mut sums = Self::none(groups, numbers.unit);
        let (mut furthest, mut any_missing) = (0, false);
        groups.each(&numbers.mantissas, |group, mantissa, weight| {
            sums.mantissas[group] += i128::from(mantissa) * i128::from(weight);
            furthest = furthest.max(mantissa.unsigned_abs());
            any_missing |= mantissa == MISSING;
        });
        if any_missing {
            furthest = sums.mark_broken(groups, &numbers.mantissas);
        }
        sums.in_range(furthest, groups)
    }

    /// The sums of what are sums already: each row has that of all solutions that it stands for,
    /// which come from numbers that are no further from zero than this.
    pub(super) fn of_sums(parts: &Numbers, furthest: u64, groups: &Groups) -> Result<Self, Reason> {
        let mut sums = Self::none(groups, parts.unit);
        groups.each(&parts.mantissas, |group, part, _| {
            sums.mantissas[group] += i128::from(part);
        });
        sums.in_range(furthest, groups)
    }

    fn none(groups: &Groups, unit: Unit) -> Self {
        Self {
            mantissas: vec![0; groups.len()],
            broken: vec![false; groups.len()],
            unit,
        }
    }

    /// Oxigraph adds in an order of its own: no part of the solutions may leave the range.
    fn in_range(self, furthest: u64, groups: &Groups) -> Result<Self, Reason> {
        let most = u128::from(furthest).saturating_mul(groups.solutions());
        let bound = match self.unit {
            Unit::Integer => i64::MAX.unsigned_abs().into(),
            Unit::Decimal(scale) => {
                i128::MAX.unsigned_abs() / 10_u128.pow(u32::from(Number::MAX_SCALE - scale))
            }
        };
        if most > bound {
            Err(Reason::Range)
        } else {
            Ok(self)
        }
    }

    /// Notes which groups have a row without a number; tells how far from zero the numbers are.
    fn mark_broken(&mut self, groups: &Groups, mantissas: &[i64]) -> u64 {
        let mut furthest = 0;
        for (group, mantissa) in groups.of_row.iter().zip(mantissas) {
            if *mantissa == MISSING {
                self.broken[*group as usize] = true;
            } else {
                furthest = furthest.max(mantissa.unsigned_abs());
            }
        }
        furthest
    }
}

/// The column as numbers of one datatype.
fn numbers(column: &Column, name: &'static str) -> Result<Numbers, Reason> {
    match column {
        Column::Numbers(numbers) => Ok(numbers.clone()),
        Column::Coded(coded) => of_codes(coded).ok_or(Reason::Kinds(name)),
    }
}

fn of_codes(coded: &Coded) -> Option<Numbers> {
    let mut parsed = vec![None; coded.terms.len()];
    let mut found: Option<bool> = None;
    let mut scale = 0;
    for (code, _) in used(coded).iter().enumerate().filter(|(_, used)| **used) {
        let Term::Literal(literal) = coded.terms.term(place(code)) else {
            return None;
        };
        let is_integer = match literal.datatype() {
            xsd::INTEGER => true,
            xsd::DECIMAL => false,
            _ => return None,
        };
        if *found.get_or_insert(is_integer) != is_integer {
            return None;
        }
        let number = Number::parse(literal.value())?;
        scale = scale.max(number.scale);
        parsed[code] = Some(number);
    }
    let rescaled = |number: Option<Number>| match number {
        Some(number) => number.rescaled(scale),
        None => Some(MISSING),
    };
    let mantissas: Vec<i64> = parsed.into_iter().map(rescaled).collect::<Option<_>>()?;
    let mantissa = |code: &Code| mantissas.get(*code as usize).copied().unwrap_or(MISSING);
    Some(Numbers {
        mantissas: Arc::new(coded.codes.iter().map(mantissa).collect()),
        unit: if found == Some(false) {
            Unit::Decimal(scale)
        } else {
            Unit::Integer
        },
    })
}

/// Which codes any row has.
fn used(coded: &Coded) -> Vec<bool> {
    let mut used = vec![false; coded.terms.len()];
    for code in &**coded.codes {
        if let Some(used) = used.get_mut(*code as usize) {
            *used = true;
        }
    }
    used
}

fn integers(counts: Vec<i64>) -> Column {
    Column::Numbers(Numbers {
        mantissas: Arc::new(counts),
        unit: Unit::Integer,
    })
}
