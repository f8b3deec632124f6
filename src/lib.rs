#![doc = include_str!("../README.md")]

pub mod cli;
pub mod config;
pub mod csvw;
pub mod cube;
pub mod diagnostic;
pub mod difference;
pub mod digest;
pub mod examples;
pub mod export;
pub mod fetch;
pub mod graph;
pub mod mapping;
pub mod pipeline;
pub mod query;
pub mod register;
pub mod release;
pub mod serve;
pub mod store;
pub mod tidy;
pub mod uri;
pub mod validate;
pub mod vocab;

/// For the command and all that measures and tests it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
