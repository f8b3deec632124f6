use std::io::Read;

use super::record::Record;
use super::rows::Rows;

impl<R: Read> Rows<R> {
    /// Reads a row without quotes and escapes that is in the buffer whole, which is nearly every
    /// row; whether it was one. Nothing is taken of another. The text is copied once, with its
    /// delimiters, because cells are mostly shorter than what it costs to copy one.
    pub(super) fn read_simple(&mut self, record: &mut Record) -> bool {
        let Some(delimiter) = self.syntax.simple else {
            return false;
        };
        let rest = &self.buffer.as_bytes()[self.at..];
        let mut start = 0;
        for (at, byte) in rest.iter().enumerate() {
            if !self.syntax.is_special(*byte) {
                continue;
            }
            let terminator = match (*byte, rest.get(at + 1)) {
                (b'\n', _) => 1,
                (b'\r', Some(b'\n')) => 2,
                (b'\r', Some(_)) => continue,
                (byte, _) if byte == delimiter => 0,
                _ => break,
            };
            record.push_cell(start, at);
            start = at + 1;
            if terminator > 0 {
                record.push_str(&self.buffer[self.at..self.at + at]);
                self.at += at + terminator;
                self.line += 1;
                return true;
            }
        }
        record.clear();
        false
    }
}
