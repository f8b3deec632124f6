use oxrdf::{Term, TermRef};

use super::header::NumberType;
use super::number::Number;
use crate::vocab::xsd;

/// The terms of a column as numbers of one scale.
pub(super) struct Scaled {
    pub(super) datatype: NumberType,
    pub(super) scale: u8,
    pub(super) mantissas: Vec<i64>,
}

impl Scaled {
    /// `None` unless all are integers, or all decimals, that follow from their numbers.
    pub(super) fn of(terms: &[Term]) -> Option<Self> {
        let mut datatype = None;
        let mut numbers = Vec::with_capacity(terms.len());
        for term in terms {
            let TermRef::Literal(literal) = term.as_ref() else {
                return None;
            };
            let of = match literal.datatype() {
                xsd::INTEGER => NumberType::Integer,
                xsd::DECIMAL => NumberType::Decimal,
                _ => return None,
            };
            if *datatype.get_or_insert(of) != of {
                return None;
            }
            numbers.push(Number::parse(literal.value())?);
        }
        let scale = numbers.iter().map(|number| number.scale).max()?;
        let mantissas = numbers.iter().map(|number| number.rescaled(scale));
        Some(Self {
            datatype: datatype?,
            scale,
            mantissas: mantissas.collect::<Option<_>>()?,
        })
    }
}
