//! The store: a directory of generations, each one immutable Oxigraph database with everything
//! that is live and the files of its releases.
//!
//! ```text
//! store/
//!   current -> generations/000002      the live one; moved by one atomic rename
//!   publishing.lock                    held by the process that publishes
//!   generations/
//!     000001/
//!     000002/
//!       generation.json                the manifest
//!       census.json                    how many triples have each predicate
//!       database/                      Oxigraph on RocksDB
//!       context.nq.zst                 registers and vocabulary
//!       catalogue.nq.zst               the catalogue
//!       context.subjects               what of them lies where datasets do
//!       ledger/                        every URI published up to this generation
//!       releases/{dataset}/{edition}/  tidy table, metadata, N-Quads, columns, Parquet, report,
//!                                      provenance, differences, checksums
//!     000003.building/                 never served; left by a crash, removed by the next publish
//! ```

mod building;
mod census;
mod checkpoint;
pub mod checksums;
mod dump;
mod error;
mod generation;
mod generations;
mod growth;
mod loading;
mod lock;
mod manifest;
mod remote;
mod scaffold;
mod stored_order;

pub use building::Building;
pub use census::Census;
pub use dump::{DumpReader, DumpWriter, dump_lines};
pub use error::StoreError;
pub use generation::Generation;
pub use generations::Generations;
pub use loading::Loading;
pub use lock::PublishLock;
pub use manifest::{Canonical, Manifest, Release, RowCounts, Standing};
pub use remote::{
    Answer, Credentials, Endpoints, Entry, Pushing, RemoteError, RemoteGraph, RemoteStore,
    RemoteTriples, Secret, Wanted, Wholeness,
};
