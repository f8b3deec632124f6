/// A row of text; reading the next one reuses its memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The cells, one after the other; delimiters may stand between them.
    text: String,
    cells: Vec<Cell>,
    /// The position of the row in the file, all kinds of rows counted; the first is 1.
    pub(crate) number: u64,
    /// The line it starts in; the first is 1.
    pub(crate) line: u64,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug)]
struct Cell {
    start: usize,
    end: usize,
}

impl Record {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a cell that stands in a row which is taken whole afterwards.
    #[inline]
    pub(super) fn push_cell(&mut self, start: usize, end: usize) {
        self.cells.push(Cell { start, end });
    }

    /// Where the cell that is being read begins.
    fn current_start(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.end)
    }

    /// The text of the cell that is being read.
    pub(super) fn current(&self) -> &str {
        &self.text[self.current_start()..]
    }

    pub(super) fn end_cell(&mut self) {
        self.push_cell(self.current_start(), self.text.len());
    }

    /// Replaces the text of the cell that is being read.
    pub(super) fn replace_current(&mut self, text: &str) {
        self.text.truncate(self.current_start());
        self.text.push_str(text);
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The text of a cell; the first is 0.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let cell = self.cells.get(index)?;
        Some(&self.text[cell.start..cell.end])
    }

    /// The texts of all cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Whether no cell has any text.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.start == cell.end)
    }
}
