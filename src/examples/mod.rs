//! Stored queries that answer questions people have, with the number of rows that each promises.
//!
//! They are written in Turtle in `vocab/examples/`, go live with every publication, and are checked
//! before it does: what an example promises is what whoever copies it will rely on.

mod check;
mod codes;
mod example;
mod lookup;
mod source;

pub use check::{Count, Fault, check};
pub use codes::CODES;
pub use example::Example;
pub use lookup::Lookup;
pub use source::Source;
