//! What a release means: a mapping, read from TOML, checked by itself, and bound to a heading.
//!
//! [`Mapping::read`] takes a file of `mappings/` and gives either a [`Mapping`] without faults, or
//! the findings with every fault at its line. [`Mapping::bind`] then says which column of a release
//! feeds which column of the tidy table.

mod bind;
mod check;
mod codes;
mod column;
mod dataset;
mod disclosure;
mod document;
mod heading;
mod language;
mod measure;
mod near;
mod period;
mod read;
mod read_column;
mod read_role;
mod rename;
mod schema;
mod spec;
mod status;
mod text;
mod urls;

pub use bind::{Alias, Binding, Feed, Slot};
pub use codes::CODES;
pub use column::{
    Alternatives, Check, CodeRule, Column, Input, NewCodes, Presence, Role, Totals, TotalsAs,
    Unmatched, Values,
};
pub use dataset::{Duplicates, Mapping, Source, UnknownColumns};
pub use disclosure::{Disclosure, TotalMember, ZeroCount};
pub use measure::{Aggregation, Markers, Measure, MeasureColumn, Multiplier, NumberKind, Spelling};

pub(crate) use near::nearest;
pub use period::{Calendar, Interval, IntervalKind, PatternError, PeriodPattern};
pub use rename::accept_aliases;
pub(crate) use rename::column_name;
pub use schema::schema;
pub use status::{Figure, Status};
pub use text::Text;
pub use urls::{measure_property, status as status_uri, unit as unit_uri};
