//! A release as it arrived: its rows in a stream, with the line and column of every cell.
//!
//! [`Release::open`] finds out how the file is written (gzip, UTF-8 with or without a mark,
//! Windows-1252) and where its heading is; [`Release::next_row`] then gives one data row after the
//! other. What a row means is told by the mapping, a later stage.

mod codes;
mod encoding;
mod heading;
mod layout;
mod lines;
mod numbers;
mod open;
mod records;
mod row;
mod split;
mod tally;

pub use codes::CODES;
pub use encoding::Encoding;
pub use heading::{Heading, HeadingRule, Match};
pub use layout::Layout;
pub use numbers::RecordNumbers;
pub use open::{Note, Release, ReleaseError};
pub use row::Row;
pub use tally::RowTally;
