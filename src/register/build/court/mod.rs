//! Courts out of seven lists that name, number and spell them differently.
//!
//! Every list gives records; a record is the court that the same code, a reviewed decision or, last,
//! the same name and kind says it is. What is left mints a key.

mod decided;
mod finder;
mod finder_2013;
mod justice_area;
mod link;
mod opal;
mod opened;
mod ou;
mod record;
mod statistics;
#[cfg(test)]
mod tests;

use super::draft::Draft;
use super::{BuildError, Work};
pub(super) use justice_area::build as build_justice_areas;
use link::Courts;

/// A list, read to records.
type List = fn(&mut Work<'_>) -> Result<Vec<record::Record>, BuildError>;

/// The lists in order of trust; the first to know a court names its key.
const LISTS: &[List] = &[
    ou::records,
    opal::records,
    finder::records,
    finder_2013::records,
    opal::juror_records,
];

/// Puts all lists together, and then what people have decided.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    add_lists(work, draft, LISTS)?;
    statistics::add(work, draft)?;
    opened::add(draft);
    decided::apply(work, draft)?;
    decided::regions(work, draft);
    decided::prefer(draft);
    Ok(())
}

fn add_lists(work: &mut Work<'_>, draft: &mut Draft, lists: &[List]) -> Result<(), BuildError> {
    let mut courts = Courts::new(work)?;
    for list in lists {
        for record in list(work)? {
            courts.add(work, draft, record);
        }
    }
    Ok(())
}
