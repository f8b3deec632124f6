#![doc = include_str!("../README.md")]

pub mod diagnostic;
pub mod graph;
pub mod register;
pub mod uri;
pub mod vocab;
