use crate::csvw::cell::CellValue;
use crate::graph::SourceRow;

use super::bind::Values;
use super::column::{ColumnPlan, values_of};
use super::table::Shape;

/// The numbers of a row: in the table, in the file, and of its line.
#[derive(Clone, Copy)]
pub(super) struct RowNumbers {
    pub(super) number: u64,
    pub(super) source_number: u64,
    pub(super) line: u64,
}

impl RowNumbers {
    /// What a sink is told of the row.
    pub(super) fn source(self) -> SourceRow {
        SourceRow {
            number: self.number,
            line: self.line,
            record: self.source_number,
        }
    }

    pub(super) fn values(self, columns: &[ColumnPlan]) -> CurrentRow<'_> {
        CurrentRow {
            columns,
            number: self.number,
            source_number: self.source_number,
        }
    }
}

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

/// The cells of a row, for those who look at keys.
pub(crate) trait RowCells {
    /// The values of the cells of some columns of the schema as one text, which is the same for
    /// another row if and only if the values are.
    fn key(&self, columns: &[usize]) -> String;
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
    pub(super) shape: Shape,
    pub(super) line: u64,
}

impl RowCells for Cells<'_> {
    fn key(&self, columns: &[usize]) -> String {
        let mut key = String::new();
        for index in columns {
            let column = &self.columns[self.shape.position(*index)];
            let value = &column.cache.current().value;
            for item in value.items() {
                key.push_str(&column.annotated.datatype.canonical(&item.lexical));
                key.push('\u{1}');
            }
            key.push(if *value == CellValue::Null {
                '\u{2}'
            } else {
                '\u{3}'
            });
        }
        key
    }

    fn line(&self) -> u64 {
        self.line
    }
}
