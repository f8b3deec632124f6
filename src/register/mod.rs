//! The registers of courts, areas, prisons and codes, read from reviewed CSV files, and the
//! matching of what stands in a release with their members.
//!
//! A register is a folder of `vocab/registers/`. [`Registers::load`] reads all of them,
//! [`Register::lookup`] finds the member that a cell means, and nothing that is only similar is
//! ever taken without a person.

mod accept;
pub mod build;
mod check;
mod circle;
pub mod codes;
mod columns;
mod date;
mod definition;
pub mod ledger;
mod links;
mod load;
mod lookup;
mod namesake;
mod normal;
mod rdf;
mod registers;
mod suggest;
mod table;
#[cfg(test)]
mod tests;
mod thing;

pub use accept::{Acceptance, accept};
pub use check::check;
pub use codes::CODES;
pub use date::{DateError, PartialDate, Period, Span};
pub use definition::{Definition, Matching, Nature, Reuse, Scheme, TypeWords};
pub use lookup::{How, Match, Question, Timing};
pub use rdf::write_rdf;
pub use registers::{Register, Registers, Source};
pub use suggest::{Reason, Suggestion};
pub use thing::{
    Home, Label, LabelRole, Notation, Relation, Site, Succession, SuccessionKind, Thing,
};
