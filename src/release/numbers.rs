/// The numbers of the records of a file, told by the lines in which they start.
///
/// The two are the same up to the first cell with a line break in it.
/// [RFC 7111](https://www.rfc-editor.org/rfc/rfc7111#section-2.1) and
/// [CSV on the Web](https://www.w3.org/TR/tabular-data-model/#dfn-row-source-number) count records,
/// the heading and all above it included; people and their editors count lines.
///
/// Grows with the records that have line breaks in them, which are few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordNumbers {
    /// From a line on: how many lines more than records there were before it.
    ahead: Vec<(u64, u64)>,
}

impl RecordNumbers {
    /// Says which record starts in a line; both start at 1, and ascend from call to call.
    pub fn note(&mut self, line: u64, record: u64) {
        let ahead = line.saturating_sub(record);
        if ahead > self.ahead_at(line) {
            self.ahead.push((line, ahead));
        }
    }

    /// The number of the record that starts in a line.
    pub fn of_line(&self, line: u64) -> u64 {
        line - self.ahead_at(line)
    }

    fn ahead_at(&self, line: u64) -> u64 {
        let behind = self.ahead.partition_point(|(from, _)| *from <= line);
        let last = self.ahead[..behind].last();
        last.map_or(0, |(_, ahead)| *ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_in_cells_are_not_counted() {
        let mut numbers = RecordNumbers::default();
        for (line, record) in [(1, 1), (2, 2), (4, 3), (5, 4), (9, 5)] {
            numbers.note(line, record);
        }
        let records = [1, 2, 4, 5, 9].map(|line| numbers.of_line(line));
        assert_eq!(records, [1, 2, 3, 4, 5]);
        assert_eq!(numbers.ahead.len(), 2);
    }
}
