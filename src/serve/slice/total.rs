//! Totals, and the refusal of those that would be wrong.

use std::collections::BTreeSet;

use oxrdf::NamedNode;
use rustc_hash::FxHashMap;

use super::dimension::{Dimension, Order};
use super::error::SliceError;
use super::schema::Aggregation;
use super::table::{Figure, Line, Reading, Source, code};
use crate::cube::columns::{Code, Column, Cube, Number};

/// Adds up all rows that have the same members of the dimensions that are kept.
pub(super) fn lines(
    reading: &Reading<'_>,
    group: &[usize],
    entries: &[(u32, usize)],
) -> Result<Vec<Line>, SliceError> {
    let kept: Vec<_> = group
        .iter()
        .map(|at| {
            reading
                .cube
                .column(reading.schema.dimensions[*at].component)
        })
        .collect();
    let mut groups: FxHashMap<(usize, Vec<Option<Code>>), Sum> = FxHashMap::default();
    let mut members = Vec::with_capacity(kept.len());
    for (row, measure) in entries {
        members.clear();
        members.extend(kept.iter().map(|column| code(*column, *row)));
        let key = (*measure, std::mem::take(&mut members));
        let sum = groups.entry(key).or_default();
        sum.add(reading, *row, *measure)?;
    }
    check(reading, group, entries, &groups)?;
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|((a, members), _), ((b, others), _)| (members, a).cmp(&(others, b)));
    let lines = groups.into_iter().map(|((measure, members), sum)| {
        let value = sum.value(reading, measure)?;
        Ok(Line {
            members,
            measure,
            value,
            unit: sum.unit,
            multiplier: sum.multiplier,
            statuses: sum.statuses.into_iter().collect(),
            source: Source::Total {
                observations: sum.observations,
                missing: sum.missing,
            },
        })
    });
    lines.collect()
}

/// What is added up so far.
#[derive(Default)]
struct Sum {
    mantissa: i128,
    observations: u32,
    missing: u32,
    statuses: BTreeSet<Code>,
    /// That of the first row, and by what it is multiplied; all others must have the same.
    unit: Option<Code>,
    multiplier: Option<Code>,
    units_differ: bool,
    /// A value that is no number; a single one stays what it is.
    other: Option<Figure>,
}

impl Sum {
    fn add(&mut self, reading: &Reading<'_>, row: u32, measure: usize) -> Result<(), SliceError> {
        self.observations += 1;
        match reading.value(row, measure) {
            Some(Figure::Number(number)) => {
                let sum = self.mantissa.checked_add(number.mantissa.into());
                self.mantissa = sum.ok_or(SliceError::TooLarge)?;
            }
            Some(other) => self.other = Some(other),
            None => self.missing += 1,
        }
        self.statuses.extend(reading.statuses(row));
        let one = |at: Option<usize>| at.and_then(|at| code(reading.cube.column(at), row));
        let unit = one(reading.schema.unit);
        let multiplier = one(reading.schema.multiplier);
        if self.observations == 1 {
            (self.unit, self.multiplier) = (unit, multiplier);
        }
        self.units_differ |= (self.unit, self.multiplier) != (unit, multiplier);
        Ok(())
    }

    /// The sum; none where a part of it is missing.
    fn value(&self, reading: &Reading<'_>, measure: usize) -> Result<Option<Figure>, SliceError> {
        if self.missing > 0 {
            return Ok(None);
        }
        if let Some(other) = &self.other {
            return Ok(Some(other.clone()));
        }
        let component = reading.schema.measures[measure].component;
        let scale = match reading.cube.column(component) {
            Column::Numbers(numbers) => numbers.scale(),
            _ => 0,
        };
        let mantissa = i64::try_from(self.mantissa).map_err(|_large| SliceError::TooLarge)?;
        Ok(Some(Figure::Number(Number { mantissa, scale })))
    }
}

/// Refuses totals that say something false.
fn check(
    reading: &Reading<'_>,
    group: &[usize],
    entries: &[(u32, usize)],
    groups: &FxHashMap<(usize, Vec<Option<Code>>), Sum>,
) -> Result<(), SliceError> {
    let added = groups.iter().filter(|(_, sum)| sum.observations > 1);
    let added: BTreeSet<usize> = added.map(|((measure, _), _)| *measure).collect();
    let dimensions = reading.schema.dimensions.iter().enumerate();
    let summed = dimensions.filter(|(at, _)| !group.contains(at));
    let several: Vec<_> = summed
        .map(|(_, dimension)| (dimension, members(reading.cube, dimension, entries)))
        .filter(|(_, members)| members.len() > 1)
        .collect();
    let Some((first, _)) = several.first() else {
        return Ok(());
    };
    for measure in added {
        let time = several.iter().find(|(d, _)| d.order != Order::None);
        refuse_measure(reading, measure, first, time.map(|(d, _)| *d), groups)?;
    }
    if groups.values().any(|sum| sum.units_differ) {
        let dimension = first.name.clone();
        return Err(SliceError::Units { dimension });
    }
    let any_added = groups.values().any(|sum| sum.observations > 1);
    for (dimension, members) in several.iter().filter(|_| any_added) {
        refuse_overlap(reading, dimension, members)?;
    }
    Ok(())
}

