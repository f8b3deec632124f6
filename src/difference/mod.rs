//! What changed from one release of a dataset to the next.
//!
//! Both releases are read once, side by side, as canonical N-Quads: their lines are sorted, so the
//! work is linear in them and the memory is that of the members of the dimensions, never of the
//! rows. A [`Change`] is what became of one subject; [`compare`] tells all of them, in order, and
//! ends with a [`Summary`]. [`apply()`] goes the other way: the earlier release and what was removed
//! and added give the later one, byte for byte.

mod apply;
mod change;
mod codes;
mod groups;
mod merge;
mod quads;
mod sanity;
mod statement;
mod structure;
mod summary;
mod table;
mod tally;
mod version;

pub use apply::apply;
pub use change::{About, Change, Edit, Fate};
pub use codes::CODES;
pub use groups::DifferenceError;
pub use merge::compare;
pub use quads::write_quads;
pub use sanity::check;
pub use structure::structure;
pub use summary::{Largest, Members, Named, Summary, Total};
pub use table::{Row, Table, TableWriter};
pub use tally::label;
pub use version::{Step, Version};
