/// How many rows below the heading were no data, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowTally {
    /// Rows that hold data, faulty ones not included.
    pub data: u64,
    /// Rows without any text.
    pub blank: u64,
    /// Rows that a `skip-rows` pattern told to be notes.
    pub notes: u64,
    /// Rows with too many or too few cells, each with a finding.
    pub ragged: u64,
}

impl RowTally {
    /// All rows below the heading.
    pub fn total(&self) -> u64 {
        self.data + self.blank + self.notes + self.ragged
    }
}
