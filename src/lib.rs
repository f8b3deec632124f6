#![doc = include_str!("../README.md")]

pub mod cli;
pub mod config;
pub mod cube;
pub mod diagnostic;
pub mod digest;
pub mod fetch;
pub mod graph;
pub mod mapping;
pub mod register;
pub mod release;
pub mod store;
pub mod tidy;
pub mod uri;
pub mod vocab;
