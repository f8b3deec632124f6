use oxrdf::Variable;

use super::column::{Coded, Column};
use super::groups::Groups;
use super::terms::place;

/// A multiset of solutions, column by column.
#[derive(Clone)]
pub(super) struct Relation {
    pub(super) rows: usize,
    columns: Vec<(Variable, Column)>,
}

impl Relation {
    /// So many empty solutions.
    pub(super) fn new(rows: usize) -> Self {
        let columns = Vec::new();
        Self { rows, columns }
    }

    /// Adds a variable, which must be new.
    #[must_use]
    pub(super) fn with(mut self, variable: Variable, column: Column) -> Self {
        debug_assert_eq!(column.len(), self.rows);
        self.columns.push((variable, column));
        self
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.columns.iter().map(|(variable, _)| variable)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = (&Variable, &Column)> {
        self.columns
            .iter()
            .map(|(variable, column)| (variable, column))
    }

    pub(super) fn column(&self, variable: &Variable) -> Option<&Column> {
        let mut columns = self.columns();
        columns.find_map(|(found, column)| (found == variable).then_some(column))
    }

    pub(super) fn has(&self, variable: &Variable) -> bool {
        self.column(variable).is_some()
    }

    /// The rows at these places; empty solutions where the place is [`super::terms::UNBOUND`].
    pub(super) fn gather(&self, places: &[u32]) -> Self {
        let columns = self.columns();
        let columns = columns.map(|(variable, column)| (variable.clone(), column.gather(places)));
        Self {
            rows: places.len(),
            columns: columns.collect(),
        }
    }

    /// The rows that are kept, by row.
    pub(super) fn keep(&self, kept: impl Fn(usize) -> bool) -> Self {
        let places: Vec<u32> = (0..)
            .take(self.rows)
            .filter(|row| kept(*row as usize))
            .collect();
        if places.len() == self.rows {
            return self.clone();
        }
        self.gather(&places)
    }

    /// So many rows, or all, from one on.
    pub(super) fn slice(&self, start: usize, length: Option<usize>) -> Self {
        let length = length.unwrap_or(usize::MAX);
        if start == 0 && length >= self.rows {
            return self.clone();
        }
        let rows = (0..self.rows).skip(start).take(length);
        let places: Vec<u32> = rows.map(place).collect();
        self.gather(&places)
    }

    /// Only these variables; those that are not there stay away.
    pub(super) fn project(&self, kept: impl Fn(&Variable) -> bool) -> Self {
        let columns = self.columns.iter().filter(|(variable, _)| kept(variable));
        Self {
            rows: self.rows,
            columns: columns.cloned().collect(),
        }
    }

    /// These variables in this order; those that are not there are unbound.
    pub(super) fn arranged(&self, variables: &[Variable]) -> Self {
        let column = |variable: &Variable| match self.column(variable) {
            Some(column) => column.clone(),
            None => Column::unbound(self.rows),
        };
        let columns = variables
            .iter()
            .map(|variable| (variable.clone(), column(variable)));
        Self {
            rows: self.rows,
            columns: columns.collect(),
        }
    }

    /// The different combinations of these variables, and which of them each row has; a variable
    /// that is not there is left out.
    pub(super) fn combinations<'v>(
        &self,
        variables: impl IntoIterator<Item = &'v Variable>,
    ) -> (Self, Groups) {
        let part = variables.into_iter().filter_map(|variable| {
            let column = self.column(variable)?;
            Some((variable.clone(), Column::Coded(column.coded().into_owned())))
        });
        let part = Self {
            rows: self.rows,
            columns: part.collect(),
        };
        let codes: Vec<&Coded> = part.coded().collect();
        let groups = Groups::of(self.rows, &codes);
        let combinations = part.gather(&groups.firsts);
        (combinations, groups)
    }

    fn coded(&self) -> impl Iterator<Item = &Coded> {
        self.columns.iter().filter_map(|(_, column)| match column {
            Column::Coded(coded) => Some(coded),
            Column::Numbers(_) => None,
        })
    }

    /// The different solutions.
    pub(super) fn distinct(&self) -> Self {
        let variables: Vec<_> = self.variables().cloned().collect();
        let (_, groups) = self.combinations(&variables);
        self.gather(&groups.firsts)
    }

    /// The solutions of both; where one lacks a variable of the other, it is unbound there.
    pub(super) fn chain(&self, other: &Self) -> Self {
        let mut all = Self::new(self.rows + other.rows);
        let only = |relation: &Self, variable| match relation.column(variable) {
            Some(column) => column.clone(),
            None => Column::unbound(relation.rows),
        };
        let theirs = other.variables().filter(|variable| !self.has(variable));
        for variable in self.variables().chain(theirs) {
            let column = only(self, variable).chain(&only(other, variable));
            all.columns.push((variable.clone(), column));
        }
        all
    }
}
