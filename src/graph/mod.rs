//! Terms as numbers: every RDF term is made from text once and is a [`TermId`] from then on.
//!
//! Conversion, validation, differences and the loading of the store work on these numbers; text
//! appears again only at the edges. The [`Dictionary`] keeps the exact lexical form of each
//! literal, unlike Oxigraph's store, which normalises values.
//!
//! A [`TermGraph`] holds the triples of a publication in compressed rows; [`Origins`] says which
//! line of which CSV file a subject came from, and [`Spans`] where a triple stands in its Turtle
//! file.

mod builder;
mod canonical;
mod dictionary;
mod index;
mod inverse;
mod list;
mod origins;
mod read;
mod rows;
mod sink;
mod spans;
mod writer;

pub use builder::GraphBuilder;
pub use canonical::Part;
pub use dictionary::{Dictionary, TermId};
pub use list::TripleList;
pub use origins::Origins;
pub use read::{ReadError, format_of, path_of_url, read_file, read_text};
pub use rows::{Pair, TermGraph};
pub use sink::{Kept, SourceRow, Triple, TripleSink};
pub use spans::Spans;
pub use writer::GraphWriter;
