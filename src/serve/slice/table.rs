use std::cmp::Reverse;

use oxrdf::Term;

use super::dimension::{Dimension, Order};
use super::error::SliceError;
use super::request::Slice;
use super::rows::rows;
use super::schema::Schema;
use super::sort::{Direction, Sort, SortBy};
use super::total;
use crate::cube::columns::{Code, Column, Cube, Number};
use crate::serve::{Language, Live};

/// The answer to a slice: its figures, each with what it is of.
pub(super) struct Table {
    /// The dimensions that the lines have members of.
    pub(super) shown: Vec<usize>,
    /// The lines of this page.
    pub(super) lines: Vec<Line>,
    /// How many lines there are on all pages.
    pub(super) total: usize,
}

/// One figure.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The member of each dimension that is shown.
    pub(super) members: Vec<Option<Code>>,
    /// The place of the measure in the schema.
    pub(super) measure: usize,
    pub(super) value: Option<Figure>,
    pub(super) unit: Option<Code>,
    pub(super) multiplier: Option<Code>,
    pub(super) statuses: Vec<Code>,
    pub(super) source: Source,
}

/// A value as it is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Figure {
    Number(Number),
    /// What a measure has that is no column of numbers.
    Term(Term),
}

impl Figure {
    /// The digits, or the text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Term(Term::Literal(literal)) => literal.value().to_owned(),
            Self::Term(term) => term.to_string(),
        }
    }
}

/// What a line was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The observation of a row.
    Observation(u32),
    /// A total; `missing` of its observations have no value, and then it has none.
    Total { observations: u32, missing: u32 },
}

/// What reads the lines of a slice.
pub(super) struct Reading<'r> {
    pub(super) schema: &'r Schema,
    pub(super) cube: &'r Cube,
    pub(super) slice: &'r Slice,
    /// For names by which lines are sorted.
    pub(super) live: &'r Live,
}

