//! Reading [tabular data files](https://www.w3.org/TR/tabular-data-model/#parsing): from bytes to
//! rows of text, as a dialect says.

mod decode;
mod record;
mod rows;
mod simple;
mod syntax;
mod whole;

pub(crate) use record::Record;
pub(crate) use rows::{CELL_LIMIT, Outcome, RowError, Rows};
