//! Figures whose observations stand in columns.

use oxrdf::NamedNodeRef;

use super::{Figures, Observation, SCANNED, Table};
use crate::cube::columns::{Column, Cube, Kind};
use crate::serve::Live;

/// How many observations of a thing are looked through on the spot: some milliseconds.
const AT_ONCE: usize = 5_000;

/// Whether the page about a thing looks through so many observations that nobody else should have
/// to wait for it.
pub(in crate::serve) fn takes_long(live: &Live, thing: NamedNodeRef<'_>) -> bool {
    let columns = || live.holdings.cubes();
    let mut cubes = live.cubes.iter();
    if !cubes.all(|cube| columns().any(|columns| columns.dataset() == cube.dataset)) {
        // The observations of one are looked up in the store.
        return true;
    }
    let has_many = |cube: &Cube, dimension| {
        let code = cube.terms(dimension).code_of(thing);
        code.is_some_and(|code| cube.rows_having(dimension, code).nth(AT_ONCE).is_some())
    };
    columns().any(|cube| {
        let mut dimensions = cube.of_kind(Kind::Dimension);
        dimensions.any(|dimension| has_many(cube, dimension))
    })
}

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
        let rows = columns.rows_having(component, code);
        let rows: Vec<_> = rows.take(SCANNED + 1).collect();
        if rows.len() > SCANNED {
            return None;
        }
        let latest = self.latest(columns, rows).into_iter();
        let observations = latest.map(|row| Observation::Row(columns, row));
        let observations: Vec<_> = observations.collect();
        let period = self.period_of(&observations);
        self.draw(Some(dimension), period, &observations)
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
