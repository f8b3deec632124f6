//! [csv2rdf](https://www.w3.org/TR/csv2rdf/): from the rows of a table to triples, as they are
//! read.

mod annotation;
mod bind;
mod cache;
mod column;
mod engine;
mod group;
mod header;
mod report;
mod row;
mod table;

pub use engine::{ConvertError, Converted, Mode, Options, convert};
pub(crate) use group::{GroupNode, begin_group};
pub(crate) use row::{Keys, RowCells};
