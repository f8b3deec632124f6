//! Reads the rows of a cube that a star matches.

use std::ops::Range;
use std::sync::Arc;

use oxrdf::{Term, TermRef, Variable};

use super::column::{Coded, Column, MISSING, Numbers, Unit};
use super::holdings::OpenCube;
use super::relation::Relation;
use super::star::{Object, Star};
use super::terms::{Code, UNBOUND, place};
use crate::cube::columns::{self, Codes, Integers, Lists, Number};

/// The rows that were found, and what finding them took.
pub(super) struct Scan {
    pub(super) relation: Relation,
    /// How many rows were read.
    pub(super) read: usize,
}

/// Finds the solutions of a star in a cube; only the variables that are `wanted` get columns.
///
/// The terms of the star are as the store answers them, and the cube has all its properties.
pub(super) fn scan(open: &OpenCube, star: &Star, wanted: impl Fn(&Variable) -> bool) -> Scan {
    let Some(Narrowed { rows, conditions }) = narrowed(open, star) else {
        return Scan {
            relation: empty(star, &wanted),
            read: 0,
        };
    };
    let read = rows.len();
    let mut rows = Rows::Range(rows);
    for (component, constant) in &conditions {
        rows = rows.with(open.cube().column(*component), *constant);
    }
    for arm in star.arms.iter().filter(|arm| arm.variable().is_some()) {
        // The cube has all properties of the star.
        let component = open.component(&arm.property).unwrap_or_default();
        if !open.is_always_bound(component) {
            rows = rows.bound(open.cube().column(component));
        }
    }
    Scan {
        relation: relation(open, star, &rows, &wanted),
        read,
    }
}

/// A term that a row must have.
#[derive(Clone, Copy)]
pub(super) enum Constant {
    Code(Code),
    Mantissa(i64),
}

/// The rows that can match a star by the order that they are in.
#[derive(Default)]
pub(super) struct Narrowed {
    pub(super) rows: Range<usize>,
    /// What else they must have, by component.
    pub(super) conditions: Vec<(usize, Constant)>,
}

/// Finds the rows that can match a star; `None` where none can.
pub(super) fn narrowed(open: &OpenCube, star: &Star) -> Option<Narrowed> {
    let mut conditions = conditions(open, star)?;
    let rows = sorted_range(open, &mut conditions);
    Some(Narrowed { rows, conditions })
}

/// The conditions of a star, by component; `None` where no row can meet them.
fn conditions(open: &OpenCube, star: &Star) -> Option<Vec<(usize, Constant)>> {
    let mut conditions = Vec::new();
    for arm in &star.arms {
        let component = open.component(&arm.property)?;
        if let Object::Term(term) = &arm.object {
            let constant = match open.cube().column(component) {
                columns::Column::Numbers(numbers) => Constant::Mantissa(mantissa(numbers, term)?),
                _ => Constant::Code(open.cube().terms(component).code_of(term.as_ref())?),
            };
            conditions.push((component, constant));
        }
    }
    Some(conditions)
}

/// The mantissa that stands for a term in a column of numbers.
fn mantissa(numbers: columns::Numbers<'_>, term: &Term) -> Option<i64> {
    let TermRef::Literal(literal) = term.as_ref() else {
        return None;
    };
    let number = Number::parse(literal.value())?;
    let same = numbers.literal_of(number).as_ref() == literal;
    same.then(|| number.rescaled(numbers.scale())).flatten()
}

/// The rows that the conditions on the first components of the key leave; those conditions are met
/// then.
fn sorted_range(open: &OpenCube, conditions: &mut Vec<(usize, Constant)>) -> Range<usize> {
    let mut codes = Vec::new();
    for key in open.cube().key() {
        let found = conditions
            .iter()
            .position(|(component, _)| component == key);
        match (found.map(|at| conditions[at].1), open.cube().column(*key)) {
            (Some(Constant::Code(code)), _) => codes.push(code),
            (None, columns::Column::Same) => codes.push(0),
            _ => break,
        }
        if let Some(at) = found {
            conditions.remove(at);
        }
    }
    open.cube().rows_with(&codes)
}

