use oxrdf::{Literal, Term};

use super::shape::ShapeIx;
use crate::graph::TermId;

/// A [validation result](https://www.w3.org/TR/shacl/#results-validation-result), in numbers.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) focus: TermId,
    pub(crate) value: Option<TermId>,
    pub(crate) shape: ShapeIx,
    /// The place of the constraint in its shape.
    pub(crate) constraint: usize,
    pub(crate) path: ResultPath,
    pub(crate) extra: Option<Box<Extra>>,
}

/// The path that a result is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultPath {
    None,
    OfShape,
    /// A single predicate of the data: of a triple that a closed shape does not allow, or one that
    /// a query names.
    Predicate(TermId),
}

/// What only queries give to a result.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// A value that is not in the data.
    pub(crate) value: Option<Term>,
    /// A path that is not in the data.
    pub(crate) path: Option<Term>,
    pub(crate) messages: Vec<Literal>,
}
