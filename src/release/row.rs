use std::borrow::Cow;
use std::ops::Range;

use super::split::{Quoting, Span};
use crate::diagnostic::{Excerpt, Place, SourceName};

/// A row of a release: its cells, and where they stand.
///
/// A reader fills one row again and again, so that a row costs no allocation.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) cells: Vec<Span>,
}

impl Row {
    /// The line on which it starts; the first line of a file is 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The text of a cell without its quotes; the first cell is 0. A cell past the end is empty.
    pub fn cell(&self, index: usize) -> Cow<'_, str> {
        let Some(span) = self.cells.get(index) else {
            return Cow::Borrowed("");
        };
        let whole = &self.text[span.whole.clone()];
        match span.quoting {
            Quoting::None => Cow::Borrowed(whole),
            Quoting::Quoted => Cow::Borrowed(unquoted(whole)),
            Quoting::Doubled => Cow::Owned(unquoted(whole).replace("\"\"", "\"")),
        }
    }

    /// The texts of all cells.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Whether no cell holds anything but space.
    pub fn is_blank(&self) -> bool {
        self.iter().all(|cell| cell.trim().is_empty())
    }

    /// The cells' texts joined by commas, without the empty ones at the end: what `skip-rows`
    /// patterns look at.
    pub fn joined(&self) -> String {
        let cells: Vec<_> = self.iter().collect();
        let used = cells.iter().rposition(|cell| !cell.trim().is_empty());
        cells[..used.map_or(0, |last| last + 1)].join(",")
    }

    /// What the row says where it is a note: its texts without the empty cells.
    pub fn note(&self) -> String {
        let cells = self.iter();
        let cells = cells.map(|cell| cell.trim().to_owned());
        let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
        cells.join(", ")
    }

    /// The place of a cell, with its line to show. A cell past the end is placed at the row's end.
    pub fn place(&self, source: &SourceName, index: usize, heading: Option<&str>) -> Place {
        let end = self.text.trim_end_matches(['\r', '\n']).len();
        let span = self.cells.get(index).map_or(end..end, |s| s.whole.clone());
        let place = self.place_of(source, span);
        place.with_field(index + 1, heading.map(str::to_owned))
    }

    /// The place of the whole row.
    pub fn place_of_row(&self, source: &SourceName) -> Place {
        let first_line = self.text.lines().next().unwrap_or_default().len();
        self.place_of(source, 0..first_line)
    }

    /// The place of some bytes of the row's text.
    pub(super) fn place_of(&self, source: &SourceName, span: Range<usize>) -> Place {
        let mut place = Place::in_text(source.clone(), &self.text, span);
        let before = self.line.saturating_sub(1);
        place.line = place.line.map(|line| line + before);
        if let Some(excerpt) = &mut place.excerpt {
            excerpt.first_line += before;
            without_carriage_return(excerpt);
        }
        place
    }
}

/// A carriage return at the end of an excerpt would be drawn as a sign of its own.
fn without_carriage_return(excerpt: &mut Excerpt) {
    let length = excerpt.text.trim_end_matches('\r').len();
    excerpt.text.truncate(length);
    excerpt.span.start = excerpt.span.start.min(length);
    excerpt.span.end = excerpt.span.end.min(length);
}

fn unquoted(whole: &str) -> &str {
    let inner = whole.strip_prefix('"').unwrap_or(whole);
    inner.strip_suffix('"').unwrap_or(inner)
}
