//! The evaluation of public queries in processes of their own.
//!
//! The front process never evaluates a public query: a [`Pool`] of workers does, each the same
//! program with a generation opened for reading, under limits that the system enforces. A worker
//! that takes too long is killed; one that dies takes one query with it, and the front says why.

mod child;
mod examiner;
mod pool;
mod process;
mod protocol;

pub use child::{Settings, work};
pub use examiner::Examiner;
pub use pool::Workers;
pub(super) use pool::{Lease, Pool};
