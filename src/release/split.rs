use std::ops::Range;

/// Splits records into cells after [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180#section-2),
/// line by line, and keeps where each cell stands in the text.
///
/// The `csv` crate takes any text for CSV and gives no places of cells, but a finding must point at
/// the cell, and an unclosed quote must be one. A property test holds this splitter against that
/// crate.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: u8,
    state: State,
    /// Where the current cell starts.
    start: usize,
    /// Whether the current quoted cell holds a doubled quote.
    doubled: bool,
    pub(super) cells: Vec<Span>,
}

/// Where a cell stands in the text of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// All of it, the quotes included.
    pub(super) whole: Range<usize>,
    pub(super) quoting: Quoting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    None,
    Quoted,
    /// Quoted, with quotes inside that are written twice.
    Doubled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the first byte of a cell.
    Start,
    Plain,
    Quoted,
    /// After a quote within a quoted cell: the end of the cell, or the first of two.
    MaybeClosed,
}

/// What a line brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// The record ends with this line.
    Whole,
    /// A quoted cell goes on in the next line; where it starts.
    Open(usize),
    /// Text follows a closing quote; where.
    Stray(usize),
}

impl Splitter {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::Start,
            start: 0,
            doubled: false,
            cells: Vec::new(),
        }
    }

    /// Makes it ready for another record.
    pub(super) fn clear(&mut self) {
        self.state = State::Start;
        self.start = 0;
        self.doubled = false;
        self.cells.clear();
    }

    /// Takes the bytes of `record` from `from` on: one line, without its line end if the record
    /// ends here, which the caller cannot know and so leaves in; it is put into a cell only where
    /// a quote is open.
    pub(super) fn feed(&mut self, record: &str, from: usize) -> Fed {
        let bytes = record.as_bytes();
        let end = from + content_length(&bytes[from..]);
        let mut at = from;
        while at < end {
            match self.state {
                State::Start if bytes[at] == b'"' => self.open(at),
                State::Start | State::Plain => {
                    let len = bytes[at..end].iter().position(|&b| b == self.delimiter);
                    self.state = State::Plain;
                    let Some(len) = len else { break };
                    at += len;
                    self.close(at, Quoting::None);
                }
                State::Quoted => {
                    let Some(len) = bytes[at..end].iter().position(|&b| b == b'"') else {
                        break;
                    };
                    at += len;
                    self.state = State::MaybeClosed;
                }
                State::MaybeClosed if bytes[at] == b'"' => {
                    self.doubled = true;
                    self.state = State::Quoted;
                }
                State::MaybeClosed if bytes[at] == self.delimiter => self.close(at, self.quoting()),
                State::MaybeClosed => return Fed::Stray(at),
            }
            at += 1;
        }
        match self.state {
            State::Quoted => return Fed::Open(self.start),
            State::MaybeClosed => self.close(end, self.quoting()),
            State::Start | State::Plain => self.close(end, Quoting::None),
        }
        Fed::Whole
    }

    fn open(&mut self, at: usize) {
        self.start = at;
        self.doubled = false;
        self.state = State::Quoted;
    }

    fn quoting(&self) -> Quoting {
        if self.doubled {
            Quoting::Doubled
        } else {
            Quoting::Quoted
        }
    }

    /// Ends the current cell before the byte at `end`, which is a delimiter or past the record.
    fn close(&mut self, end: usize, quoting: Quoting) {
        self.cells.push(Span {
            whole: self.start..end,
            quoting,
        });
        self.start = end + 1;
        self.state = State::Start;
    }
}

/// How many bytes a line has before its line end.
fn content_length(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> (Fed, Vec<&str>) {
        let mut splitter = Splitter::new(b',');
        let mut fed = Fed::Whole;
        let mut from = 0;
        for line in record.split_inclusive('\n') {
            from += line.len();
            fed = splitter.feed(&record[..from], from - line.len());
        }
        let cells = splitter
            .cells
            .iter()
            .map(|span| &record[span.whole.clone()]);
        (fed, cells.collect())
    }

    #[test]
    fn cells_are_found_with_their_quotes() {
        let (fed, cells) = split("a,\"b, \"\"c\"\"\",,d\r\n");
        assert_eq!(fed, Fed::Whole);
        assert_eq!(cells, ["a", "\"b, \"\"c\"\"\"", "", "d"]);
    }

    #[test]
    fn a_quoted_cell_goes_over_lines() {
        let (fed, cells) = split("a,\"b\r\nc\",d\n");
        assert_eq!(fed, Fed::Whole);
        assert_eq!(cells, ["a", "\"b\r\nc\"", "d"]);
    }

    #[test]
    fn an_open_quote_and_text_behind_a_quote_are_told() {
        assert_eq!(split("a,\"b\n").0, Fed::Open(2));
        assert_eq!(split("a,\"b\"c,d\n").0, Fed::Stray(5));
    }
}