fn refuse_measure(
    reading: &Reading<'_>,
    measure: usize,
    first: &Dimension,
    time: Option<&Dimension>,
    groups: &FxHashMap<(usize, Vec<Option<Code>>), Sum>,
) -> Result<(), SliceError> {
    let told = &reading.schema.measures[measure];
    let refuse = |why, dimension: &Dimension| {
        Err(SliceError::DoesNotAdd {
            measure: told.label(reading.live, crate::serve::Language::English),
            why,
            dimension: dimension.name.clone(),
        })
    };
    let of_measure = |(at, _): &(usize, Vec<Option<Code>>)| *at == measure;
    let numbers = |sum: &Sum| sum.other.is_none() || sum.observations < 2;
    if !groups
        .iter()
        .filter(|(key, _)| of_measure(key))
        .all(|(_, sum)| numbers(sum))
    {
        return refuse("its values are not numbers of one kind", first);
    }
    match (told.aggregation, time) {
        (Aggregation::Sum, _) | (Aggregation::Snapshot, None) => Ok(()),
        (Aggregation::Snapshot, Some(time)) => {
            refuse("it says how much there was at each time", time)
        }
        (Aggregation::None, _) => refuse("it is a mean, a median, a rate or the like", first),
        (Aggregation::Unsaid, _) => refuse(
            "nobody has said that it adds up; a mapping says so with `aggregation`",
            first,
        ),
    }
}

/// The members of a dimension that the rows have.
fn members(cube: &Cube, dimension: &Dimension, entries: &[(u32, usize)]) -> BTreeSet<Code> {
    let column = cube.column(dimension.component);
    let mut has = vec![false; dimension.members.len()];
    for (row, _) in entries {
        if let Some(code) = code(column, *row) {
            has[code as usize] = true;
        }
    }
    let all = has.into_iter().zip(0..);
    all.filter(|(has, _)| *has).map(|(_, code)| code).collect()
}

/// Refuses to add a member to what it is a part of.
fn refuse_overlap(
    reading: &Reading<'_>,
    dimension: &Dimension,
    members: &BTreeSet<Code>,
) -> Result<(), SliceError> {
    let key = |code: Code| dimension.members[code as usize].key.clone();
    let twice = |part: Code, whole: Code| {
        Err(SliceError::Twice {
            dimension: dimension.name.clone(),
            part: key(part),
            whole: key(whole),
        })
    };
    for code in members {
        // What is broken down no further is called so by releases that break it down elsewhere.
        if let "all" | "total" | "all-ages" | "all-offences" = key(*code).as_str() {
            let part = members.iter().find(|part| *part != code);
            return part.map_or(Ok(()), |part| twice(*part, *code));
        }
        let term = reading.cube.terms(dimension.component).text(*code);
        let iri = NamedNode::new_unchecked(term);
        let within = dimension.within.members.get(&iri);
        let part = within
            .into_iter()
            .flatten()
            .find(|part| members.contains(part));
        if let Some(part) = part {
            return twice(*part, *code);
        }
    }
    match overlapping(dimension, members) {
        Some((part, whole)) => twice(part, whole),
        None => Ok(()),
    }
}

/// Two periods of which one begins before the other has ended: the shorter and the longer one.
fn overlapping(dimension: &Dimension, members: &BTreeSet<Code>) -> Option<(Code, Code)> {
    let days = |code: Code| dimension.members[code as usize].days.as_ref();
    let mut periods: Vec<_> = members
        .iter()
        .filter_map(|c| Some((days(*c)?, *c)))
        .collect();
    periods.sort_unstable();
    let mut longest = periods.first()?;
    for period in &periods[1..] {
        let ((first, last), (_, end)) = (period.0, longest.0);
        if first <= end {
            return Some(if last <= end {
                (period.1, longest.1)
            } else {
                (longest.1, period.1)
            });
        }
        longest = period;
    }
    None
}
