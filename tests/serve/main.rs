//! The server from the outside: the real server on a loopback port, and a real client.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

mod attacks;
mod bodies;
mod documents;
mod endpoint;
mod examples;
mod hostile;
mod negotiation;
mod operations;
mod pages;
mod past;
#[path = "../support/process.rs"]
mod process;
mod server;
mod slow;
mod workers;
