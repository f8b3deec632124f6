use std::borrow::Cow;

use oxrdf::TermRef;

use super::{Report, Result, Severity};
use crate::diagnostic::{Code, Place};
use crate::validate::cube;

/// One line of a report that lists everything: a result of a shape, or a fault of a cube.
pub(super) struct Entry<'r> {
    pub(super) severity: Severity<'r>,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) focus_node: TermRef<'r>,
    pub(super) path: Option<String>,
    pub(super) value: Option<TermRef<'r>>,
    /// The constraint component, or the section of the specification of data cubes.
    pub(super) component: Cow<'r, str>,
    /// Faults of a cube have none.
    pub(super) shape: Option<TermRef<'r>>,
    pub(super) place: Option<Place>,
    pub(super) definition: Option<Place>,
}

impl Report<'_> {
    /// All results and faults, each made as it is asked for.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let of_cubes = self.cube_violations().map(|fault| Entry::from(&fault));
        self.results()
            .map(|result| Entry::from(&result))
            .chain(of_cubes)
    }

    pub(super) fn cube_violations(&self) -> impl Iterator<Item = cube::Violation<'_>> {
        let cubes = self.cubes.iter();
        cubes.flat_map(|checked| checked.violations(self.graph, self.origins))
    }
}

impl<'r> From<&Result<'r>> for Entry<'r> {
    fn from(result: &Result<'r>) -> Self {
        Self {
            severity: result.severity(),
            code: result.code(),
            message: result.message(),
            focus_node: result.focus_node(),
            path: result.path_text(),
            value: result.value(),
            component: result.component().as_str().into(),
            shape: Some(result.source_shape()),
            place: result.place(),
            definition: result.definition(),
        }
    }
}

impl<'r> From<&cube::Violation<'r>> for Entry<'r> {
    fn from(fault: &cube::Violation<'r>) -> Self {
        Self {
            severity: Severity::Violation,
            code: fault.code(),
            message: fault.message(),
            focus_node: fault.node(),
            path: fault.property().map(|property| property.to_string()),
            value: fault.value(),
            component: fault.constraint().into(),
            shape: None,
            place: fault.place(),
            definition: None,
        }
    }
}
