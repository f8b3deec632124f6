//! A store elsewhere, which is written over the
//! [Graph Store Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/) and
//! [SPARQL Update](https://www.w3.org/TR/sparql11-update/), and read over the
//! [query protocol](https://www.w3.org/TR/sparql11-protocol/).
//!
//! ```text
//! {base}/-/store                   the index: what each generation is, how far it is loaded, and
//!                                  when it was made live
//! {base}/-/store/generation/1      a generation: a graph that nobody changes once it is whole
//! {base}/-/store/generation/2
//! ```
//!
//! Live is the generation with the highest number after `#live` in the index. A switch therefore
//! adds one triple and removes none: no reader sees the time between two generations, whatever a
//! store understands by a transaction, and a switch that is sent twice is one switch.

mod auth;
mod chunks;
mod client;
mod endpoints;
mod error;
mod index;
mod publish;
mod read;
mod store;
mod terms;

pub use endpoints::{Credentials, Endpoints, Secret};
pub use error::RemoteError;
pub use index::{Entry, Wholeness};
pub use publish::Pushing;
pub use read::{Answer, RemoteGraph, RemoteTriples, Wanted};
pub use store::RemoteStore;
