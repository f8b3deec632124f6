//! Periods: how a release writes them, and the intervals that they are.

mod interval;
mod parts;
mod pattern;

pub use interval::{Calendar, Interval, IntervalKind};
pub use pattern::{PatternError, PeriodPattern};
