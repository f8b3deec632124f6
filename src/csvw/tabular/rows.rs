use std::io::{self, Read};

use thiserror::Error;

use crate::csvw::dialect::{Dialect, Escape, Trim};

use super::decode::Decode;
use super::record::Record;
use super::syntax::{Syntax, Token};
use super::whole::Quotes;

/// A row with more text than this is refused: most likely a quote is not closed, and memory must
/// not grow with the file.
const ROW_LIMIT: usize = 16 * 1024 * 1024;

/// The rows of a tabular data file.
///
/// Advice for whoever changes this: plain text is skipped over a run at a time by the table of
/// bytes in [`Syntax`], and only a byte that may begin a quote, an escape, a delimiter or the end
/// of a row is looked at more closely. Make sure that every token's first byte is in that table,
/// that a token is never looked for in a buffer that may end within it (see `lookahead`), and that
/// splitting the input elsewhere gives the same rows, which is what the tests check.
pub(crate) struct Rows<R> {
    source: Decode<R>,
    pub(super) syntax: Syntax,
    pub(super) buffer: String,
    pub(super) at: usize,
    pub(super) line: u64,
    number: u64,
    ended: bool,
}

/// A row with more cells than this is refused: no table is that wide, and what is made ready for
/// each column must not grow with the file.
pub(crate) const CELL_LIMIT: usize = 1 << 16;

/// Why a row could not be read.
#[derive(Debug, Error)]
pub(crate) enum RowError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the row that starts here is longer than {} MiB", ROW_LIMIT >> 20)]
    TooLarge { line: u64 },
    #[error("the row that starts here has more than {CELL_LIMIT} cells")]
    TooWide { line: u64 },
    #[error("a quote that is opened in this row is never closed")]
    Unclosed { line: u64 },
    #[error("text stands beside the quotes of a cell")]
    StrayQuote { line: u64 },
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Row,
    /// The row is a comment; the record's only cell is its text.
    Comment,
    End,
}

impl<R: Read> Rows<R> {
    pub(crate) fn new(reader: R, dialect: &Dialect) -> Self {
        Self {
            source: Decode::new(reader, dialect.encoding),
            syntax: Syntax::new(dialect),
            buffer: String::new(),
            at: 0,
            line: 1,
            number: 0,
            ended: false,
        }
    }

