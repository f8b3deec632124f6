//! What a check found, and the forms in which it is written, one a file.

pub mod csv;
mod entry;
mod findings;
mod graph;
pub mod human;
pub mod json;
pub mod ntriples;
mod reasons;
mod result;
mod sentence;
pub mod turtle;
mod words;

use super::Shapes;
use super::cube::Checked;
use super::violation::Violation;
use crate::diagnostic::Findings;
use crate::graph::{Origins, TermGraph};

pub use result::{Result, Severity};

/// A [validation report](https://www.w3.org/TR/shacl/#validation-report).
///
/// It keeps each violation as a few numbers, so a hundred thousand of them take some megabytes;
/// text is made when it is written.
pub struct Report<'a> {
    pub(super) shapes: &'a Shapes,
    pub(super) graph: &'a TermGraph,
    pub(super) origins: &'a Origins,
    pub(super) violations: Vec<Violation>,
    pub(super) failures: Findings,
    pub(super) language: String,
    /// What checking the data cubes came to, where that was asked for.
    pub(super) cubes: Option<Checked>,
}

impl Report<'_> {
    /// Whether nothing at all was found, warnings included, and every query ran.
    pub fn conforms(&self) -> bool {
        self.is_empty() && !self.failures.has_errors()
    }

    /// Takes in what checking the data cubes of the same graph came to.
    #[must_use]
    pub fn with_cubes(mut self, checked: Checked) -> Self {
        self.cubes = Some(checked);
        self
    }

    /// Leaves out results about terms whose number is below this one: those of a part of the graph
    /// that was checked before, such as the registers.
    #[must_use]
    pub fn about_terms_from(mut self, first: usize) -> Self {
        self.violations
            .retain(|violation| violation.focus.index() >= first);
        self
    }

    /// How many results there are, the faults of cubes included.
    pub fn len(&self) -> usize {
        self.violations.len() + self.cubes.as_ref().map_or(0, Checked::len)
    }

    /// Whether there are no results.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What went wrong in the checking itself, such as a query that failed.
    pub fn failures(&self) -> &Findings {
        &self.failures
    }

    /// Asks for messages in a language, such as `cy`, where the shapes have them.
    #[must_use]
    pub fn in_language(mut self, tag: impl Into<String>) -> Self {
        self.language = tag.into();
        self
    }

    /// The results of shapes, in the order of the shapes and the data.
    pub fn results(&self) -> impl Iterator<Item = Result<'_>> {
        let violations = self.violations.iter();
        violations.map(|violation| Result::new(self, violation))
    }
}
