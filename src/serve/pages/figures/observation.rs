use std::borrow::Cow;

use oxrdf::{NamedNode, Term, TermRef};
use rustc_hash::FxHashMap;

use crate::cube::columns::{Column, Cube};

/// An observation to be drawn.
pub(super) enum Observation<'c> {
    /// One that was read from a store.
    Read {
        iri: NamedNode,
        values: FxHashMap<NamedNode, Term>,
    },
    /// A row of columns.
    Row(&'c Cube, usize),
}

impl Observation<'_> {
    pub(super) fn iri(&self) -> Cow<'_, NamedNode> {
        match self {
            Self::Read { iri, .. } => Cow::Borrowed(iri),
            Self::Row(columns, row) => Cow::Owned(columns.observation(*row)),
        }
    }

    /// What `look` sees in the value of a property, of which no copy is made; the last value, where
    /// there are several.
    pub(super) fn see<T>(
        &self,
        property: &NamedNode,
        look: impl FnOnce(TermRef<'_>) -> T,
    ) -> Option<T> {
        let (columns, row) = match self {
            Self::Read { values, .. } => {
                return values.get(property).map(|term| look(term.as_ref()));
            }
            Self::Row(columns, row) => (columns, *row),
        };
        let component = columns.position(property.as_ref())?;
        let term = |code| columns.terms(component).term(code);
        match columns.column(component) {
            Column::Same => Some(look(term(0))),
            Column::Codes(codes) => codes.get(row).map(|code| look(term(code))),
            Column::Lists(lists) => lists.get(row).last().map(|code| look(term(*code))),
            Column::Numbers(numbers) => {
                let number = numbers.literal(row);
                number.map(|number| look(number.as_ref().into()))
            }
        }
    }

    pub(super) fn has(&self, property: &NamedNode) -> bool {
        self.see(property, |_| ()).is_some()
    }
}
