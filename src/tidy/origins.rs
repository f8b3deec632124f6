/// For each row of the tidy table, the line of the release that it came from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    lines: Vec<u32>,
}

impl Origins {
    /// The line in the release of a row of the tidy table; the first data row is 0, the first line
    /// is 1. A row that sums several has the line of the first of them.
    pub fn line(&self, row: usize) -> Option<u64> {
        self.lines.get(row).map(|line| u64::from(*line))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn push(&mut self, line: u64) {
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }
}
