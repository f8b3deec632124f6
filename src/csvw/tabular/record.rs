/// A row of text; reading the next one reuses its memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    text: String,
    ends: Vec<usize>,
    /// The position of the row in the file, all kinds of rows counted; the first is 1.
    pub(crate) number: u64,
    /// The line it starts in; the first is 1.
    pub(crate) line: u64,
}

impl Record {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The text of the cell that is being read.
    pub(super) fn current(&self) -> &str {
        &self.text[self.ends.last().copied().unwrap_or(0)..]
    }

    pub(super) fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Replaces the text of the cell that is being read.
    pub(super) fn replace_current(&mut self, text: &str) {
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
        self.text.push_str(text);
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a cell; the first is 0.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(&self.text[start..end])
    }

    /// The texts of all cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Whether no cell has any text.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}
