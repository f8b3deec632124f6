//! One [`Finding`] type for everything that is wrong with a mapping, a release, a register or a graph.
//!
//! Low functions return their own plain errors; the stage that knows the file turns them into a
//! finding with a [`Code`], a place in the data and a place in the definition. Findings are
//! collected in [`Findings`] and drawn by one renderer a file: [`human`], [`short`], [`json`],
//! [`sarif`].

mod code;
mod collection;
mod finding;
pub mod human;
pub mod json;
mod place;
pub mod sarif;
pub mod short;
mod summary;

pub use code::{Code, Severity};
pub use collection::Findings;
pub use finding::Finding;
pub use place::{Excerpt, Field, Place, SourceName};
pub(crate) use summary::grouped;
