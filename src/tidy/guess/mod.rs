//! A first mapping for a release that nobody has mapped yet: guesses, each with its reason as a
//! comment, for a person to read and mend.

mod column;
mod numbers;
mod periods;
mod profile;
mod registers;
mod wide;
mod write;

use std::path::Path;

use crate::diagnostic::Findings;
use crate::register::Registers;
use crate::release::{Encoding, HeadingRule, Layout, Match, Release, ReleaseError, Row};
use crate::uri::Key;

use profile::Profile;

/// How many rows are looked at.
const ROWS: u64 = 100_000;

/// Reads a release and writes the text of a mapping for it.
///
/// `None` if the file cannot be read as a table; the findings say why.
pub fn guess_mapping(
    release: &Path,
    dataset: &Key,
    registers: &Registers,
    findings: &mut Findings,
) -> Result<Option<String>, ReleaseError> {
    let notes = regex::RegexSet::new(NOTES).unwrap_or_default();
    let layout = Layout {
        encoding: Encoding::Auto,
        delimiter: b',',
        heading: &AnyHeading,
        notes: &notes,
    };
    let Some(mut release) = Release::open(release, &layout, findings)? else {
        return Ok(None);
    };
    let mut profiles: Vec<_> = release
        .heading()
        .texts()
        .iter()
        .map(|h| Profile::new(h))
        .collect();
    let mut row = Row::default();
    // A release may be faulty; what can be read of it is still a good start.
    let mut ignored = Findings::default();
    while release.tally().data < ROWS && release.next_row(&mut row, &mut ignored)? {
        for (at, profile) in profiles.iter_mut().enumerate() {
            profile.add(&row.cell(at));
        }
    }
    profiles.retain(|profile| !profile.heading.is_empty());
    let guesses = column::guess(profiles, registers);
    let name = release.source().as_str().to_owned();
    Ok(Some(write::mapping(dataset, &name, &guesses)))
}

/// Rows below the data that most releases have.
const NOTES: [&str; 2] = ["^Source", "^Note"];

/// Takes the first row with several cells of which none is a number for the heading.
struct AnyHeading;

impl HeadingRule for AnyHeading {
    fn rate(&self, cells: &[&str]) -> Match {
        let filled = cells.iter().filter(|cell| !cell.is_empty());
        let numbers = filled
            .clone()
            .filter(|cell| numbers::is_number(cell) && !wide::is_year(cell));
        if filled.count() >= 2 && numbers.count() == 0 {
            Match::Whole
        } else {
            Match::None
        }
    }
}
