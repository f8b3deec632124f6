//! The tidy table: one observation a row, written as CSV with strictly conformant
//! [CSVW metadata](https://www.w3.org/TR/tabular-metadata/) beside it.
//!
//! [`Job::write`] takes a release, its mapping, the registers and the frozen code lists, and
//! streams `tidy.csv`. Every raw row ends as observations, as excluded with a reason, or as queued
//! for a person, and [`Accounting`] shows that the numbers add up.

mod accounting;
mod agreement;
mod code_list;
mod codes;
mod context;
mod duplicates;
mod fates;
mod fault;
mod figures;
mod guess;
mod job;
mod literal;
mod lookup;
mod marker;
mod measures;
mod member;
mod metadata;
mod number;
mod observation;
mod origins;
mod plan;
mod problems;
mod report;
mod resolver;
mod rows;
mod sources;
mod table;
mod totals;

pub use accounting::{Accounting, Rows};
pub use code_list::{CodeEntry, CodeList, CodeLists};
pub use codes::CODES;
pub use guess::{guess_dataset, guess_mapping};
pub use job::{Job, TidyError};
pub use measures::MeasureInfo;
pub use member::{Member, Nature};
pub use origins::Origins;
pub use table::{ColumnMembers, MeasureShape, Shape, Tidied, Varying};
