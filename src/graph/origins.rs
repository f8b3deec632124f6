use rustc_hash::FxHashMap;

use super::TermId;
use crate::diagnostic::{Field, Place, SourceName};

/// Where the terms of a graph came from: the CSV row of each observation, the column of each
/// property.
///
/// Whoever converts a table fills it beside the graph. Rows are kept by the number of their
/// subject, 8 bytes a term.
#[derive(Debug, Default)]
pub struct Origins {
    files: Vec<SourceName>,
    /// By the number of the subject; a line of 0 stands for none.
    rows: Vec<Row>,
    columns: FxHashMap<TermId, Field>,
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

    /// Says which column the values of a property came from.
    pub fn column(&mut self, property: TermId, field: Field) {
        self.columns.entry(property).or_insert(field);
    }

    /// The column that the values of a property came from.
    pub fn field(&self, property: TermId) -> Option<&Field> {
        self.columns.get(&property)
    }

    /// The line of a subject, and its cell where the property is known and has a column.
    pub fn place(&self, subject: TermId, property: Option<TermId>) -> Option<Place> {
        let row = self.rows.get(subject.index())?;
        let file = self.files.get(row.file as usize)?;
        if row.line == 0 {
            return None;
        }
        let place = Place::line(file.clone(), u64::from(row.line));
        Some(match property.and_then(|p| self.field(p)) {
            Some(field) => place.with_field(field.number, field.heading.clone()),
            None => place,
        })
    }
}
