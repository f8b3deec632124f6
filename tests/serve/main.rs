//! The server from the outside: the real router on a loopback port, and a real client.

mod documents;
mod endpoint;
mod negotiation;
mod pages;
mod server;