impl Reading<'_> {
    /// The page of the table that is asked for, or that a form shows where nothing is said.
    pub(super) fn table(&self, usual: usize) -> Result<Table, SliceError> {
        let rows = rows(self.schema, self.cube, self.slice);
        let entries = self.entries(&rows);
        let limit = self.slice.limit.unwrap_or(usual);
        let start = (self.slice.page - 1).saturating_mul(limit);
        if let Some(group) = &self.slice.group {
            let mut lines = total::lines(self, group, &entries)?;
            self.sort(&mut lines, group);
            let total = lines.len();
            let lines = lines.into_iter().skip(start).take(limit).collect();
            let shown = group.clone();
            return Ok(Table {
                shown,
                lines,
                total,
            });
        }
        let shown: Vec<_> = (0..self.schema.dimensions.len()).collect();
        let total = entries.len();
        let mut lines: Vec<_>;
        if self.slice.sort.is_empty() {
            let page = entries.iter().skip(start).take(limit);
            lines = page.map(|entry| self.line(*entry, &shown)).collect();
        } else {
            lines = entries.iter().map(|e| self.line(*e, &shown)).collect();
            self.sort(&mut lines, &shown);
            lines = lines.into_iter().skip(start).take(limit).collect();
        }
        Ok(Table {
            shown,
            lines,
            total,
        })
    }

    /// The rows with each measure that they are of.
    fn entries(&self, rows: &[u32]) -> Vec<(u32, usize)> {
        let Some(dimension) = self.schema.measure_dimension() else {
            return rows.iter().flat_map(|row| self.measured(*row)).collect();
        };
        let component = self.schema.dimensions[dimension].component;
        let terms = self.cube.terms(component);
        let measures: Vec<_> = terms
            .iter()
            .map(|term| {
                let mut all = self.schema.measures.iter();
                let is_it = |m: &super::schema::Measure| term == m.property.as_ref().into();
                all.position(is_it).unwrap_or_default()
            })
            .collect();
        let column = self.cube.column(component);
        let measure = |row: u32| code(column, row).map_or(0, |code| measures[code as usize]);
        rows.iter().map(|row| (*row, measure(*row))).collect()
    }

    /// The measures that a row has values of; one that has none at all stands for its first.
    fn measured(&self, row: u32) -> Vec<(u32, usize)> {
        let asked = &self.slice.measures;
        let has = |at: &&usize| self.value(row, **at).is_some();
        let found: Vec<_> = asked.iter().filter(has).map(|at| (row, *at)).collect();
        if found.is_empty() {
            return asked.first().map(|at| (row, *at)).into_iter().collect();
        }
        found
    }

    /// The value of a measure in a row.
    pub(super) fn value(&self, row: u32, measure: usize) -> Option<Figure> {
        let component = self.schema.measures.get(measure)?.component;
        if let Column::Numbers(numbers) = self.cube.column(component) {
            return numbers.get(row as usize).map(Figure::Number);
        }
        let mut values = self.cube.values(component, row as usize).into_iter();
        values.next().map(Figure::Term)
    }

    fn line(&self, (row, measure): (u32, usize), shown: &[usize]) -> Line {
        let one =
            |component: Option<usize>| component.and_then(|at| code(self.cube.column(at), row));
        Line {
            members: shown
                .iter()
                .map(|at| one(Some(self.schema.dimensions[*at].component)))
                .collect(),
            measure,
            value: self.value(row, measure),
            unit: one(self.schema.unit),
            multiplier: one(self.schema.multiplier),
            statuses: self.statuses(row),
            source: Source::Observation(row),
        }
    }

    pub(super) fn statuses(&self, row: u32) -> Vec<Code> {
        match self.schema.status.map(|at| self.cube.column(at)) {
            Some(Column::Lists(lists)) => lists.get(row as usize).to_vec(),
            Some(column) => code(column, row).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn sort(&self, lines: &mut [Line], shown: &[usize]) {
        for Sort { by, direction } in self.slice.sort.iter().rev() {
            match by {
                SortBy::Value => sort_by(lines, *direction, |line| match &line.value {
                    Some(Figure::Number(number)) => Some(aligned(*number)),
                    _ => None,
                }),
                SortBy::Dimension(at) => {
                    let Some(place) = shown.iter().position(|shown| shown == at) else {
                        continue;
                    };
                    let ranks = self.ranks(&self.schema.dimensions[*at]);
                    sort_by(lines, *direction, |line| {
                        line.members[place].map(|code| ranks[code as usize])
                    });
                }
            }
        }
    }

    /// For each member its place in the order of time, or of names.
    pub(super) fn ranks(&self, dimension: &Dimension) -> Vec<usize> {
        let mut codes: Vec<Code> = (0..).take(dimension.members.len()).collect();
        match dimension.order {
            Order::Time => {
                codes.sort_by_key(|code| dimension.members[*code as usize].days.clone());
            }
            Order::Terms => {}
            Order::None => codes.sort_by_cached_key(|code| {
                let label = dimension.member_label(self.live, self.cube, *code, Language::English);
                label.to_lowercase()
            }),
        }
        let mut ranks = vec![0; codes.len()];
        for (rank, code) in codes.iter().enumerate() {
            ranks[*code as usize] = rank;
        }
        ranks
    }
}

/// Sorts lines without a key last, whichever way.
fn sort_by<K: Ord>(lines: &mut [Line], direction: Direction, key: impl Fn(&Line) -> Option<K>) {
    match direction {
        Direction::Up => lines.sort_by_cached_key(|line| {
            let key = key(line);
            (key.is_none(), key)
        }),
        Direction::Down => lines.sort_by_cached_key(|line| {
            let key = key(line);
            (key.is_none(), Reverse(key))
        }),
    }
}

/// A number as digits behind which the most digits stand that any number has.
fn aligned(number: Number) -> i128 {
    let more = u32::from(Number::MAX_SCALE - number.scale);
    i128::from(number.mantissa) * 10_i128.pow(more)
}

pub(super) fn code(column: Column<'_>, row: u32) -> Option<Code> {
    match column {
        Column::Same => Some(0),
        Column::Codes(codes) => codes.get(row as usize),
        Column::Lists(lists) => lists.get(row as usize).first().copied(),
        Column::Numbers(_) => None,
    }
}
