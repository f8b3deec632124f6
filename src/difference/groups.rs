use std::io::{self, BufRead};

use thiserror::Error;

use super::statement::Statement;

/// Why two releases could not be compared.
#[derive(Debug, Error)]
pub enum DifferenceError {
    /// One of them could not be read, or the difference not written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is no statement of the default graph.
    #[error("line {line} is no statement of N-Quads in the default graph")]
    Syntax {
        /// The line; the first is 1.
        line: u64,
    },
    /// The lines are not sorted, so this is not what Assize keeps.
    #[error("line {line} stands before the one above it in canonical N-Quads")]
    Order {
        /// The line; the first is 1.
        line: u64,
    },
}

/// The statements of one subject, in canonical order.
#[derive(Default)]
pub(super) struct Group {
    text: String,
    /// Where each line ends, its line feed included.
    ends: Vec<usize>,
}

impl Group {
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The subject as it is written.
    pub(super) fn subject(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }

    /// The lines, each with its line feed.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.text[start..*end])
    }

    pub(super) fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        self.lines().filter_map(Statement::parse)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.ends.push(self.text.len());
    }
}

/// Reads canonical N-Quads line by line, and checks that they are sorted.
pub(super) struct Lines<R> {
    reader: R,
    /// The line that was read last, with its line feed; empty at the end.
    pub(super) next: String,
    above: String,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Result<Self, DifferenceError> {
        let mut lines = Self {
            reader,
            next: String::new(),
            above: String::new(),
            number: 0,
        };
        lines.advance()?;
        Ok(lines)
    }

    pub(super) fn advance(&mut self) -> Result<(), DifferenceError> {
        std::mem::swap(&mut self.next, &mut self.above);
        self.next.clear();
        self.number += 1;
        if self.reader.read_line(&mut self.next)? > 0 && self.next <= self.above {
            return Err(DifferenceError::Order { line: self.number });
        }
        Ok(())
    }
}

/// Reads canonical N-Quads subject by subject.
pub(super) struct Groups<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Groups<R> {
    pub(super) fn new(reader: R) -> Result<Self, DifferenceError> {
        let lines = Lines::new(reader)?;
        Ok(Self { lines })
    }

    /// Reads the statements of the next subject; none at the end.
    pub(super) fn read(&mut self, group: &mut Group) -> Result<(), DifferenceError> {
        group.clear();
        while !self.lines.next.is_empty() {
            let line = self.lines.number;
            let first = Statement::parse(&self.lines.next);
            let first = first.ok_or(DifferenceError::Syntax { line })?;
            if !group.is_empty() && group.subject() != first.subject {
                break;
            }
            group.push(&self.lines.next);
            self.lines.advance()?;
        }
        Ok(())
    }
}
