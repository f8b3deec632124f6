use std::borrow::Cow;
use std::sync::Arc;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, Term};
use rustc_hash::FxHashMap;

use super::terms::{Code, SharedTerms, TermCollector, UNBOUND};
use crate::cube::columns::Number;

/// The values of a variable, by row.
#[derive(Clone)]
pub(super) enum Column {
    /// Any terms.
    Coded(Coded),
    /// Literals of one numeric datatype.
    Numbers(Numbers),
}

/// Codes of terms; [`UNBOUND`] where there is none.
#[derive(Clone)]
pub(super) struct Coded {
    pub(super) codes: Arc<Vec<Code>>,
    pub(super) terms: SharedTerms,
}

/// Numbers with a common decimal scale.
#[derive(Clone)]
pub(super) struct Numbers {
    /// [`MISSING`] where there is none.
    pub(super) mantissas: Arc<Vec<i64>>,
    pub(super) unit: Unit,
}

/// Stands for no number.
pub(super) const MISSING: i64 = i64::MIN;

/// What the mantissas of numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Literals of `xsd:integer`.
    Integer,
    /// Literals of `xsd:decimal`, with so many digits behind the point.
    Decimal(u8),
}

impl Unit {
    /// The literal of a mantissa, as the store answers it.
    pub(super) fn literal(self, mantissa: i64) -> Literal {
        let (scale, datatype) = match self {
            Self::Integer => (0, xsd::INTEGER),
            Self::Decimal(scale) => (scale, xsd::DECIMAL),
        };
        Literal::new_typed_literal(Number { mantissa, scale }.to_string(), datatype)
    }
}

impl Column {
    /// The same term in all rows.
    pub(super) fn constant(term: Term, rows: usize) -> Self {
        Self::Coded(Coded {
            codes: Arc::new(vec![0; rows]),
            terms: Arc::new(vec![term]),
        })
    }

    /// No term in any row.
    pub(super) fn unbound(rows: usize) -> Self {
        Self::Coded(Coded {
            codes: Arc::new(vec![UNBOUND; rows]),
            terms: Arc::new(Vec::new()),
        })
    }

    /// These terms, by row.
    pub(super) fn of_terms(terms: impl IntoIterator<Item = Option<Term>>) -> Self {
        let mut collector = TermCollector::default();
        let codes = terms.into_iter().map(|term| collector.code(term)).collect();
        Self::of_codes(codes, collector.finish())
    }

    /// The terms of these codes, by row.
    pub(super) fn of_codes(codes: Vec<Code>, terms: SharedTerms) -> Self {
        let codes = Arc::new(codes);
        Self::Coded(Coded { codes, terms })
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Coded(coded) => coded.codes.len(),
            Self::Numbers(numbers) => numbers.mantissas.len(),
        }
    }

    /// The term of a row.
    pub(super) fn term(&self, row: usize) -> Option<Term> {
        match self {
            Self::Coded(coded) => match coded.codes[row] {
                UNBOUND => None,
                code => Some(coded.terms.term(code)),
            },
            Self::Numbers(numbers) => match numbers.mantissas[row] {
                MISSING => None,
                mantissa => Some(numbers.unit.literal(mantissa).into()),
            },
        }
    }

    /// Whether every row has a term.
    pub(super) fn is_always_bound(&self) -> bool {
        match self {
            Self::Coded(coded) => !coded.codes.contains(&UNBOUND),
            Self::Numbers(numbers) => !numbers.mantissas.contains(&MISSING),
        }
    }

    /// The rows at these places; nothing where the place is [`UNBOUND`].
    pub(super) fn gather(&self, places: &[u32]) -> Self {
        match self {
            Self::Coded(coded) => Self::Coded(Coded {
                codes: Arc::new(gather(&coded.codes, places, UNBOUND)),
                terms: Arc::clone(&coded.terms),
            }),
            Self::Numbers(numbers) => Self::Numbers(Numbers {
                mantissas: Arc::new(gather(&numbers.mantissas, places, MISSING)),
                unit: numbers.unit,
            }),
        }
    }

    /// The column as codes.
    pub(super) fn coded(&self) -> Cow<'_, Coded> {
        match self {
            Self::Coded(coded) => Cow::Borrowed(coded),
            Self::Numbers(numbers) => Cow::Owned(numbers.coded()),
        }
    }

    /// The rows of one column after those of another.
    pub(super) fn chain(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Numbers(first), Self::Numbers(second)) if first.unit == second.unit => {
                Self::Numbers(Numbers {
                    mantissas: Arc::new([&**first.mantissas, &**second.mantissas].concat()),
                    unit: first.unit,
                })
            }
            _ => Self::Coded(self.coded().chain(&other.coded())),
        }
    }
}

fn gather<T: Copy>(values: &[T], places: &[u32], none: T) -> Vec<T> {
    let value = |place: &u32| values.get(*place as usize).copied().unwrap_or(none);
    places.iter().map(value).collect()
}

impl Numbers {
    /// Each different number gets a code when it first comes up.
    fn coded(&self) -> Coded {
        let mut places = FxHashMap::default();
        let mut terms = Vec::new();
        let code = |mantissa: &i64| match *mantissa {
            MISSING => UNBOUND,
            mantissa => *places.entry(mantissa).or_insert_with(|| {
                terms.push(Term::from(self.unit.literal(mantissa)));
                Code::try_from(terms.len() - 1).unwrap_or(UNBOUND)
            }),
        };
        let codes = self.mantissas.iter().map(code).collect();
        Coded {
            codes: Arc::new(codes),
            terms: Arc::new(terms),
        }
    }
}

impl Coded {
    fn chain(&self, other: &Self) -> Self {
        if Arc::ptr_eq(&self.terms, &other.terms) {
            return Self {
                codes: Arc::new([&**self.codes, &**other.codes].concat()),
                terms: Arc::clone(&self.terms),
            };
        }
        let mut collector = TermCollector::default();
        let mut codes = self.recoded(|term| collector.code(Some(term)));
        codes.extend(other.recoded(|term| collector.code(Some(term))));
        Self {
            codes: Arc::new(codes),
            terms: collector.finish(),
        }
    }

    /// The codes in another numbering, which is asked once for each term that is used.
    pub(super) fn recoded(&self, mut code: impl FnMut(Term) -> Code) -> Vec<Code> {
        const UNASKED: Code = UNBOUND - 1;
        let mut known = vec![UNASKED; self.terms.len()];
        let recode = |old: &Code| {
            let Some(new) = known.get_mut(*old as usize) else {
                return UNBOUND;
            };
            if *new == UNASKED {
                *new = code(self.terms.term(*old));
            }
            *new
        };
        self.codes.iter().map(recode).collect()
    }
}
