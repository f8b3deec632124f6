//! From the terms of a component to the rows that have them.

use super::Cube;
use super::values::{Code, Codes, Column};

impl Cube {
    /// The first row, from this one on, that has a term of a component.
    ///
    /// # Panics
    ///
    /// If there is no such component.
    pub fn row_with(&self, component: usize, code: Code, from: usize) -> Option<usize> {
        if self.key().first() == Some(&component) {
            return self.row_of_sorted(component, code, from);
        }
        match self.column(component) {
            Column::Same => Some(from).filter(|row| code == 0 && *row < self.rows()),
            Column::Codes(Codes::Bytes(all)) => {
                u8::try_from(code).ok().and_then(|c| find(all, c, from))
            }
            Column::Codes(Codes::Shorts(all)) => {
                u16::try_from(code).ok().and_then(|c| find(all, c, from))
            }
            Column::Codes(Codes::Words(all)) => find(all, code, from),
            Column::Lists(lists) => (from..self.rows()).find(|row| lists.get(*row).contains(&code)),
            Column::Numbers(_) => None,
        }
    }

    /// All rows that have a term of a component, in their order.
    ///
    /// Of the component that all rows are sorted by they lie together, and none is looked at.
    ///
    /// # Panics
    ///
    /// If there is no such component.
    pub fn rows_having(&self, component: usize, code: Code) -> impl Iterator<Item = usize> {
        let is_sorted = self.key().first() == Some(&component);
        let (together, first) = if is_sorted {
            (
                self.rows_within(component, code..=code, 0..self.rows()),
                None,
            )
        } else {
            (0..0, self.row_with(component, code, 0))
        };
        let next = move |row: &usize| self.row_with(component, code, row + 1);
        together.chain(std::iter::successors(first, next))
    }

    /// The same in the component that all rows are sorted by.
    fn row_of_sorted(&self, component: usize, code: Code, from: usize) -> Option<usize> {
        if from >= self.rows() {
            return None;
        }
        // Whoever asks for one row after the other finds the next one beside the last.
        if self.raw_code(component, from) == code {
            return Some(from);
        }
        let rows = self.rows_within(component, code..=code, from..self.rows());
        rows.into_iter().next()
    }
}

/// Where a code stands first. Most blocks do not have it, which is seen many codes at a time.
fn find<C: PartialEq + Copy>(codes: &[C], code: C, from: usize) -> Option<usize> {
    const BLOCK: usize = 512;
    let rest = codes.get(from..)?;
    let at = rest.chunks(BLOCK).position(|block| block.contains(&code))? * BLOCK;
    let within = rest[at..].iter().position(|c| *c == code)?;
    Some(from + at + within)
}