    /// Reads the next row into `record`.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<Outcome, RowError> {
        if !self.begin(record)? {
            return Ok(Outcome::End);
        }
        if self.skip_comment_prefix() {
            self.read_raw(record, Quotes::Text)?;
            return Ok(Outcome::Comment);
        }
        if !self.read_simple(record) {
            self.read_cells(record)?;
        }
        if record.len() > CELL_LIMIT {
            return Err(RowError::TooWide { line: record.line });
        }
        Ok(Outcome::Row)
    }

    /// Gives the record its place; whether there is another row.
    pub(super) fn begin(&mut self, record: &mut Record) -> Result<bool, RowError> {
        record.clear();
        self.number += 1;
        record.number = self.number;
        record.line = self.line;
        self.fill()
    }

    /// Steps over the prefix that makes a row a comment; whether it was there.
    pub(super) fn skip_comment_prefix(&mut self) -> bool {
        if let Some(comment) = &self.syntax.comment
            && self.buffer[self.at..].starts_with(comment.as_str())
        {
            self.at += comment.len();
            return true;
        }
        false
    }

    fn read_cells(&mut self, record: &mut Record) -> Result<(), RowError> {
        while self.fill()? {
            match self.syntax.token(&self.buffer[self.at..]) {
                Token::Quote(length) => {
                    if !record.current().trim().is_empty() {
                        return Err(RowError::StrayQuote { line: self.line });
                    }
                    record.replace_current("");
                    self.at += length;
                    self.read_quoted(record)?;
                }
                Token::Escape => self.take_escaped(record)?,
                Token::Text(length) => self.take(length, record)?,
                Token::Delimiter(length) => {
                    self.at += length;
                    self.end_cell(record);
                }
                Token::Terminator(length) => {
                    self.advance(length);
                    break;
                }
            }
        }
        self.end_cell(record);
        Ok(())
    }

    /// Reads up to the closing quote, and what stands between it and the end of the cell.
    fn read_quoted(&mut self, record: &mut Record) -> Result<(), RowError> {
        let line = record.line;
        loop {
            if !self.fill()? {
                return Err(RowError::Unclosed { line });
            }
            match self.syntax.token(&self.buffer[self.at..]) {
                Token::Quote(length) => {
                    self.at += length;
                    let doubled = self.syntax.escape == Escape::Doubled
                        && self.fill()?
                        && matches!(self.syntax.token(&self.buffer[self.at..]), Token::Quote(_));
                    if !doubled {
                        return self.skip_after_quote();
                    }
                    self.take(length, record)?;
                }
                Token::Escape => self.take_escaped(record)?,
                Token::Text(length) | Token::Delimiter(length) | Token::Terminator(length) => {
                    self.take(length, record)?;
                }
            }
        }
    }

    /// White space may follow a closing quote, nothing else.
    fn skip_after_quote(&mut self) -> Result<(), RowError> {
        while self.fill()? {
            let rest = &self.buffer[self.at..];
            match self.syntax.token(rest) {
                Token::Delimiter(_) | Token::Terminator(_) => break,
                Token::Text(length) if rest[..length].trim().is_empty() => self.at += length,
                _ => return Err(RowError::StrayQuote { line: self.line }),
            }
        }
        Ok(())
    }

    fn take_escaped(&mut self, record: &mut Record) -> Result<(), RowError> {
        self.at += 1;
        if self.fill()? {
            self.take(self.next_char(), record)?;
        }
        Ok(())
    }

    /// How many bytes the next character has.
    pub(super) fn next_char(&self) -> usize {
        let next = self.buffer[self.at..].chars().next();
        next.map_or(0, char::len_utf8)
    }

    fn end_cell(&self, record: &mut Record) {
        if self.syntax.trim != Trim::None {
            let trimmed = self.syntax.trim.apply(record.current()).to_owned();
            record.replace_current(&trimmed);
        }
        record.end_cell();
    }

    /// Moves text into the record.
    pub(super) fn take(&mut self, length: usize, record: &mut Record) -> Result<(), RowError> {
        if record.bytes() + length > ROW_LIMIT {
            return Err(RowError::TooLarge { line: record.line });
        }
        record.push_str(&self.buffer[self.at..self.at + length]);
        self.advance(length);
        Ok(())
    }

    pub(super) fn advance(&mut self, length: usize) {
        let passed = &self.buffer[self.at..self.at + length];
        self.line += passed.matches('\n').count() as u64;
        self.at += length;
    }

    /// Makes sure that there is enough text to recognise a token; `false` at the end.
    #[inline]
    pub(super) fn fill(&mut self) -> Result<bool, RowError> {
        if !self.ended && self.buffer.len() - self.at < self.syntax.lookahead {
            self.read_more()?;
        }
        Ok(self.at < self.buffer.len())
    }

    #[cold]
    fn read_more(&mut self) -> Result<(), RowError> {
        while !self.ended && self.buffer.len() - self.at < self.syntax.lookahead {
            self.buffer.drain(..self.at);
            self.at = 0;
            self.ended = !self.source.read_into(&mut self.buffer)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csvw::dialect::BlankRows;
    use proptest::prelude::*;

    /// Gives a few bytes at a time.
    struct Dribble<'b>(&'b [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(out.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn rows(reader: impl Read, dialect: &Dialect) -> Result<Vec<Vec<String>>, String> {
        all_rows(Rows::new(reader, dialect))
    }

    fn all_rows(mut rows: Rows<impl Read>) -> Result<Vec<Vec<String>>, String> {
        let mut record = Record::default();
        let mut all = Vec::new();
        loop {
            match rows.read(&mut record).map_err(|error| error.to_string())? {
                Outcome::End => return Ok(all),
                Outcome::Comment => {}
                Outcome::Row => all.push(record.iter().map(str::to_owned).collect()),
            }
        }
    }

    fn read(text: &str) -> Vec<Vec<String>> {
        rows(text.as_bytes(), &Dialect::default()).unwrap()
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_doubled_quotes() {
        assert_eq!(
            read("a,\"b,\r\n\"\"c\"\"\" ,\r\nd,\"\","),
            [["a", "b,\r\n\"c\"", ""], ["d", "", ""]]
        );
    }

    #[test]
    fn a_row_wider_than_any_table_is_refused() {
        let wide = ",".repeat(CELL_LIMIT);
        assert!(rows(wide.as_bytes(), &Dialect::default()).is_err());
        assert!(rows(&wide.as_bytes()[1..], &Dialect::default()).is_ok());
    }

    #[test]
    fn comments_are_told_from_rows_and_lines_are_counted() {
        let mut rows = Rows::new("#c\n\"a\nb\"\nx".as_bytes(), &Dialect::default());
        let mut record = Record::default();
        assert_eq!(rows.read(&mut record).unwrap(), Outcome::Comment);
        assert_eq!(record.get(0), Some("c"));
        assert_eq!(rows.read(&mut record).unwrap(), Outcome::Row);
        assert_eq!((record.number, record.line), (2, 2));
        assert_eq!(rows.read(&mut record).unwrap(), Outcome::Row);
        assert_eq!((record.number, record.line), (3, 4));
    }

    #[test]
    fn text_beside_quotes_and_open_quotes_are_errors() {
        for text in ["a\"b\"", "\"a\"b", "\"a"] {
            assert!(
                rows(text.as_bytes(), &Dialect::default()).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_row_without_end_is_refused_in_bounded_memory() {
        let endless = io::repeat(b'a');
        assert!(rows(endless, &Dialect::default()).is_err());
    }

    #[test]
    fn other_dialects_are_read_as_they_say() {
        let dialect = Dialect {
            delimiter: "||".to_owned(),
            quote: Some("'".to_owned()),
            escape: Escape::Backslash,
            line_terminators: vec![";".to_owned()],
            comment_prefix: None,
            trim: Trim::Both,
            blank_rows: BlankRows::Kept,
            ..Dialect::default()
        };
        let all = rows("#a || 'b\\'||' ;c|\n||".as_bytes(), &dialect).unwrap();
        assert_eq!(all, [["#a", "b'||"], ["c|", ""]]);
    }

    #[test]
    fn other_encodings_are_decoded() {
        let dialect = Dialect {
            encoding: encoding_rs::WINDOWS_1252,
            ..Dialect::default()
        };
        assert_eq!(rows(&b"\xa3,\x80"[..], &dialect).unwrap(), [["£", "€"]]);
        assert_eq!(
            rows(&b"\xef\xbb\xbfa,\xff"[..], &Dialect::default()).unwrap(),
            [["a", "\u{fffd}"]]
        );
    }

    proptest! {
        #[test]
        fn split_input_gives_the_same_rows(text in "[ab,\"\r\n#é ]{0,40}", size in 1_usize..5) {
            let dialect = Dialect::default();
            prop_assert_eq!(rows(Dribble(text.as_bytes(), size), &dialect), rows(text.as_bytes(), &dialect));
        }

        #[test]
        fn rows_read_the_short_way_are_those_read_token_by_token(text in "[ab,\"\r\n#é ]{0,40}") {
            let mut token_by_token = Rows::new(text.as_bytes(), &Dialect::default());
            token_by_token.syntax.simple = None;
            prop_assert_eq!(all_rows(token_by_token), rows(text.as_bytes(), &Dialect::default()));
        }

        #[test]
        fn what_the_csv_crate_writes_is_read_back(table in prop::collection::vec(prop::collection::vec("[ab,\"\r\né ]{0,6}", 3), 0..6)) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            prop_assert_eq!(rows(bytes.as_slice(), &Dialect::default()).unwrap(), table);
        }
    }
}
