//! Datatypes and their formats: what a cell's text must look like and which value it stands for.

mod builtin;
mod date_pattern;
mod decimal;
mod digits;
mod expression;
mod facets;
mod format;
mod integer;
mod number_pattern;
mod parse;
mod text;
mod value;

pub use builtin::Builtin;
pub(crate) use builtin::{Family, Text};
pub(crate) use decimal::Decimal;
pub(crate) use facets::{Facets, Limit};
pub(crate) use format::{Format, FormatError, NumberChars};
pub use parse::Datatype;
pub(crate) use parse::Fault;
pub(crate) use text::is_language_tag;
pub(crate) use value::canonical_double;
