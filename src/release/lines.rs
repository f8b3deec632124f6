use std::io::{self, BufRead};

use super::encoding::{DecodeError, Decoder, Encoding};

/// The physical lines of a file as text, counted.
pub(super) struct Lines<R> {
    reader: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    number: u64,
}

/// Why the next line could not be had.
#[derive(Debug)]
pub(super) enum LineError {
    Io(io::Error),
    /// The file begins with a mark of UTF-16.
    Utf16,
    /// The bytes of the line, which are no text.
    NotText {
        error: DecodeError,
        line: Vec<u8>,
    },
    /// More than [`LONGEST_LINE`] bytes without a line end.
    TooLong,
}

/// No line of a CSV file is longer than this; what is, is not a CSV file.
const LONGEST_LINE: usize = 16 << 20;

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, encoding: Encoding) -> Self {
        Self {
            reader,
            decoder: Decoder::new(encoding),
            bytes: Vec::new(),
            number: 0,
        }
    }

    /// The number of the line that was read last; the first is 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Appends the next line with its end to `text`; `false` at the end of the file.
    pub(super) fn read(&mut self, text: &mut String) -> Result<bool, LineError> {
        self.bytes.clear();
        let limit = LONGEST_LINE as u64 + 1;
        let mut limited = io::Read::take(&mut self.reader, limit);
        if limited
            .read_until(b'\n', &mut self.bytes)
            .map_err(LineError::Io)?
            == 0
        {
            return Ok(false);
        }
        if self.bytes.len() > LONGEST_LINE {
            return Err(LineError::TooLong);
        }
        self.number += 1;
        let mut line = self.bytes.as_slice();
        if self.number == 1 {
            if line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF") {
                return Err(LineError::Utf16);
            }
            if let Some(rest) = line.strip_prefix(b"\xEF\xBB\xBF") {
                // The mark says UTF-8, whatever the mapping leaves open.
                self.decoder = Decoder::new(Encoding::Utf8);
                line = rest;
            }
        }
        match self.decoder.decode(line) {
            Ok(decoded) => text.push_str(&decoded),
            Err(error) => {
                let line = line.to_vec();
                return Err(LineError::NotText { error, line });
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_dropped_and_decides() {
        let mut lines = Lines::new(&b"\xEF\xBB\xBFa\n\xA3\n"[..], Encoding::Auto);
        let mut text = String::new();
        assert!(lines.read(&mut text).unwrap());
        assert_eq!((text.as_str(), lines.number()), ("a\n", 1));
        assert!(matches!(
            lines.read(&mut text),
            Err(LineError::NotText { .. })
        ));
    }

    #[test]
    fn utf_16_is_told_by_its_mark() {
        let mut lines = Lines::new(&b"\xFF\xFEa\0\n\0"[..], Encoding::Auto);
        assert!(matches!(
            lines.read(&mut String::new()),
            Err(LineError::Utf16)
        ));
    }
}
