//! The past: [Memento](https://www.rfc-editor.org/rfc/rfc7089) for documents and `/sparql`.
//!
//! Every generation that the store still has is a version of everything. A document is its own
//! `TimeGate`: asked with `Accept-Datetime` it leads to the version that was live then, under
//! `/memento/{time}/…`, whose bytes never change.

mod archive;
mod stamp;
mod time;

pub(super) use archive::Archive;
pub(super) use time::{Versions, gate, map, memento};
