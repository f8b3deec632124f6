//! Some rows that follow each other, while they are read.
//!
//! Advice for whoever changes this: a block fits the processor's first cache, and each step goes
//! over it in a loop without branches, which compilers turn into vector instructions. Rows that do
//! not match are not skipped: they go to a place of their own, which is thrown away.

use std::ops::Range;

use super::scan::Constant;
use super::terms::{Code, place};
use crate::cube::columns::{Codes, Column, Integers};

/// Rows in a block.
pub(super) const ROWS: usize = 2048;

/// Some rows that follow each other, while they are read.
pub(super) struct Block {
    pub(super) rows: Range<usize>,
    /// Whether each row matches.
    kept: [bool; ROWS],
    /// The place of the combination of each row.
    pub(super) keys: [u32; ROWS],
    /// The numbers of each row in the measure that is added.
    pub(super) values: [i64; ROWS],
    is_whole: bool,
}

impl Default for Block {
    fn default() -> Self {
        Self {
            rows: 0..0,
            kept: [true; ROWS],
            keys: [0; ROWS],
            values: [0; ROWS],
            is_whole: true,
        }
    }
}

impl Block {
    pub(super) fn begin(&mut self, rows: Range<usize>) {
        self.rows = rows;
        self.kept.fill(true);
        self.is_whole = true;
    }

    /// Keeps the rows that have a constant, or any value where none is given.
    pub(super) fn test(&mut self, column: Column<'_>, constant: Option<Constant>) {
        let rows = self.rows.clone();
        let kept = &mut self.kept[..rows.len()];
        match (column, constant) {
            (Column::Codes(Codes::Bytes(all)), Some(Constant::Code(code))) => {
                keep(kept, &all[rows], |found| Code::from(found) == code);
            }
            (Column::Codes(Codes::Shorts(all)), Some(Constant::Code(code))) => {
                keep(kept, &all[rows], |found| Code::from(found) == code);
            }
            (Column::Codes(Codes::Words(all)), Some(Constant::Code(code))) => {
                keep(kept, &all[rows], |found| found == code);
            }
            (Column::Lists(lists), Some(Constant::Code(code))) => {
                for (kept, row) in kept.iter_mut().zip(rows) {
                    *kept &= lists.get(row).contains(&code);
                }
            }
            (Column::Numbers(numbers), Some(Constant::Mantissa(mantissa))) => {
                for (kept, row) in kept.iter_mut().zip(rows) {
                    *kept &= numbers.mantissas().get(row) == Some(mantissa);
                }
            }
            (Column::Codes(codes), None) => match codes {
                Codes::Bytes(all) => keep(kept, &all[rows], |found| found != u8::MAX),
                Codes::Shorts(all) => keep(kept, &all[rows], |found| found != u16::MAX),
                Codes::Words(all) => keep(kept, &all[rows], |found| found != u32::MAX),
            },
            (Column::Numbers(numbers), None) => match numbers.mantissas() {
                Integers::Bytes(all) => keep(kept, &all[rows], |found| found != i8::MIN),
                Integers::Shorts(all) => keep(kept, &all[rows], |found| found != i16::MIN),
                Integers::Words(all) => keep(kept, &all[rows], |found| found != i32::MIN),
                Integers::Longs(all) => keep(kept, &all[rows], |found| found != i64::MIN),
            },
            (Column::Same | Column::Lists(_), _)
            | (Column::Codes(_), Some(Constant::Mantissa(_)))
            | (Column::Numbers(_), Some(Constant::Code(_))) => {}
        }
        self.is_whole = !any(kept, false);
    }

    /// Finds the place of each row, the spare one for those that do not match; tells whether any
    /// does.
    pub(super) fn find_keys(&mut self, keys: &[(usize, Column<'_>)], spare: u32) -> bool {
        let (rows, length) = (self.rows.clone(), self.rows.len());
        let found = &mut self.keys[..length];
        found.fill(0);
        for (codes, column) in keys {
            let codes = place(*codes);
            match column {
                Column::Codes(Codes::Bytes(all)) => divide(found, &all[rows.clone()], codes),
                Column::Codes(Codes::Shorts(all)) => divide(found, &all[rows.clone()], codes),
                Column::Codes(Codes::Words(all)) => divide(found, &all[rows.clone()], codes),
                Column::Same | Column::Lists(_) | Column::Numbers(_) => {}
            }
        }
        if self.is_whole {
            return true;
        }
        let kept = &self.kept[..length];
        for (key, kept) in found.iter_mut().zip(kept) {
            *key = if *kept { *key } else { spare };
        }
        any(kept, true)
    }

    /// Reads the numbers of a measure, zero where a row does not match; tells how far they are
    /// from zero at most.
    pub(super) fn read(&mut self, mantissas: Integers<'_>) -> u64 {
        let rows = self.rows.clone();
        let values = &mut self.values[..rows.len()];
        match mantissas {
            Integers::Bytes(all) => widen(values, &all[rows]),
            Integers::Shorts(all) => widen(values, &all[rows]),
            Integers::Words(all) => widen(values, &all[rows]),
            Integers::Longs(all) => widen(values, &all[rows]),
        }
        if !self.is_whole {
            for (value, kept) in values.iter_mut().zip(&self.kept) {
                *value = if *kept { *value } else { 0 };
            }
        }
        let (least, greatest) = values.iter().fold((0, 0), |(least, greatest), value| {
            (
                value.min(&least).to_owned(),
                value.max(&greatest).to_owned(),
            )
        });
        i64::unsigned_abs(least).max(i64::unsigned_abs(greatest))
    }

    /// The place that all rows have, if they have the same.
    pub(super) fn only_key(&self) -> Option<u32> {
        let keys = &self.keys[..self.rows.len()];
        let first = *keys.first()?;
        let differences = keys.iter().fold(0, |all, key| all | (key ^ first));
        (differences == 0).then_some(first)
    }
}

fn keep<T: Copy>(kept: &mut [bool], values: &[T], is_kept: impl Fn(T) -> bool) {
    for (kept, value) in kept.iter_mut().zip(values) {
        *kept &= is_kept(*value);
    }
}

/// Where a row has no value, what comes of it means nothing: such rows go to the spare place.
fn divide<T: Copy + Into<u32>>(keys: &mut [u32], values: &[T], codes: u32) {
    for (key, value) in keys.iter_mut().zip(values) {
        *key = key.wrapping_mul(codes).wrapping_add((*value).into());
    }
}

fn widen<T: Copy + Into<i64>>(into: &mut [i64], values: &[T]) {
    for (into, value) in into.iter_mut().zip(values) {
        *into = (*value).into();
    }
}

/// Whether any of the flags is this one; all are looked at, many at a time.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a search that stops at the first would look at one flag at a time"
)]
fn any(flags: &[bool], wanted: bool) -> bool {
    flags
        .iter()
        .fold(false, |any, flag| any | (*flag == wanted))
}
