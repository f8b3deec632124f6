//! Terms as numbers: every RDF term is made from text once and is a [`TermId`] from then on.
//!
//! Conversion, validation, differences and the loading of the store work on these numbers; text
//! appears again only at the edges. The [`Dictionary`] keeps the exact lexical form of each
//! literal, unlike Oxigraph's store, which normalises values.

mod dictionary;
mod list;
mod sink;
mod writer;

pub use dictionary::{Dictionary, TermId};
pub use list::TripleList;
pub use sink::{Kept, SourceRow, Triple, TripleSink};
pub use writer::GraphWriter;
