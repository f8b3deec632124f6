//! Reads the rows of a cube that a star matches into totals, with no relation in between.

use std::sync::Arc;

use oxrdf::Variable;

use super::block::{Block, ROWS};
use super::column::{Column, Numbers, Unit};
use super::fold::{Folded, Measured, Total, fold_variable};
use super::holdings::OpenCube;
use super::relation::Relation;
use super::scan::{Constant, Narrowed, narrowed, unit};
use super::star::{Object, Star};
use super::terms::{Code, place};
use crate::cube::columns::{self, Integers};

/// How the rows of a cube are folded.
pub(super) struct Plan<'c> {
    open: &'c OpenCube,
    /// The components that tell solutions apart, with how many codes each has.
    pub(super) keys: Vec<(Variable, usize, usize)>,
    measures: Vec<(Variable, Measure<'c>)>,
}

/// What is only totalled.
enum Measure<'c> {
    /// It is bound in each row, and nothing else is asked.
    Bound,
    Numbers(columns::Numbers<'c>, Vec<Total>),
}

/// What was found.
pub(super) struct Totals {
    /// How many rows were read.
    pub(super) read: usize,
    /// The different combinations of codes.
    relation: Relation,
    folded: Folded,
}

impl Totals {
    /// How many combinations of codes the rows have.
    pub(super) fn combinations(&self) -> usize {
        self.relation.rows
    }

    /// How many rows match.
    pub(super) fn matched(&self) -> usize {
        let matched: i64 = self.folded.counts.iter().sum();
        usize::try_from(matched).unwrap_or(0)
    }
}

/// The solutions in several cubes; `None` where their numbers are of several kinds, or where there
/// are none of which to learn that.
pub(super) fn folded<T>(parts: &[(T, Totals)]) -> Option<(Relation, Folded)> {
    let mut parts = parts.iter().map(|(_, totals)| totals);
    let first = parts.next()?;
    let (mut relation, mut folded) = (first.relation.clone(), first.folded.clone());
    for part in parts {
        relation = relation.chain(&part.relation);
        folded = folded.chain(&part.folded)?;
    }
    let numbers = (0..).take(relation.rows).collect();
    let numbers = Numbers {
        mantissas: Arc::new(numbers),
        unit: Unit::Integer,
    };
    let relation = relation.with(fold_variable(), Column::Numbers(numbers));
    Some((relation, folded))
}

/// Up to so many combinations have a place in an array each; with more, the rows are no fewer.
const MOST_PLACES: usize = 1 << 20;
/// So many places cost nothing, however few the rows.
const FEW_PLACES: usize = 1 << 12;

impl<'c> Plan<'c> {
    /// How to fold what a star matches in a cube; `None` where it would not pay, or where a value
    /// that is needed has no code.
    pub(super) fn of(
        open: &'c OpenCube,
        star: &Star,
        is_needed: impl Fn(&Variable) -> bool,
        asked: impl Fn(&Variable) -> Option<Vec<Total>>,
    ) -> Option<Self> {
        let mut plan = Self {
            open,
            keys: Vec::new(),
            measures: Vec::new(),
        };
        if is_needed(&star.subject) {
            return None;
        }
        if let Some(totals) = asked(&star.subject) {
            plan.bound(&star.subject, &totals)?;
        }
        for arm in &star.arms {
            let component = open.component(&arm.property)?;
            let Object::Variable(variable) = &arm.object else {
                continue;
            };
            let totals = asked(variable);
            match (open.cube().column(component), totals) {
                // Several values a row multiply solutions.
                (columns::Column::Lists(_), _) => return None,
                (_, Some(totals)) if totals == [Total::Count] => plan.bound(variable, &totals)?,
                (columns::Column::Numbers(numbers), Some(totals)) => {
                    let measure = Measure::Numbers(numbers, totals);
                    plan.measures.push((variable.clone(), measure));
                }
                (columns::Column::Numbers(_), None) if is_needed(variable) => return None,
                (_, totals) if totals.is_some() || is_needed(variable) => {
                    let codes = open.cube().terms(component).len();
                    plan.keys.push((variable.clone(), component, codes));
                }
                _ => {}
            }
        }
        Some(plan)
    }

