//! The route of the data, top to bottom: from releases to a live generation.
//!
//! This is the one place that names all the stages. Each stage knows only those before it; here
//! they are put in a row, and what each leaves on disk and in memory is handed to the next.

mod canonical;
mod catalogue;
mod codes;
mod collector;
mod columns;
mod context;
mod convert;
mod differing;
mod disclosure;
mod failure;
mod foreign;
mod keeping;
mod orders;
mod plan;
mod promises;
mod provenance;
mod publish;
mod report;
mod route;
mod verify;
mod withdrawal;
mod work;

pub use codes::CODES;
pub use convert::Converted;
pub use differing::name_members;
pub use failure::Failure;
pub use orders::{Meaning, Order};
pub use publish::{Examiner, Published, Publisher, Stage};
pub use route::Route;
pub use withdrawal::{Withdrawn, withdraw_dataset};
