//! The part of Assize that is fuzzed: its CSVW processor and what that stands on, taken in by path.
//!
//! Depending on the crate as a whole would build RocksDB once more, with the fuzzer's
//! instrumentation, for twenty minutes; CSVW has nothing to do with it.

#[path = "../../src/csvw/mod.rs"]
pub mod csvw;
#[path = "../../src/diagnostic/mod.rs"]
pub mod diagnostic;
#[path = "../../src/graph/mod.rs"]
pub mod graph;
#[path = "../../src/vocab/mod.rs"]
pub mod vocab;
