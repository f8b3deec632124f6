use rustc_hash::FxHashMap;

use super::column::Coded;
use super::terms::{Code, UNBOUND, place};

/// Rows put into groups by what they have in some columns.
pub(super) struct Groups {
    /// The group of each row.
    pub(super) of_row: Vec<u32>,
    /// The first row of each group, which is new in the order of the rows.
    pub(super) firsts: Vec<u32>,
    /// For how many solutions each row stands; where there are none, for one.
    pub(super) weights: Option<Vec<i64>>,
}

/// Up to so many possible keys have a place in an array each.
const DENSE: usize = 1 << 22;
const NONE: u32 = u32::MAX;

impl Groups {
    /// Groups rows by these columns; without any, all rows are one group.
    pub(super) fn of(rows: usize, columns: &[&Coded]) -> Self {
        let Some((first, rest)) = columns.split_first() else {
            return Self {
                of_row: vec![0; rows],
                firsts: (rows > 0).then_some(0).into_iter().collect(),
                weights: None,
            };
        };
        let mut groups = Self::by(&first.codes, first.terms.len());
        for column in rest {
            groups = groups.divided_by(column);
        }
        groups
    }

    fn by(codes: &[Code], terms: usize) -> Self {
        // Unbound comes after all terms.
        let key = |code: &Code| (*code).min(place(terms)) as usize;
        Self::numbered(codes.iter().map(key), terms + 1)
    }

    /// Each group divided by one more column.
    pub(super) fn divided_by(&self, column: &Coded) -> Self {
        let (codes, terms) = (&**column.codes, column.terms.len());
        let width = terms + 1;
        let key = |(group, code): (&u32, &Code)| {
            *group as usize * width + (*code).min(place(terms)) as usize
        };
        let keys = self.of_row.iter().zip(codes).map(key);
        Self::numbered(keys, self.firsts.len().saturating_mul(width))
    }

    /// Numbers keys, all of them below a bound, in the order in which they come up.
    fn numbered(keys: impl ExactSizeIterator<Item = usize>, bound: usize) -> Self {
        let mut numbers = Numbering::new(bound.min(usize::MAX - 1), keys.len());
        let mut firsts = Vec::new();
        let of_row = keys.zip(0..).map(|(key, row)| {
            let number = numbers.number(key);
            if *number == NONE {
                *number = place(firsts.len());
                firsts.push(row);
            }
            *number
        });
        Self {
            of_row: of_row.collect(),
            firsts,
            weights: None,
        }
    }

    /// The same groups of rows that stand for so many solutions each.
    pub(super) fn weighing(self, weights: Vec<i64>) -> Self {
        let weights = Some(weights);
        Self { weights, ..self }
    }

    /// Goes through the rows: their groups, their values, and for how many solutions they stand.
    #[inline]
    pub(super) fn each<T: Copy>(&self, values: &[T], mut with: impl FnMut(usize, T, i64)) {
        let rows = self.of_row.iter().zip(values);
        match &self.weights {
            None => rows.for_each(|(group, value)| with(*group as usize, *value, 1)),
            Some(weights) => rows
                .zip(weights)
                .for_each(|((group, value), weight)| with(*group as usize, *value, *weight)),
        }
    }

    /// How many solutions all rows stand for.
    pub(super) fn solutions(&self) -> u128 {
        let weight = |weight: &i64| u128::from(weight.unsigned_abs());
        match &self.weights {
            None => self.of_row.len() as u128,
            Some(weights) => weights.iter().map(weight).sum(),
        }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.firsts.len()
    }
}

/// A number for each key that came up.
enum Numbering {
    Dense(Vec<u32>),
    Sparse(FxHashMap<usize, u32>),
}

impl Numbering {
    fn new(bound: usize, rows: usize) -> Self {
        // An array pays where most of it is read, or where it fits the processor's caches.
        if bound <= DENSE.min(rows.saturating_mul(4).max(1 << 16)) {
            Self::Dense(vec![NONE; bound])
        } else {
            Self::Sparse(FxHashMap::default())
        }
    }

    #[inline]
    fn number(&mut self, key: usize) -> &mut u32 {
        match self {
            Self::Dense(numbers) => &mut numbers[key],
            Self::Sparse(numbers) => numbers.entry(key).or_insert(NONE),
        }
    }
}

const _: () = assert!(UNBOUND as usize > DENSE, "no code that counts is cut off");
