use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use regex::RegexSet;
use thiserror::Error;

use super::codes;
use super::heading::{Heading, Match};
use super::layout::Layout;
use super::numbers::RecordNumbers;
use super::records::{Records, Stop};
use super::row::Row;
use super::tally::RowTally;
use crate::diagnostic::{Finding, Findings, Place, SourceName};

/// A release that is being read: its heading, the notes around its table, and its data rows.
pub struct Release {
    source: SourceName,
    records: Records<Box<dyn BufRead>>,
    /// Rows that were read in search of the heading and are data.
    ahead: VecDeque<Row>,
    heading: Heading,
    skip: RegexSet,
    notes: Vec<Note>,
    tally: RowTally,
    /// For each unnamed column, whether a finding has said that it holds values.
    unnamed: Vec<bool>,
}

/// A line around the table: a title above it, a source or a note below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line; the first line of the file is 1.
    pub line: u64,
    /// What it says.
    pub text: String,
}

/// Why a release could not be read at all; what is wrong *in* it is a finding.
#[derive(Debug, Error)]
#[error("cannot read {release}")]
pub struct ReleaseError {
    release: SourceName,
    source: io::Error,
}

/// The heading stands among this many first rows.
const HEADING_WITHIN: usize = 100;

impl Release {
    /// Opens a file, plain or compressed with gzip, and reads to its heading.
    ///
    /// `None` if that cannot be found; the findings say why.
    pub fn open(
        path: &Path,
        layout: &Layout<'_>,
        findings: &mut Findings,
    ) -> Result<Option<Self>, ReleaseError> {
        let source = SourceName::new(path.display().to_string());
        match File::open(path) {
            Ok(file) => Self::from_reader(source, file, layout, findings),
            Err(error) => Err(ReleaseError {
                release: source,
                source: error,
            }),
        }
    }

    /// Reads a release from anything, plain or compressed with gzip, up to its heading.
    pub fn from_reader(
        source: impl Into<SourceName>,
        reader: impl Read + 'static,
        layout: &Layout<'_>,
        findings: &mut Findings,
    ) -> Result<Option<Self>, ReleaseError> {
        let source = source.into();
        let plain = plain(reader).map_err(|error| ReleaseError {
            release: source.clone(),
            source: error,
        })?;
        let records = Records::new(source.clone(), plain, layout.encoding, layout.delimiter);
        Search::new(source, records).run(layout, findings)
    }

    /// The name that findings give it.
    pub fn source(&self) -> &SourceName {
        &self.source
    }

    /// The heading row.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// The titles above the heading and the notes met so far.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The numbers of the records read so far.
    pub fn records(&self) -> &RecordNumbers {
        self.records.numbers()
    }

    /// What became of the rows below the heading so far.
    pub fn tally(&self) -> RowTally {
        self.tally
    }

    /// Fills `row` with the next data row; `false` when there is none any more.
    ///
    /// A fault that makes the rest unreadable ends the rows with a finding.
    pub fn next_row(
        &mut self,
        row: &mut Row,
        findings: &mut Findings,
    ) -> Result<bool, ReleaseError> {
        loop {
            match self.next_record(row) {
                Ok(true) if self.is_data(row, findings) => return Ok(true),
                Ok(true) => {}
                Ok(false) => {
                    self.end(findings);
                    return Ok(false);
                }
                Err(Stop::Fault(finding)) => {
                    findings.push(*finding);
                    return Ok(false);
                }
                Err(Stop::Io(source)) => {
                    let release = self.source.clone();
                    return Err(ReleaseError { release, source });
                }
            }
        }
    }

    fn next_record(&mut self, row: &mut Row) -> Result<bool, Stop> {
        match self.ahead.pop_front() {
            Some(ahead) => {
                *row = ahead;
                Ok(true)
            }
            None => self.records.read(row),
        }
    }

    /// Counts a row and says whether it is data.
    fn is_data(&mut self, row: &Row, findings: &mut Findings) -> bool {
        if row.is_blank() {
            self.tally.blank += 1;
            return false;
        }
        if !self.skip.is_empty() && self.skip.is_match(&row.joined()) {
            self.tally.notes += 1;
            let text = row.note();
            self.notes.push(Note {
                line: row.line,
                text,
            });
            return false;
        }
        if self.is_ragged(row) {
            self.tally.ragged += 1;
            findings.push(self.ragged(row));
            return false;
        }
        self.look_at_unnamed(row, findings);
        self.tally.data += 1;
        true
    }

    /// Blank cells past the last heading are no fault, whether the heading has them or not.
    fn is_ragged(&self, row: &Row) -> bool {
        let headings = self.heading.texts.len();
        let extra = (headings..row.len()).any(|index| !row.cell(index).trim().is_empty());
        extra || row.len() < self.heading.named()
    }

    fn ragged(&self, row: &Row) -> Finding {
        let (cells, headings) = (row.len(), self.heading.named());
        let plural = if cells == 1 { "" } else { "s" };
        let message = format!("This row has {cells} cell{plural}; the heading has {headings}.");
        let finding = Finding::new(codes::RAGGED_ROW, message)
            .at(row.place_of_row(&self.source))
            .related(
                self.heading
                    .row
                    .place_of_row(&self.source)
                    .with_label("the heading"),
            );
        let mut cells = row.iter().filter(|cell| !cell.trim().is_empty());
        match (cells.next(), cells.next()) {
            (Some(only), None) => {
                let start: String = only.trim().chars().take(20).collect();
                let pattern = regex::escape(start.trim());
                finding.help(format!(
                    "mend the row; or, if it is a note, add \"^{pattern}\" to `skip-rows` in the mapping's [source]"
                ))
            }
            _ => finding.help("mend the row; a comma within a cell needs quotes around the cell"),
        }
    }

