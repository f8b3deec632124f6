use std::io::Read;

use crate::csvw::annotate::Headings;
use crate::csvw::dialect::Dialect;
use crate::csvw::tabular::{Outcome, Record, RowError, Rows};

/// What stands before the rows of a table.
#[derive(Default)]
pub(super) struct Header {
    pub(super) headings: Headings,
    pub(super) comments: Vec<String>,
    /// The line of the last row of headings, or of the first row where there are none.
    pub(super) line: u64,
}

/// Comments longer than this altogether are not kept.
const COMMENT_LIMIT: usize = 64 * 1024;

impl Header {
    /// Reads the rows that are passed over and the headings.
    pub(super) fn read<R: Read>(
        &mut self,
        rows: &mut Rows<R>,
        dialect: &Dialect,
        record: &mut Record,
    ) -> Result<(), RowError> {
        self.line = 1;
        for _ in 0..dialect.skip_rows {
            if rows.read_whole(record)? == Outcome::End {
                break;
            }
            self.comment(record);
        }
        for _ in 0..dialect.header_rows {
            match rows.read(record)? {
                Outcome::End => break,
                Outcome::Comment => self.comment(record),
                Outcome::Row => self.titles(record, dialect.skip_columns),
            }
        }
        Ok(())
    }

    /// Takes the number of columns from the first row, where nothing names them.
    pub(super) fn count_columns(&mut self, record: &Record, dialect: &Dialect) {
        if dialect.header_rows == 0 {
            let count = record.len().saturating_sub(dialect.skip_columns);
            self.headings = Headings(vec![Vec::new(); count]);
            self.line = record.line;
        }
    }

    /// Keeps a comment.
    pub(super) fn comment(&mut self, record: &Record) {
        let kept: usize = self.comments.iter().map(String::len).sum();
        if let Some(text) = record.get(0).filter(|text| !text.is_empty())
            && kept + text.len() <= COMMENT_LIMIT
        {
            self.comments.push(text.to_owned());
        }
    }

    fn titles(&mut self, record: &Record, skip_columns: usize) {
        self.line = record.line;
        let columns = &mut self.headings.0;
        for (index, text) in record.iter().skip(skip_columns).enumerate() {
            if index == columns.len() {
                columns.push(Vec::new());
            }
            if !text.trim().is_empty() {
                columns[index].push(text.to_owned());
            }
        }
    }
}
