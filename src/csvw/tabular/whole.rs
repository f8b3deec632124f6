use std::io::Read;

use super::record::Record;
use super::rows::{Outcome, RowError, Rows};
use super::syntax::Token;

/// What quotes at the start of a cell mean in a row that is passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// They hold ends of lines.
    Hold,
    /// They are text like any other.
    Text,
}

impl<R: Read> Rows<R> {
    /// Reads the next row as one cell, whatever is in it.
    pub(crate) fn read_whole(&mut self, record: &mut Record) -> Result<Outcome, RowError> {
        if !self.begin(record)? {
            return Ok(Outcome::End);
        }
        let quotes = if self.skip_comment_prefix() {
            Quotes::Text
        } else {
            Quotes::Hold
        };
        self.read_raw(record, quotes)?;
        Ok(Outcome::Comment)
    }

    /// Reads a row with all its delimiters and quotes.
    pub(super) fn read_raw(&mut self, record: &mut Record, quotes: Quotes) -> Result<(), RowError> {
        let mut inside = false;
        let mut may_open = quotes == Quotes::Hold;
        while self.fill()? {
            let token = self.syntax.token(&self.buffer[self.at..]);
            if let Token::Terminator(length) = token
                && !inside
            {
                self.advance(length);
                break;
            }
            // A quote right after one that closes is a doubled one.
            (inside, may_open) = match token {
                Token::Quote(_) if inside => (false, true),
                Token::Quote(_) => (may_open, false),
                Token::Delimiter(_) => (inside, quotes == Quotes::Hold),
                _ => (inside, false),
            };
            self.take(token.len(), record)?;
            if matches!(token, Token::Escape) && self.fill()? {
                self.take(self.next_char(), record)?;
            }
        }
        record.end_cell();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csvw::dialect::{Dialect, Escape};

    #[test]
    fn a_row_that_is_passed_over_may_have_lines_in_quotes() {
        let text = "\"a \"\"b\n\"\"\",\"c\nd\",5\"\n#\"e\nf";
        let mut rows = Rows::new(text.as_bytes(), &Dialect::default());
        let mut record = Record::default();
        let mut next = || {
            rows.read_whole(&mut record).unwrap();
            (record.line, record.get(0).unwrap().to_owned())
        };
        assert_eq!(next(), (1, "\"a \"\"b\n\"\"\",\"c\nd\",5\"".to_owned()));
        assert_eq!(next(), (4, "\"e".to_owned()));
        assert_eq!(next(), (5, "f".to_owned()));
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_cell_that_is_passed_over() {
        let dialect = Dialect {
            escape: Escape::Backslash,
            ..Dialect::default()
        };
        let mut rows = Rows::new("\"a\\\"\nb\"\nc".as_bytes(), &dialect);
        let mut record = Record::default();
        rows.read_whole(&mut record).unwrap();
        assert_eq!(record.get(0), Some("\"a\\\"\nb\""));
    }
}