    fn bound(&mut self, variable: &Variable, totals: &[Total]) -> Option<()> {
        let is_counted = totals == [Total::Count];
        self.measures.push((variable.clone(), Measure::Bound));
        is_counted.then_some(())
    }

    /// How many combinations of codes there can be, if they are few enough for these rows.
    fn places(&self, rows: usize) -> Option<usize> {
        if rows == 0 {
            return Some(1);
        }
        let most = (2 * rows).clamp(FEW_PLACES, MOST_PLACES);
        let mut codes = self.keys.iter().map(|(_, _, codes)| *codes);
        let places = codes.try_fold(1_usize, usize::checked_mul)?;
        (places <= most).then_some(places)
    }

    /// Reads the rows; `None` where there may be as many combinations as rows, or where a sum may
    /// leave its range.
    pub(super) fn run(&self, star: &Star) -> Option<Totals> {
        let Narrowed { rows, conditions } = narrowed(self.open, star).unwrap_or_default();
        let read = rows.len();
        let mut sink = Sink::new(self, self.places(read)?);
        let tests = tests(self.open, star, &conditions);
        let keys = self.keys.iter();
        let keys = keys.map(|(_, component, codes)| (*codes, self.open.cube().column(*component)));
        let keys: Vec<_> = keys.collect();
        let mut block = Block::default();
        for start in rows.clone().step_by(ROWS) {
            let part = start..rows.end.min(start + ROWS);
            block.begin(part);
            for (column, constant) in &tests {
                block.test(*column, *constant);
            }
            if block.find_keys(&keys, sink.spare()) {
                sink.add(&mut block);
            }
        }
        sink.totals(self, read)
    }
}

impl Plan<'_> {
    /// The combinations of codes at these places: the last key is that of the least significance.
    fn combinations(&self, places: &[usize]) -> Relation {
        let mut rest = places.to_vec();
        let mut columns = Vec::with_capacity(self.keys.len());
        for (variable, component, codes) in self.keys.iter().rev() {
            let code = |at: &mut usize| {
                let code = *at % codes;
                *at /= codes;
                place(code)
            };
            let codes: Vec<Code> = rest.iter_mut().map(code).collect();
            let terms = Arc::clone(&self.open.terms[*component]);
            columns.push((variable.clone(), Column::of_codes(codes, terms)));
        }
        let columns = columns.into_iter().rev();
        columns.fold(
            Relation::new(places.len()),
            |relation, (variable, column)| relation.with(variable, column),
        )
    }
}

/// What each row must be tested for: constants, and that its variables are bound.
fn tests<'c>(
    open: &'c OpenCube,
    star: &Star,
    conditions: &[(usize, Constant)],
) -> Vec<(columns::Column<'c>, Option<Constant>)> {
    let constants = conditions
        .iter()
        .map(|(component, constant)| (open.cube().column(*component), Some(*constant)));
    let bound = star.arms.iter().filter_map(|arm| {
        let component = arm.variable().and_then(|_| open.component(&arm.property))?;
        let column = open.cube().column(component);
        (!open.is_always_bound(component)).then_some((column, None))
    });
    constants.chain(bound).collect()
}

/// Where the rows go: by place, and one place more for those that do not match.
struct Sink<'c> {
    counts: Vec<i64>,
    measures: Vec<Adding<'c>>,
}

struct Adding<'c> {
    mantissas: Integers<'c>,
    furthest: u64,
    totals: Vec<(Total, Vec<i64>)>,
}

