use crate::csvw::cell::CellValue;

use super::bind::Values;
use super::column::{ColumnPlan, values_of};

/// The current cells of all columns, and the numbers of their row.
pub(super) struct CurrentRow<'p> {
    pub(super) columns: &'p [ColumnPlan],
    pub(super) number: u64,
    pub(super) source_number: u64,
}

impl Values for CurrentRow<'_> {
    fn values(&self, column: usize) -> Option<Vec<&str>> {
        values_of(self.columns[column].cache.current())
    }

    #[inline]
    fn encoded(&self, column: usize) -> &str {
        &self.columns[column].cache.current().encoded
    }

    fn row(&self) -> u64 {
        self.number
    }

    fn source_row(&self) -> u64 {
        self.source_number
    }
}

/// The values of a row's cells, for those who look at keys.
pub(crate) trait RowCells {
    /// The value of the cell of a column; the first column is 0.
    fn value(&self, column: usize) -> &CellValue;
    /// The line that the row starts in.
    fn line(&self) -> u64;
}

/// Looks at the keys of each row while a table is read.
pub(crate) trait Keys {
    /// Takes one row.
    fn row(&mut self, row: &dyn RowCells);
}

impl Keys for () {
    fn row(&mut self, _: &dyn RowCells) {}
}

/// A row as [`RowCells`].
pub(super) struct Cells<'p> {
    pub(super) columns: &'p [ColumnPlan],
    pub(super) line: u64,
}

impl RowCells for Cells<'_> {
    fn value(&self, column: usize) -> &CellValue {
        &self.columns[column].cache.current().value
    }

    fn line(&self) -> u64 {
        self.line
    }
}
