#![doc = include_str!("../README.md")]

pub mod cli;
pub mod config;
pub mod csvw;
pub mod diagnostic;
pub mod digest;
pub mod fetch;
pub mod graph;
pub mod pipeline;
pub mod register;
pub mod serve;
pub mod store;
pub mod uri;
pub mod validate;
pub mod vocab;
