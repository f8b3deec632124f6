use std::fs;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use csv::StringRecord;

use super::codes;
use super::date::{PartialDate, Span};
use crate::diagnostic::{Finding, Findings, Place, SourceName};
use crate::uri::Key;

/// A CSV file of a register, whole in memory, whose headings are known.
pub(super) struct Table {
    source: SourceName,
    text: String,
    columns: &'static [&'static str],
    records: Vec<StringRecord>,
}

/// Whether a file may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    Optional,
}

impl Table {
    /// Reads a file; what is wrong with it as a whole becomes a finding and the table is empty.
    pub(super) fn read(
        path: &Path,
        columns: &'static [&'static str],
        presence: Presence,
        findings: &mut Findings,
    ) -> Self {
        let source = SourceName::new(path.display().to_string());
        let mut table = Self {
            source: source.clone(),
            text: String::new(),
            columns,
            records: Vec::new(),
        };
        if presence == Presence::Optional && !path.exists() {
            return table;
        }
        let read = fs::read_to_string(path).map_err(|error| error.to_string());
        match read.and_then(|text| records(&text, columns).map(|records| (text, records))) {
            Ok((text, records)) => {
                table.text = text;
                table.records = records;
            }
            Err(error) => {
                let message = format!("{source} cannot be read: {error}.");
                let finding = Finding::new(codes::UNREADABLE, message);
                findings.push(finding.at(Place::file(source)));
            }
        }
        table
    }

    /// The lines below the heading.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row {
            table: self,
            record,
        })
    }
}

fn records(text: &str, columns: &[&str]) -> Result<Vec<StringRecord>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| error.to_string())?;
    if headings != columns {
        let found: Vec<_> = headings.iter().collect();
        let (found, wanted) = (found.join(","), columns.join(","));
        return Err(format!(
            "its headings are `{found}` and should be `{wanted}`"
        ));
    }
    let records: Result<_, _> = reader.records().collect();
    records.map_err(|error| error.to_string())
}

/// A line of a register's file.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
}

impl<'t> Row<'t> {
    /// The text of a cell.
    pub(super) fn text(self, column: &str) -> &'t str {
        let at = self.index(column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    fn index(self, column: &str) -> Option<usize> {
        self.table.columns.iter().position(|c| *c == column)
    }

    /// The number of its first line in the file; the heading is line 1.
    pub(super) fn line(self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// Where a cell stands.
    pub(super) fn place(self, column: &str) -> Place {
        let source = self.table.source.clone();
        let Some(at) = self.index(column) else {
            return Place::line(source, self.line());
        };
        let start = self.record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(0);
        let span = cell(&self.table.text, start, at);
        let place = Place::in_text(source, &self.table.text, span);
        place.with_field(at + 1, Some(column.to_owned()))
    }

    /// A finding about a cell.
    pub(super) fn wrong(self, column: &str, message: impl Into<String>) -> Finding {
        Finding::new(codes::CELL, message).at(self.place(column))
    }

    /// A cell that must not be empty.
    pub(super) fn required(self, column: &str, findings: &mut Findings) -> Option<&'t str> {
        let text = self.text(column);
        if text.is_empty() {
            findings.push(self.wrong(column, format!("This {column} is empty.")));
        }
        (!text.is_empty()).then_some(text)
    }

    /// A cell that holds a value of a type; nothing where it is empty or wrong.
    pub(super) fn parse<T>(self, column: &str, findings: &mut Findings) -> Option<T>
    where
        T: FromStr<Err: std::fmt::Display>,
    {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let wrong = |error: T::Err| findings.push(self.wrong(column, format!("{error}.")));
        text.parse().map_err(wrong).ok()
    }

    /// A cell that must hold a key.
    pub(super) fn key(self, column: &str, findings: &mut Findings) -> Option<Key> {
        let text = self.required(column, findings)?;
        let wrong = |error| findings.push(self.wrong(column, format!("{error}.")));
        Key::new(text).map_err(wrong).ok()
    }

    /// A cell that holds keys with spaces between.
    pub(super) fn keys(self, column: &str, findings: &mut Findings) -> Vec<Key> {
        let mut keys = Vec::new();
        for text in self.text(column).split_whitespace() {
            match Key::new(text) {
                Ok(key) => keys.push(key),
                Err(error) => findings.push(self.wrong(column, format!("{error}."))),
            }
        }
        keys
    }

    /// One of the words that a column knows.
    pub(super) fn word<T: Copy>(
        self,
        column: &str,
        known: &[(&str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.required(column, findings)?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
            let message = format!("`{text}` is none of {}.", words.join(", "));
            findings.push(self.wrong(column, message));
        }
        found.map(|(_, value)| *value)
    }

    /// The two dates of a line.
    pub(super) fn span(self, from: &str, to: &str, findings: &mut Findings) -> Span {
        let span = Span {
            from: self.parse::<PartialDate>(from, findings),
            to: self.parse(to, findings),
        };
        if span.is_reversed() {
            let message = format!(
                "It ends on {}, before it begins on {}.",
                self.text(to),
                self.text(from)
            );
            findings.push(Finding::new(codes::REVERSED, message).at(self.place(to)));
        }
        span
    }
}

/// The bytes of one cell of the record that starts at a byte of the text.
fn cell(text: &str, start: usize, number: usize) -> Range<usize> {
    let mut quoted = false;
    let (mut from, mut seen) = (start, 0);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if at == from && seen == 0 => from = at + 1,
            b',' | b'\r' | b'\n' if !quoted => {
                if seen == number || byte != b',' {
                    return from..at;
                }
                seen += 1;
                from = at + 1;
            }
            _ => {}
        }
    }
    from..text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_behind_quoted_commas_and_line_breaks() {
        let text = "a,b,c\n\"x,\n\"\"y\"\"\",é,z\n";
        let span = |number| &text[cell(text, 6, number)];
        assert_eq!(span(0), "\"x,\n\"\"y\"\"\"");
        assert_eq!(span(1), "é");
        assert_eq!(span(2), "z");
    }
}
