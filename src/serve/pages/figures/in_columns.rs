//! Figures whose observations stand in columns.

use oxrdf::NamedNodeRef;

use super::{Figures, Observation, SCANNED, Table};
use crate::cube::columns::{Column, Cube};
use crate::serve::triples::waiting;

/// How many observations are drawn on the spot; with more, other requests are let past.
const AT_ONCE: usize = 500;

impl Table<'_> {
    /// The figures about a thing, read from the rows of the cube that have it in a dimension.
    pub(super) fn about_in_columns(
        &self,
        columns: &Cube,
        dimension: NamedNodeRef<'_>,
        thing: NamedNodeRef<'_>,
    ) -> Option<Figures> {
        let component = columns.position(dimension)?;
        let code = columns.terms(component).code_of(thing)?;
        let next = |row: &usize| columns.row_with(component, code, row + 1);
        let rows = std::iter::successors(columns.row_with(component, code, 0), next);
        let rows: Vec<_> = rows.take(SCANNED + 1).collect();
        if rows.len() > SCANNED {
            return None;
        }
        let latest = self.latest(columns, rows);
        let draw = || {
            let latest = latest.iter();
            let observations = latest.map(|row| Observation::Row(columns, *row));
            let observations: Vec<_> = observations.collect();
            let period = self.period_of(&observations);
            self.draw(Some(dimension), period, &observations)
        };
        if latest.len() > AT_ONCE {
            waiting(draw)
        } else {
            draw()
        }
    }

    /// Those of some rows that have the latest period of any of them.
    fn latest(&self, columns: &Cube, mut rows: Vec<usize>) -> Vec<usize> {
        let period = self.cube.period.as_ref();
        let period = period.and_then(|period| columns.position(period.as_ref()));
        if let Some(Column::Codes(codes)) = period.map(|period| columns.column(period)) {
            // The names of the periods of one kind sort by time, and codes by name.
            let latest = rows.iter().map(|row| codes.get(*row)).max().flatten();
            rows.retain(|row| codes.get(*row) == latest);
        }
        rows
    }
}