/// Rows of a cube, in their order.
enum Rows {
    Range(Range<usize>),
    Some(Vec<u32>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::Some(rows) => rows.len(),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = usize> + '_> {
        match self {
            Self::Range(range) => Box::new(range.clone()),
            Self::Some(rows) => Box::new(rows.iter().map(|row| *row as usize)),
        }
    }

    /// Keeps the rows for which this is true.
    fn keep(self, kept: impl Fn(usize) -> bool) -> Self {
        match self {
            Self::Range(range) => {
                if range.clone().all(&kept) {
                    return Self::Range(range);
                }
                let rows = range.filter(|row| kept(*row));
                Self::Some(rows.map(place).collect())
            }
            Self::Some(mut rows) => {
                rows.retain(|row| kept(*row as usize));
                Self::Some(rows)
            }
        }
    }

    /// Keeps the rows that have a constant.
    fn with(self, column: columns::Column<'_>, constant: Constant) -> Self {
        match (column, constant) {
            (columns::Column::Codes(Codes::Bytes(codes)), Constant::Code(code)) => {
                self.keep(|row| Code::from(codes[row]) == code)
            }
            (columns::Column::Codes(Codes::Shorts(codes)), Constant::Code(code)) => {
                self.keep(|row| Code::from(codes[row]) == code)
            }
            (columns::Column::Codes(Codes::Words(codes)), Constant::Code(code)) => {
                self.keep(|row| codes[row] == code)
            }
            (columns::Column::Lists(lists), Constant::Code(code)) => {
                self.keep(|row| lists.get(row).contains(&code))
            }
            (columns::Column::Numbers(numbers), Constant::Mantissa(mantissa)) => {
                let mantissas = numbers.mantissas();
                self.keep(|row| mantissas.get(row) == Some(mantissa))
            }
            _ => self,
        }
    }

    /// Keeps the rows that have any value.
    fn bound(self, column: columns::Column<'_>) -> Self {
        match column {
            columns::Column::Same => self,
            columns::Column::Codes(Codes::Bytes(codes)) => self.keep(|row| codes[row] != u8::MAX),
            columns::Column::Codes(Codes::Shorts(codes)) => self.keep(|row| codes[row] != u16::MAX),
            columns::Column::Codes(Codes::Words(codes)) => self.keep(|row| codes[row] != u32::MAX),
            columns::Column::Lists(lists) => self.keep(|row| !lists.get(row).is_empty()),
            columns::Column::Numbers(numbers) => match numbers.mantissas() {
                Integers::Bytes(all) => self.keep(|row| all[row] != i8::MIN),
                Integers::Shorts(all) => self.keep(|row| all[row] != i16::MIN),
                Integers::Words(all) => self.keep(|row| all[row] != i32::MIN),
                Integers::Longs(all) => self.keep(|row| all[row] != i64::MIN),
            },
        }
    }

    fn codes(&self, codes: Codes<'_>) -> Vec<Code> {
        match codes {
            Codes::Bytes(codes) => self.map(|row| match codes[row] {
                u8::MAX => UNBOUND,
                code => Code::from(code),
            }),
            Codes::Shorts(codes) => self.map(|row| match codes[row] {
                u16::MAX => UNBOUND,
                code => Code::from(code),
            }),
            Codes::Words(codes) => self.map(|row| codes[row]),
        }
    }

    fn mantissas(&self, mantissas: Integers<'_>) -> Vec<i64> {
        match mantissas {
            Integers::Bytes(all) => self.map(|row| match all[row] {
                i8::MIN => MISSING,
                mantissa => i64::from(mantissa),
            }),
            Integers::Shorts(all) => self.map(|row| match all[row] {
                i16::MIN => MISSING,
                mantissa => i64::from(mantissa),
            }),
            Integers::Words(all) => self.map(|row| match all[row] {
                i32::MIN => MISSING,
                mantissa => i64::from(mantissa),
            }),
            Integers::Longs(all) => self.map(|row| all[row]),
        }
    }