    fn look_at_unnamed(&mut self, row: &Row, findings: &mut Findings) {
        for (index, heading) in self.heading.texts.iter().enumerate() {
            let quiet = !heading.is_empty() || self.unnamed.get(index).copied().unwrap_or(true);
            if quiet || row.cell(index).trim().is_empty() {
                continue;
            }
            self.unnamed[index] = true;
            let message = format!("Column {} has no heading but holds values.", index + 1);
            let place = row.place(&self.source, index, None);
            findings.push(Finding::new(codes::UNNAMED_COLUMN, message).at(place));
        }
    }

    fn end(&mut self, findings: &mut Findings) {
        if self.tally.data + self.tally.ragged == 0 {
            let place = self.heading.row.place_of_row(&self.source);
            findings
                .push(Finding::new(codes::NO_ROWS, "No data row follows this heading.").at(place));
        }
    }
}

fn plain(reader: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    const MAGIC: &[u8] = b"\x1F\x8B";
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    Ok(if reader.fill_buf()?.starts_with(MAGIC) {
        let plain = MultiGzDecoder::new(reader);
        Box::new(BufReader::with_capacity(1 << 16, plain))
    } else {
        Box::new(reader)
    })
}

/// The search for the heading among the first rows.
struct Search {
    source: SourceName,
    records: Records<Box<dyn BufRead>>,
    rows: VecDeque<Row>,
}

impl Search {
    fn new(source: SourceName, records: Records<Box<dyn BufRead>>) -> Self {
        Self {
            source,
            records,
            rows: VecDeque::new(),
        }
    }

    fn run(
        mut self,
        layout: &Layout<'_>,
        findings: &mut Findings,
    ) -> Result<Option<Release>, ReleaseError> {
        match self.find(layout) {
            Ok(Some(at)) => Ok(Some(self.open(at, layout, findings))),
            Ok(None) => {
                findings.push(self.nothing_found());
                Ok(None)
            }
            Err(Stop::Fault(finding)) => {
                findings.push(*finding);
                Ok(None)
            }
            Err(Stop::Io(error)) => Err(ReleaseError {
                release: self.source,
                source: error,
            }),
        }
    }

    /// The index of the heading among the rows read.
    fn find(&mut self, layout: &Layout<'_>) -> Result<Option<usize>, Stop> {
        let mut best = (Match::None, 0);
        for index in 0..HEADING_WITHIN {
            let mut row = Row::default();
            if !self.records.read(&mut row)? {
                break;
            }
            let rating = rate(layout, &row);
            self.rows.push_back(row);
            if rating == Match::Whole {
                return Ok(Some(index));
            }
            if rating > best.0 {
                best = (rating, index);
            }
        }
        Ok((best.0 != Match::None).then_some(best.1))
    }

    fn nothing_found(&self) -> Finding {
        let Some(first) = self.rows.iter().find(|row| !row.is_blank()) else {
            return Finding::new(codes::EMPTY, "The file is empty.")
                .at(Place::file(self.source.clone()))
                .help("check that the release was saved and copied whole");
        };
        Finding::new(
            codes::NO_HEADING,
            format!("None of the first {} rows is the heading.", self.rows.len()),
        )
        .at(first.place_of_row(&self.source).with_label("the first row"))
        .help("check that this is the right file; if its headings are new, add them to `titles` in the mapping")
    }

    fn open(mut self, at: usize, layout: &Layout<'_>, findings: &mut Findings) -> Release {
        let ahead = self.rows.split_off(at + 1);
        let heading = self
            .rows
            .pop_back()
            .map_or_else(|| Heading::new(Row::default()), Heading::new);
        let titles = self.rows.iter().filter(|row| !row.is_blank());
        let notes = titles.map(|row| Note {
            line: row.line,
            text: row.note(),
        });
        report_twice(&heading, &self.source, findings);
        Release {
            notes: notes.collect(),
            unnamed: vec![false; heading.texts.len()],
            source: self.source,
            records: self.records,
            ahead,
            heading,
            skip: layout.notes.clone(),
            tally: RowTally::default(),
        }
    }
}

fn rate(layout: &Layout<'_>, row: &Row) -> Match {
    if let Some(line) = layout.heading.line() {
        return if row.line == line {
            Match::Whole
        } else {
            Match::None
        };
    }
    let cells: Vec<_> = row.iter().collect();
    let cells: Vec<_> = cells.iter().map(|cell| cell.trim()).collect();
    layout.heading.rate(&cells)
}

fn report_twice(heading: &Heading, source: &SourceName, findings: &mut Findings) {
    for (index, text) in heading.texts.iter().enumerate() {
        let first = heading.texts.iter().position(|other| other == text);
        if let Some(first) = first.filter(|first| !text.is_empty() && *first < index) {
            let message = format!("“{text}” is the heading of two columns.");
            let place = |index| heading.row.place(source, index, None);
            let finding = Finding::new(codes::DUPLICATE_HEADING, message).at(place(index));
            findings.push(finding.related(place(first).with_label("the first")));
        }
    }
}
