use std::collections::BTreeMap;

/// What stands in a column of a release.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) heading: String,
    /// How many cells hold something.
    pub(super) filled: u64,
    /// How many of those were not among the texts that are kept.
    new: u64,
    pub(super) blank: u64,
    /// The distinct texts, up to [`MOST`].
    pub(super) values: BTreeMap<String, u64>,
}

/// So many distinct texts are kept; a column with more is one of free text, names or figures.
const MOST: usize = 5_000;

impl Profile {
    pub(super) fn new(heading: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            filled: 0,
            blank: 0,
            new: 0,
            values: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            self.blank += 1;
            return;
        }
        self.filled += 1;
        if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else {
            self.new += 1;
            if self.values.len() < MOST {
                self.values.insert(cell.to_owned(), 1);
            }
        }
    }

    /// The share of cells that say something new, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share of a few thousand rows")]
    pub(super) fn variety(&self) -> f64 {
        self.new as f64 / self.filled.max(1) as f64
    }

    /// Whether each of its values passes, and it has one.
    pub(super) fn all(&self, test: impl Fn(&str) -> bool) -> bool {
        !self.values.is_empty() && self.values.keys().all(|value| test(value))
    }

    /// Whether its heading has one of these words.
    pub(super) fn is_called(&self, words: &[&str]) -> bool {
        let heading = self.heading.to_lowercase();
        let mut own = heading.split(|c: char| !c.is_alphanumeric());
        own.any(|word| words.contains(&word))
    }
}
