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

use super::draft::Draft;
use super::{BuildError, Extent, Work};
pub(super) use justice_area::build as build_justice_areas;
use link::Courts;

/// A list: its name in `sources.csv`, and how it is read to records.
type List = (
    &'static str,
    fn(&mut Work<'_>) -> Result<Vec<record::Record>, BuildError>,
);

/// The lists in order of trust; the first to know a court names its key.
const LISTS: &[List] = &[
    ("cjs-ou", ou::records),
    ("opal", opal::records),
    ("fact-2021-03", finder::records),
    ("courtfinder-2013-07", finder_2013::records),
    ("juror", opal::juror_records),
];

/// Lists of which a later one says all, and more.
const EARLIER_LISTS: &[List] = &[("courtfinder-2013-05", finder_2013::earlier_records)];

/// Puts all lists together, and then what people have decided.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let mut courts = Courts::new(work)?;
    for (_, read) in lists(work.extent)? {
        for record in read(work)? {
            courts.add(work, draft, record);
        }
    }
    statistics::add(work, draft)?;
    opened::add(draft);
    decided::apply(work, draft)?;
    decided::regions(work, draft);
    decided::prefer(draft);
    Ok(())
}

/// The lists that a build takes, in order of trust.
fn lists(extent: &Extent) -> Result<Vec<List>, BuildError> {
    let Extent::CourtLists(names) = extent else {
        return Ok(LISTS.to_vec());
    };
    let all: Vec<List> = [LISTS, EARLIER_LISTS].concat();
    let known = |name: &String| all.iter().any(|(known, _)| known == name);
    if let Some(asked) = names.iter().find(|name| !known(name)) {
        let known: Vec<_> = all.iter().map(|(name, _)| *name).collect();
        return Err(BuildError::UnknownList {
            asked: asked.clone(),
            known: known.join(", "),
        });
    }
    let asked = |(name, _): &List| names.iter().any(|asked| asked == name);
    Ok(all.into_iter().filter(asked).collect())
}
