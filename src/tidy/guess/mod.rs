//! A first mapping for a release that nobody has mapped yet: guesses, each with its reason as a
//! comment, for a person to read and mend.

mod column;
mod names;
mod numbers;
mod periods;
mod profile;
mod registers;
mod totals;
mod wide;
mod write;

use std::path::Path;

use regex::RegexSet;

use crate::diagnostic::Findings;
use crate::register::Registers;
use crate::release::{Encoding, HeadingRule, Layout, Match, Release, ReleaseError, Row};
use crate::uri::Key;

pub use names::guess_dataset;

use profile::Profile;

/// How many rows are looked at.
const ROWS: u64 = 100_000;

/// Reads a release and writes the text of a mapping for it.
///
/// `None` if the file cannot be read as a table; the findings say why.
pub fn guess_mapping(
    path: &Path,
    dataset: &Key,
    registers: &Registers,
    findings: &mut Findings,
) -> Result<Option<String>, ReleaseError> {
    let notes = RegexSet::new(NOTES).unwrap_or_default();
    let delimiter = delimiter(path, &notes)?;
    let Some(mut release) = Release::open(path, &layout(delimiter, &notes), findings)? else {
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
    let source = write::Source {
        name: release.source().as_str(),
        pattern: names::pattern(path),
        delimiter: char::from(delimiter),
    };
    Ok(Some(write::mapping(dataset, &source, &guesses)))
}

fn layout(delimiter: u8, notes: &RegexSet) -> Layout<'_> {
    Layout {
        encoding: Encoding::Auto,
        delimiter,
        heading: &AnyHeading,
        notes,
    }
}

/// The byte that gives the heading with the most columns; a comma where none gives more.
fn delimiter(path: &Path, notes: &RegexSet) -> Result<u8, ReleaseError> {
    let mut best = (b',', 0);
    for delimiter in *b",;\t|" {
        let mut ignored = Findings::default();
        let release = Release::open(path, &layout(delimiter, notes), &mut ignored)?;
        let columns = release.map_or(0, |release| release.heading().texts().len());
        if columns > best.1 {
            best = (delimiter, columns);
        }
    }
    Ok(best.0)
}

/// Rows below the data that most releases have.
const NOTES: [&str; 2] = ["^Source", "^Note"];

/// Takes the row with the most cells of which none is a number for the heading: the first of those.
struct AnyHeading;

impl HeadingRule for AnyHeading {
    fn rate(&self, cells: &[&str]) -> Match {
        let filled = cells.iter().filter(|cell| !cell.is_empty());
        let numbers = filled
            .clone()
            .filter(|cell| numbers::is_number(cell) && !wide::is_year(cell));
        match (filled.clone().count(), numbers.count()) {
            (columns @ 2.., 0) => Match::Part(columns),
            _ => Match::None,
        }
    }
}
