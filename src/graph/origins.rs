use rustc_hash::FxHashMap;

use super::{Spans, TermId, Triple};
use crate::diagnostic::{Field, Place, SourceName};

/// Where the terms of a graph came from: the CSV row of each observation, the column of each
/// property.
///
/// Whoever converts a table fills it beside the graph. Rows are kept by the number of their
/// subject, 8 bytes a term.
#[derive(Default)]
pub struct Origins {
    files: Vec<SourceName>,
    /// By the number of the subject; a line of 0 stands for none.
    rows: Vec<Row>,
    columns: FxHashMap<TermId, Field>,
    spans: Spans,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    file: u32,
    line: u32,
}

impl Origins {
    /// Says that the rows that follow come from this file.
    pub fn file(&mut self, name: impl Into<SourceName>) {
        self.files.push(name.into());
    }

    /// Says that a subject was made from a line of the last named file; the first line is 1.
    ///
    /// A subject that several rows speak of keeps the first.
    pub fn row(&mut self, subject: TermId, line: u64) {
        let at = subject.index();
        if at >= self.rows.len() {
            self.rows.resize(at + 1, Row::default());
        }
        if self.rows[at].line == 0 && !self.files.is_empty() {
            self.rows[at] = Row {
                file: u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX),
                line: u32::try_from(line).unwrap_or(u32::MAX),
            };
        }
    }

    /// The line that a subject was made from, in whichever file; the first line is 1.
    pub fn line(&self, subject: TermId) -> Option<u64> {
        let row = self.rows.get(subject.index())?;
        (row.line > 0).then(|| u64::from(row.line))
    }

    /// Says which column the values of a property came from.
    pub fn column(&mut self, property: TermId, field: Field) {
        self.columns.entry(property).or_insert(field);
    }

    /// The column that the values of a property came from.
    pub fn field(&self, property: TermId) -> Option<&Field> {
        self.columns.get(&property)
    }

    /// Where the triples stand, of data that were read from Turtle files.
    pub fn spans(&mut self) -> &mut Spans {
        &mut self.spans
    }

    /// The line of a subject, and its cell where the property is known and has a column.
    pub fn place(&self, subject: TermId, property: Option<TermId>) -> Option<Place> {
        let row = self.rows.get(subject.index()).filter(|row| row.line != 0);
        let Some(row) = row else {
            return self.spans.subject(subject);
        };
        let file = self.files.get(row.file as usize)?;
        let place = Place::line(file.clone(), u64::from(row.line));
        Some(match property.and_then(|p| self.field(p)) {
            Some(field) => place.with_field(field.number, field.heading.clone()),
            None => place,
        })
    }

    /// The place of one triple: its cell, or where it stands in its Turtle file.
    pub fn place_of(&self, triple: Triple) -> Option<Place> {
        let in_text = self.spans.place(triple);
        in_text.or_else(|| self.place(triple.subject, Some(triple.predicate)))
    }
}
