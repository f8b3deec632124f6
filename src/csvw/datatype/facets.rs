use thiserror::Error;

use super::builtin::Family;
use super::parse::Fault;
use super::value::Ordered;

/// The [length](https://www.w3.org/TR/tabular-data-model/#length-constraints) and
/// [value constraints](https://www.w3.org/TR/tabular-data-model/#value-constraints) of a datatype.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facets {
    pub(crate) length: Option<usize>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) limits: Vec<(Limit, Ordered)>,
}

/// On which side a value is limited, and whether the limit itself is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    MinInclusive,
    MinExclusive,
    MaxInclusive,
    MaxExclusive,
}

/// Why constraints contradict each other or their datatype.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum FacetsError {
    #[error("`length` is less than `minLength` or greater than `maxLength`")]
    Length,
    #[error("`minLength` is greater than `maxLength`")]
    Lengths,
    #[error("only strings and binary values have a length, not {0}")]
    NoLength(&'static str),
    #[error("an inclusive and an exclusive limit exclude each other")]
    BothKinds,
    #[error("two names of one limit have different values")]
    Differ,
    #[error("no value can be between these limits")]
    Empty,
}

impl Facets {
    /// Adds a limit in the lexical form of the datatype; `None` if it is no value of it.
    pub(crate) fn limit(&mut self, family: Family, limit: Limit, text: &str) -> Option<()> {
        self.limits.push((limit, Ordered::parse(family, text)?));
        Some(())
    }

    /// Whether the constraints make sense together.
    pub(crate) fn check(&self, family: Family, name: &'static str) -> Result<(), FacetsError> {
        let lengths = [self.length, self.min_length, self.max_length];
        if lengths.iter().any(Option::is_some) && !family.has_length() {
            return Err(FacetsError::NoLength(name));
        }
        let [length, least, most] = lengths;
        let above = |a: Option<usize>, b: Option<usize>| a.zip(b).is_some_and(|(a, b)| a > b);
        if above(least, length) || above(length, most) {
            return Err(FacetsError::Length);
        }
        if above(least, most) {
            return Err(FacetsError::Lengths);
        }
        self.check_limits()
    }

    fn check_limits(&self) -> Result<(), FacetsError> {
        let of = |limit: Limit| {
            self.limits
                .iter()
                .find(|(l, _)| *l == limit)
                .map(|(_, value)| value)
        };
        let (min_in, min_ex) = (of(Limit::MinInclusive), of(Limit::MinExclusive));
        let (max_in, max_ex) = (of(Limit::MaxInclusive), of(Limit::MaxExclusive));
        if min_in.and(min_ex).is_some() || max_in.and(max_ex).is_some() {
            return Err(FacetsError::BothKinds);
        }
        let differs = |(limit, value): &(Limit, Ordered)| of(*limit) != Some(value);
        if self.limits.iter().any(differs) {
            return Err(FacetsError::Differ);
        }
        let open = min_ex.is_some() || max_ex.is_some();
        let empty = match (min_in.or(min_ex), max_in.or(max_ex)) {
            (Some(min), Some(max)) if min_ex.is_some() && max_ex.is_some() => min > max,
            (Some(min), Some(max)) => min > max || open && min >= max,
            _ => false,
        };
        if empty {
            Err(FacetsError::Empty)
        } else {
            Ok(())
        }
    }

    /// Adds what a value breaks to `faults`; `length` is counted only when it is asked for.
    pub(crate) fn judge(
        &self,
        length: impl Fn() -> usize,
        value: Option<&Ordered>,
        faults: &mut Vec<Fault>,
    ) {
        if self.length.is_some() || self.min_length.is_some() || self.max_length.is_some() {
            let length = length();
            let wrong = self.length.is_some_and(|exact| length != exact)
                || self.min_length.is_some_and(|least| length < least)
                || self.max_length.is_some_and(|most| length > most);
            if wrong {
                faults.push(Fault::Length(length));
            }
        }
        if let Some(value) = value {
            let beyond = self
                .limits
                .iter()
                .find(|(limit, bound)| !limit.allows(value, bound));
            faults.extend(beyond.map(|(limit, _)| Fault::Limit(*limit)));
        }
    }
}

impl Limit {
    fn allows(self, value: &Ordered, bound: &Ordered) -> bool {
        match self {
            Self::MinInclusive => value >= bound,
            Self::MinExclusive => value > bound,
            Self::MaxInclusive => value <= bound,
            Self::MaxExclusive => value < bound,
        }
    }

    /// The property that sets it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MinInclusive => "minimum",
            Self::MinExclusive => "minExclusive",
            Self::MaxInclusive => "maximum",
            Self::MaxExclusive => "maxExclusive",
        }
    }
}
