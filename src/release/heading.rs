use super::Row;

/// Tells the heading from the title rows above it; a mapping is one.
pub trait HeadingRule {
    /// How well the cells of a row, in order, fit as headings.
    fn rate(&self, cells: &[&str]) -> Match;

    /// The line of the heading, where it is known by its number; the first line is 1.
    fn line(&self) -> Option<u64> {
        None
    }
}

/// How well a row fits as the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is none.
    None,
    /// This many of the headings are there; the best of the first rows is taken for the heading.
    Part(usize),
    /// It is the heading.
    Whole,
}

/// The headings of a release, in its order.
#[derive(Clone, Debug)]
pub struct Heading {
    pub(super) row: Row,
    pub(super) texts: Vec<String>,
}

impl Heading {
    pub(super) fn new(row: Row) -> Self {
        let texts = row.iter().map(|cell| cell.trim().to_owned()).collect();
        Self { row, texts }
    }

    /// The headings without space around them; an unnamed column has an empty one.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The row itself, for places.
    pub fn row(&self) -> &Row {
        &self.row
    }

    /// How many columns there are up to the last one with a heading.
    pub(super) fn named(&self) -> usize {
        let last = self.texts.iter().rposition(|text| !text.is_empty());
        last.map_or(0, |last| last + 1)
    }
}