impl<'c> Sink<'c> {
    fn new(plan: &Plan<'c>, places: usize) -> Self {
        let adding = |(_, measure): &(Variable, Measure<'c>)| match measure {
            Measure::Bound => None,
            Measure::Numbers(numbers, totals) => Some(Adding {
                mantissas: numbers.mantissas(),
                furthest: 0,
                totals: begun(totals, places + 1),
            }),
        };
        Self {
            counts: vec![0; places + 1],
            measures: plan.measures.iter().filter_map(adding).collect(),
        }
    }

    /// The place of the rows that do not match.
    fn spare(&self) -> u32 {
        place(self.counts.len() - 1)
    }

    fn add(&mut self, block: &mut Block) {
        let only = block.only_key();
        let length = block.rows.len();
        match only {
            Some(key) => self.counts[key as usize] += i64::try_from(length).unwrap_or(0),
            None => {
                for key in &block.keys[..length] {
                    self.counts[*key as usize] += 1;
                }
            }
        }
        for measure in &mut self.measures {
            measure.furthest = measure.furthest.max(block.read(measure.mantissas));
            let (keys, values) = (&block.keys[..length], &block.values[..length]);
            for (total, into) in &mut measure.totals {
                match only {
                    Some(key) => add_to_one(*total, &mut into[key as usize], values),
                    None => add_to_each(*total, into, keys, values),
                }
            }
        }
    }

    /// What was found, without the places that no row has.
    fn totals(mut self, plan: &Plan<'_>, read: usize) -> Option<Totals> {
        self.counts.pop();
        let used: Vec<usize> = (0..self.counts.len())
            .filter(|at| self.counts[*at] > 0)
            .collect();
        let at_used = |values: &[i64]| used.iter().map(|at| values[*at]).collect::<Vec<i64>>();
        let mut adding = self.measures.iter();
        let mut measures = Vec::with_capacity(plan.measures.len());
        for (variable, measure) in &plan.measures {
            let found = match measure {
                Measure::Bound => Measured::bound(),
                Measure::Numbers(numbers, _) => {
                    let Adding {
                        furthest, totals, ..
                    } = adding.next()?;
                    // Sums were made in 64 bits: none of them may have left these in between.
                    let most = u128::from(*furthest) * read as u128;
                    i64::try_from(most).ok()?;
                    let totals = totals.iter().map(|(total, all)| (*total, at_used(all)));
                    Measured {
                        unit: unit(*numbers),
                        furthest: *furthest,
                        totals: totals.collect(),
                    }
                }
            };
            measures.push((variable.clone(), found));
        }
        Some(Totals {
            read,
            relation: plan.combinations(&used),
            folded: Folded::new(at_used(&self.counts), measures),
        })
    }
}

fn begun(totals: &[Total], places: usize) -> Vec<(Total, Vec<i64>)> {
    let begun = totals.iter().filter_map(|total| {
        let begin = match total {
            Total::Count => return None,
            Total::Sum => 0,
            Total::Least => i64::MAX,
            Total::Greatest => i64::MIN,
        };
        Some((*total, vec![begin; places]))
    });
    begun.collect()
}

fn add_to_one(total: Total, into: &mut i64, values: &[i64]) {
    let values = values.iter().copied();
    match total {
        Total::Count => {}
        Total::Sum => *into = values.fold(*into, i64::wrapping_add),
        Total::Least => *into = values.fold(*into, i64::min),
        Total::Greatest => *into = values.fold(*into, i64::max),
    }
}

fn add_to_each(total: Total, into: &mut [i64], keys: &[u32], values: &[i64]) {
    match total {
        Total::Count => {}
        Total::Sum => combine(into, keys, values, i64::wrapping_add),
        Total::Least => combine(into, keys, values, i64::min),
        Total::Greatest => combine(into, keys, values, i64::max),
    }
}

#[inline]
fn combine(into: &mut [i64], keys: &[u32], values: &[i64], with: impl Fn(i64, i64) -> i64) {
    for (key, value) in keys.iter().zip(values) {
        let into = &mut into[*key as usize];
        *into = with(*into, *value);
    }
}
