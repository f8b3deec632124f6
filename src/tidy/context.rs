use std::borrow::Cow;

use crate::diagnostic::{Place, SourceName};
use crate::mapping::{Feed, Slot};
use crate::release::Row;

/// A row, and where its cells stand.
#[derive(Clone, Copy)]
pub(super) struct Context<'r> {
    pub(super) row: &'r Row,
    pub(super) source: &'r SourceName,
    pub(super) headings: &'r [String],
}

impl<'r> Context<'r> {
    pub(super) fn place(&self, cell: usize) -> Place {
        self.row.place(
            self.source,
            cell,
            self.headings.get(cell).map(String::as_str),
        )
    }

    /// The text that a feed gives, and the cell to point at.
    pub(super) fn text(&self, feed: &'r Feed, slot: Option<&'r Slot>) -> (Cow<'r, str>, usize) {
        match feed {
            Feed::Cell(cell) => (self.row.cell(*cell), *cell),
            Feed::Joined(cells) => {
                let texts: Vec<_> = cells.iter().map(|cell| self.row.cell(*cell)).collect();
                let texts: Vec<_> = texts.iter().map(|text| text.trim()).collect();
                (
                    texts.join(" ").into(),
                    cells.first().copied().unwrap_or_default(),
                )
            }
            Feed::Constant(text) => (text.as_str().into(), 0),
            Feed::Captured(part) => {
                let cell = slot.map_or(0, |slot| slot.cell);
                let text = slot.and_then(|slot| slot.captures.get(part));
                (text.map_or("", String::as_str).into(), cell)
            }
            Feed::Melted(_) | Feed::Absent => ("".into(), 0),
        }
    }
}
