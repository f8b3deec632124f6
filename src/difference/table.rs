use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use super::change::About;
use super::statement::{compare_iris, iri};
use super::{Change, Fate};

/// The headings of the table.
const HEADINGS: [&str; 5] = ["subject", "change", "property", "old", "new"];

/// One changed property of one subject: a row of `difference.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The observation, or another thing.
    pub subject: String,
    /// What changed: `added`, `removed`, `revised`, `status`, `otherwise` or `structure`.
    pub change: String,
    /// The property.
    pub property: String,
    /// Its value before; empty for none.
    pub old: String,
    /// Its value after; empty for none.
    pub new: String,
}

/// Writes the differences between two releases as CSV, one changed property a row, in the order of
/// the subjects.
///
/// No cell has a line break, so that a [`Table`] finds a subject by halves.
pub struct TableWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> TableWriter<W> {
    /// Writes the headings.
    pub fn new(writer: W) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(HEADINGS)?;
        Ok(Self { csv })
    }

    /// Writes what became of one subject.
    pub fn write(&mut self, change: &Change<'_>) -> io::Result<()> {
        let subject = iri(change.subject).unwrap_or(change.subject);
        for edit in change.edits() {
            let kind = match (change.fate, edit.about) {
                (Fate::Added, _) => "added",
                (Fate::Removed, _) => "removed",
                (Fate::Structure, _) => "structure",
                (Fate::Revised, About::Value) => "revised",
                (Fate::Revised, About::Status) => "status",
                (Fate::Revised, About::Other) => "otherwise",
            };
            let [old, new] = [edit.old, edit.new].map(one_line);
            self.csv
                .write_record([subject, kind, &edit.property, &old, &new])?;
        }
        Ok(())
    }

    /// Ends the table and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        let inner = self.csv.into_inner();
        inner.map_err(|error| io::Error::other(error.error().to_string()))
    }
}

fn one_line(value: Option<String>) -> String {
    let value = value.unwrap_or_default();
    if value.contains(['\n', '\r']) {
        value.replace(['\n', '\r'], " ")
    } else {
        value
    }
}

/// A table of differences on disk, in which subjects are looked up without reading all of it.
pub struct Table {
    file: BufReader<File>,
    bytes: u64,
}

impl Table {
    /// Takes a file that [`TableWriter`] wrote.
    pub fn open(file: File) -> io::Result<Self> {
        let bytes = file.metadata()?.len();
        let file = BufReader::with_capacity(4096, file);
        Ok(Self { file, bytes })
    }

    /// The rows of a subject; reads some pages of the file, whatever its length.
    pub fn find(&mut self, subject: &str) -> io::Result<Vec<Row>> {
        let mut line = String::new();
        self.file.rewind()?;
        let headings = self.file.read_line(&mut line)? as u64;
        // The first line that belongs to the subject or stands behind it begins in this range.
        let (mut low, mut high) = (headings, self.bytes);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.line_from(middle, low)?;
            let read = self.read_at(start, &mut line)? as u64;
            if read > 0 && compare_iris(subject_of(&line), subject) == Ordering::Less {
                low = start + read;
            } else {
                high = middle;
            }
        }
        self.rows_from(low, subject)
    }

    /// Where the first line begins that begins at an offset or behind it.
    fn line_from(&mut self, offset: u64, first: u64) -> io::Result<u64> {
        if offset == first {
            return Ok(offset);
        }
        self.file.seek(SeekFrom::Start(offset - 1))?;
        let mut skipped = Vec::new();
        let read = self.file.read_until(b'\n', &mut skipped)?;
        Ok(offset - 1 + read as u64)
    }

    fn read_at(&mut self, offset: u64, line: &mut String) -> io::Result<usize> {
        line.clear();
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read_line(line)
    }

    fn rows_from(&mut self, offset: u64, subject: &str) -> io::Result<Vec<Row>> {
        self.file.seek(SeekFrom::Start(offset))?;
        let rest = self.file.by_ref();
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(rest);
        let mut rows = Vec::new();
        for record in reader.into_records() {
            let record = record?;
            let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
            if cell(0) != subject {
                break;
            }
            rows.push(Row {
                subject: cell(0),
                change: cell(1),
                property: cell(2),
                old: cell(3),
                new: cell(4),
            });
        }
        Ok(rows)
    }
}

/// URIs need no quotes in CSV.
fn subject_of(line: &str) -> &str {
    line.split(',').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::compare;
    use super::*;

    #[test]
    fn every_subject_of_a_table_is_found_and_no_other() {
        let subjects = ["a", "a/b", "a/c", "b", "ba", "c/d"];
        let mut lines: Vec<_> = subjects
            .iter()
            .map(|s| format!("<http://e/{s}> <p> \"1, \\n2\" .\n"))
            .collect();
        lines.sort();
        let file = tempfile::tempfile().unwrap();
        let mut table = TableWriter::new(file).unwrap();
        compare(&b""[..], lines.concat().as_bytes(), |change| {
            Ok(table.write(change)?)
        })
        .unwrap();
        let mut table = Table::open(table.finish().unwrap()).unwrap();
        for subject in subjects {
            let rows = table.find(&format!("http://e/{subject}")).unwrap();
            assert_eq!(rows.len(), 1, "{subject}");
            assert_eq!(rows[0].new, "1,  2");
        }
        for none in [
            "",
            "http://e/",
            "http://e/a/",
            "http://e/a/bb",
            "http://e/z",
        ] {
            assert_eq!(table.find(none).unwrap(), [], "{none}");
        }
    }
}
