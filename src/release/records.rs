use std::io::{self, BufRead};

use super::codes;
use super::encoding::{DecodeError, Encoding};
use super::lines::{LineError, Lines};
use super::numbers::RecordNumbers;
use super::row::Row;
use super::split::{Fed, Quoting, Splitter};
use crate::diagnostic::{Excerpt, Finding, Place, SourceName};

/// The records of a file, one after the other.
pub(super) struct Records<R> {
    source: SourceName,
    lines: Lines<R>,
    splitter: Splitter,
    count: u64,
    numbers: RecordNumbers,
}

/// What keeps a reader from going on: the file, or what stands in it.
#[derive(Debug)]
pub(super) enum Stop {
    Io(io::Error),
    Fault(Box<Finding>),
}

/// A quoted cell with more text than this was not meant to be one.
const LONGEST_RECORD: usize = 1 << 20;

impl<R: BufRead> Records<R> {
    pub(super) fn new(source: SourceName, reader: R, encoding: Encoding, delimiter: u8) -> Self {
        Self {
            source,
            lines: Lines::new(reader, encoding),
            splitter: Splitter::new(delimiter),
            count: 0,
            numbers: RecordNumbers::default(),
        }
    }

    /// Fills `row` with the next record; `false` at the end of the file.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<bool, Stop> {
        row.text.clear();
        row.line = self.lines.number() + 1;
        self.splitter.clear();
        let mut open = None;
        loop {
            let from = row.text.len();
            if !self.line(row)? {
                return match open {
                    None => Ok(false),
                    Some(at) => Err(self.unclosed(row, at)),
                };
            }
            match self.splitter.feed(&row.text, from) {
                Fed::Whole => break,
                Fed::Stray(at) => return Err(self.stray(row, at)),
                Fed::Open(at) if row.text.len() > LONGEST_RECORD => {
                    return Err(self.unclosed(row, at));
                }
                Fed::Open(at) => open = Some(at),
            }
        }
        std::mem::swap(&mut row.cells, &mut self.splitter.cells);
        self.no_lone_carriage_return(row)?;
        self.count += 1;
        self.numbers.note(row.line, self.count);
        Ok(true)
    }

    /// The numbers of the records read so far.
    pub(super) fn numbers(&self) -> &RecordNumbers {
        &self.numbers
    }

    fn line(&mut self, row: &mut Row) -> Result<bool, Stop> {
        self.lines.read(&mut row.text).map_err(|error| match error {
            LineError::Io(error) => Stop::Io(error),
            LineError::Utf16 => self.fault(
                Finding::new(codes::UTF_16, "The file is UTF-16.").help("save it as CSV in UTF-8"),
            ),
            LineError::NotText { error, line } => self.not_text(&error, &line),
            LineError::TooLong => self.fault(Finding::new(
                codes::LINE_ENDS,
                "The file has no line end for 16 megabytes: it is no CSV file.",
            )),
        })
    }

    /// A fault of the file as a whole, or of the line that could not be read.
    fn fault(&self, finding: Finding) -> Stop {
        let place = Place::line(self.source.clone(), self.lines.number().max(1));
        Stop::Fault(Box::new(finding.at(place)))
    }

    fn not_text(&self, error: &DecodeError, line: &[u8]) -> Stop {
        let (code, at, message, help) = match *error {
            DecodeError::Nul(at) => (
                codes::NUL,
                at,
                "This line holds a NUL character.".to_owned(),
                "if the file was saved as UTF-16, save it again as “CSV UTF-8”",
            ),
            DecodeError::NotUtf8(at) => (
                codes::ENCODING,
                at,
                format!("The byte 0x{:02X} here is not UTF-8.", line[at]),
                "if the file is Windows-1252, write `encoding = \"windows-1252\"` in the mapping's [source]",
            ),
            DecodeError::NotWindows1252(at) => (
                codes::ENCODING,
                at,
                format!(
                    "Windows-1252 has no character for the byte 0x{:02X}.",
                    line[at]
                ),
                "save the file again as UTF-8",
            ),
        };
        let place = self.lossy_place(line, at);
        Stop::Fault(Box::new(Finding::new(code, message).at(place).help(help)))
    }

    /// Shows a line that is no text, with the first wrong byte underlined.
    fn lossy_place(&self, line: &[u8], at: usize) -> Place {
        let before = String::from_utf8_lossy(&line[..at]).into_owned();
        let after = String::from_utf8_lossy(&line[at + 1..]);
        let span = before.len()..before.len() + '\u{FFFD}'.len_utf8();
        let column = before.chars().count() + 1;
        let text = format!("{before}\u{FFFD}{}", after.trim_end()).replace('\0', "\u{FFFD}");
        let line = self.lines.number();
        Place::line(self.source.clone(), line)
            .with_column(column)
            .with_excerpt(Excerpt {
                text,
                first_line: line,
                span,
            })
    }

    fn unclosed(&self, row: &Row, at: usize) -> Stop {
        let finding = Finding::new(
            codes::UNCLOSED_QUOTE,
            "This quotation mark is never closed.",
        );
        let place = row.place_of(&self.source, at..at + 1);
        let help = "close it at the end of the cell; a quotation mark inside a quoted cell is written twice";
        Stop::Fault(Box::new(finding.at(place).help(help)))
    }

    fn stray(&self, row: &Row, at: usize) -> Stop {
        let finding = Finding::new(
            codes::STRAY_QUOTE,
            "Text follows the quotation mark that closes this cell.",
        );
        let place = row.place_of(&self.source, at - 1..at + 1);
        let help =
            "an earlier quotation mark may not be closed; inside a quoted cell it is written twice";
        Stop::Fault(Box::new(finding.at(place).help(help)))
    }

    fn no_lone_carriage_return(&self, row: &Row) -> Result<(), Stop> {
        let plain = row
            .cells
            .iter()
            .filter(|cell| cell.quoting == Quoting::None);
        let lone = plain.filter_map(|cell| {
            let at = row.text[cell.whole.clone()].find('\r')?;
            Some(cell.whole.start + at)
        });
        match lone.min() {
            None => Ok(()),
            Some(at) => {
                let finding = Finding::new(
                    codes::LINE_ENDS,
                    "A carriage return stands here without a line feed.",
                );
                let number = row.line() + row.text[..at].matches('\n').count() as u64;
                let place = Place::line(self.source.clone(), number);
                Err(Stop::Fault(Box::new(finding.at(place))))
            }
        }
    }
}