    fn map<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        match self {
            Self::Range(range) => range.clone().map(value).collect(),
            Self::Some(rows) => rows.iter().map(|row| value(*row as usize)).collect(),
        }
    }

    /// For each value in a column of lists, the place of its row among these rows, and its code.
    fn listed(&self, lists: Lists<'_>) -> (Vec<u32>, Vec<Code>) {
        let each = self.iter().zip(0..).flat_map(|(row, at)| {
            let codes = lists.get(row).iter();
            codes.map(move |code| (at, *code))
        });
        each.unzip()
    }
}

/// The columns of the variables of a star.
fn relation(
    open: &OpenCube,
    star: &Star,
    rows: &Rows,
    wanted: &impl Fn(&Variable) -> bool,
) -> Relation {
    let mut relation = Relation::new(rows.len());
    // Rows of the cube, for the columns that hold several values a row: they multiply solutions.
    let mut lists = Vec::new();
    if wanted(&star.subject) {
        let column = Coded {
            codes: Arc::new(rows.map(place)),
            terms: Arc::clone(&open.observations),
        };
        relation = relation.with(star.subject.clone(), Column::Coded(column));
    }
    for arm in &star.arms {
        let Some(variable) = arm.variable() else {
            continue;
        };
        let component = open.component(&arm.property).unwrap_or_default();
        let terms = Arc::clone(&open.terms[component]);
        let column_with = |codes| {
            Column::Coded(Coded {
                codes: Arc::new(codes),
                terms: Arc::clone(&terms),
            })
        };
        let column = match open.cube().column(component) {
            columns::Column::Lists(list) => {
                lists.push((variable, list, terms));
                continue;
            }
            _ if !wanted(variable) => continue,
            columns::Column::Same => column_with(vec![0; rows.len()]),
            columns::Column::Codes(codes) => column_with(rows.codes(codes)),
            columns::Column::Numbers(numbers) => Column::Numbers(Numbers {
                mantissas: Arc::new(rows.mantissas(numbers.mantissas())),
                unit: unit(numbers),
            }),
        };
        relation = relation.with(variable.clone(), column);
    }
    with_lists(relation, rows, lists, wanted)
}

/// Multiplies solutions by the values that each row has in columns of lists.
fn with_lists(
    mut relation: Relation,
    rows: &Rows,
    lists: Vec<(&Variable, Lists<'_>, super::terms::SharedTerms)>,
    wanted: &impl Fn(&Variable) -> bool,
) -> Relation {
    let mut of_row: Vec<u32> = (0..).take(rows.len()).collect();
    let all = rows.map(place);
    for (variable, list, terms) in lists {
        let now = Rows::Some(of_row.iter().map(|at| all[*at as usize]).collect());
        let (places, codes) = now.listed(list);
        relation = relation.gather(&places);
        of_row = places.iter().map(|at| of_row[*at as usize]).collect();
        if wanted(variable) {
            let codes = Arc::new(codes);
            relation = relation.with(variable.clone(), Column::Coded(Coded { codes, terms }));
        }
    }
    relation
}

pub(super) fn unit(numbers: columns::Numbers<'_>) -> Unit {
    if numbers.are_integers() {
        Unit::Integer
    } else {
        Unit::Decimal(numbers.scale())
    }
}

/// No solutions.
pub(super) fn empty(star: &Star, wanted: &impl Fn(&Variable) -> bool) -> Relation {
    let variables = star.variables().filter(|variable| wanted(variable));
    variables.fold(Relation::new(0), |relation, variable| {
        relation.with(variable.clone(), Column::unbound(0))
    })
}
