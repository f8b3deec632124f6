use std::ops::Range;

use super::pick::Pick;
use super::request::Slice;
use super::schema::Schema;
use crate::cube::columns::{Code, Column, Cube};

/// As many parts of the table are searched before it is read through.
const MOST_RANGES: usize = 4096;

/// The rows of a slice, in order.
///
/// The rows are sorted by the dimensions, so what is picked of the first ones is searched, not
/// read; dimensions between them of which nothing is picked are stepped through member by member.
/// Only what is left is read.
pub(super) fn rows(schema: &Schema, cube: &Cube, slice: &Slice) -> Vec<u32> {
    let mut ranges: Vec<_> = std::iter::once(0..cube.rows()).collect();
    let last = slice.picks.iter().rposition(Option::is_some);
    let mut searched = 0;
    for (at, pick) in slice
        .picks
        .iter()
        .enumerate()
        .take(last.map_or(0, |last| last + 1))
    {
        let component = schema.dimensions[at].component;
        let Some(parts) = split(cube, component, pick.as_ref(), &ranges) else {
            break;
        };
        ranges = parts;
        searched = at + 1;
    }
    let rest = slice.picks.iter().zip(&schema.dimensions).skip(searched);
    let rest: Vec<_> = rest
        .filter_map(|(pick, dimension)| {
            Some((
                cube.column(dimension.component),
                pick.as_ref()?.has.as_slice(),
            ))
        })
        .collect();
    let all = ranges.into_iter().flatten();
    let found = all.filter(|row| rest.iter().all(|(column, has)| picks(*column, has, *row)));
    found
        .map(|row| u32::try_from(row).unwrap_or(u32::MAX))
        .collect()
}

/// The parts of some ranges that have the members that are picked, or each part of one member;
/// `None` where those would be too many.
fn split(
    cube: &Cube,
    component: usize,
    pick: Option<&Pick>,
    ranges: &[Range<usize>],
) -> Option<Vec<Range<usize>>> {
    let count = pick.map_or_else(|| cube.terms(component).len(), |pick| pick.codes.len());
    if count.checked_mul(ranges.len())? > MOST_RANGES {
        return None;
    }
    let every: Vec<Code> = if pick.is_none() {
        (0..).take(count).collect()
    } else {
        Vec::new()
    };
    let codes = pick.map_or(&every, |pick| &pick.codes);
    let parts = ranges.iter().flat_map(|range| {
        codes
            .iter()
            .map(|code| cube.rows_within(component, *code..=*code, range.clone()))
    });
    Some(parts.filter(|part| !part.is_empty()).collect())
}

fn picks(column: Column<'_>, has: &[bool], row: usize) -> bool {
    let code = match column {
        Column::Same => Some(0),
        Column::Codes(codes) => codes.get(row),
        Column::Lists(_) | Column::Numbers(_) => None,
    };
    code.is_some_and(|code| has[code as usize])
}
