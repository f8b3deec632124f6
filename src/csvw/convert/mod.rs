//! [csv2rdf](https://www.w3.org/TR/csv2rdf/): from the rows of a table to triples, as they are
//! read.

mod annotation;
mod batch;
mod bind;
mod cache;
mod cell_key;
mod column;
mod engine;
mod group;
mod header;
mod objects;
mod report;
mod row;
mod row_node;
mod straight;
mod table;

pub(crate) use engine::Job;
pub use engine::{ConvertError, Converted, Mode, Options, convert};
pub(crate) use group::{BlankNodes, begin_group};
pub(crate) use row::{Keys, RowCells};
