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
mod ou;
mod record;
mod statistics;

use super::draft::Draft;
use super::{BuildError, Work};
pub(super) use justice_area::build as build_justice_areas;
use link::Courts;

/// Takes the lists in order of trust; the first to know a court names its key.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let mut courts = Courts::new(work)?;
    for record in ou::records(work)? {
        courts.add(work, draft, record);
    }
    for record in opal::records(work)? {
        courts.add(work, draft, record);
    }
    for record in finder::records(work)? {
        courts.add(work, draft, record);
    }
    for record in finder_2013::records(work)? {
        courts.add(work, draft, record);
    }
    for record in opal::juror_records(work)? {
        courts.add(work, draft, record);
    }
    statistics::add(work, draft)?;
    decided::apply(work, draft)?;
    decided::regions(work, draft);
    decided::prefer(draft);
    Ok(())
}
