//! What literals mean: whether a lexical form is one of its datatype, and which of two values is
//! less.

mod compare;
mod decimal;
mod language;
mod lexical;
mod pattern;

pub(crate) use compare::{Value, compare};
pub(crate) use decimal::Decimal;
pub(crate) use language::matches_range;
pub(crate) use lexical::is_well_formed;
pub(crate) use pattern::Pattern;
