//! The cube around the observations: its structure definition, its properties, its code lists, its
//! periods and the dataset itself, as triples.

pub mod columns;

mod code_list;
mod dataset;
mod describe;
pub mod foreign;
mod period;
mod shared;
mod structure;
mod terms;
mod writer;

pub use describe::{Described, describe};
