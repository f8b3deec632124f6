//! Stores elsewhere: real servers of Oxigraph and Virtuoso on the loopback interface, each in a
//! folder of its own that is removed afterwards.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod command;
mod generations;
mod graph;
mod peers;
mod proxy;
