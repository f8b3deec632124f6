//! Whether a graph is what it should be, before anything is live.
//!
//! [`Shapes`] are read once from files of [SHACL](https://www.w3.org/TR/shacl/) and check
//! [`TermGraph`](crate::graph::TermGraph)s by number. A [`Report`] names for each violation the
//! cell of the CSV file that it came from.

mod check;
mod classes;
pub mod codes;
mod compile;
pub mod cube;
pub mod disclosure;
mod imports;
mod path;
pub mod report;
mod shape;
mod shapes;
mod sparql;
mod value;
mod violation;

pub use report::Report;
pub use shapes::Shapes;
