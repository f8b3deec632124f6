//! The observations of a cube as columns: what makes slices, sums and charts fast.
//!
//! A file of columns is written when a release is published, beside its N-Quads, and is read from
//! then on through the page cache. It holds every triple of every observation, each once, with the
//! terms as the store answers them (Oxigraph normalises literals: `"01"` comes back as `"1"`):
//!
//! - one row for each observation, in the order of its key: the dimensions in the order of the
//!   structure, each in the order of its members' terms;
//! - one [`Component`] for each predicate that an observation has: dimensions, measures and
//!   attributes of the structure, and whatever else there is, such as `rdf:type`;
//! - the values of a component as a [`Column`]: codes into the component's sorted [`Terms`], in one,
//!   two or four bytes as they fit, or nothing at all where all rows are alike; or, for measures
//!   whose lexical forms follow from their values, whole numbers with a common decimal scale;
//! - the IRIs of the observations as the segments of their keys, or one by one where they follow no
//!   such rule; and the record of the release that each row came from.
//!
//! The layout is our own: a header of JSON at the end and sections that are the arrays themselves,
//! so that opening a file maps it and copies nothing.
//!
//! ```text
//! magic · section · section · … · header (JSON) · length of the header (8 bytes) · magic
//! ```

mod bytes;
mod check;
mod component;
mod cube;
mod cubes;
mod encode;
mod error;
mod find;
mod gather;
mod header;
mod key;
mod naming;
mod neighbours;
mod number;
mod order;
mod parquet;
mod scaled;
mod sections;
mod stored;
mod structure;
mod subjects;
mod terms;
mod values;
mod write;

pub use component::{Component, Kind};
pub use cube::{Coverage, Cube};
pub use cubes::Cubes;
pub use error::ColumnsError;
pub use neighbours::subjects_below;
pub use number::Number;
pub use parquet::write_parquet;
pub use terms::Terms;
pub use values::{Code, Codes, Column, Integers, Lists, Numbers};
pub use write::{Rows, Written, write};

#[cfg(test)]
mod tests;
