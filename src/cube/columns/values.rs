use oxrdf::Literal;
use oxrdf::vocab::xsd;

use super::header::NumberType;
use super::number::Number;

/// The place of a term among the [`Terms`](super::Terms) of its component.
pub type Code = u32;

/// The values of a component, by row.
#[derive(Clone, Copy, Debug)]
pub enum Column<'c> {
    /// All rows have the term with code 0.
    Same,
    /// At most one term a row.
    Codes(Codes<'c>),
    /// Any number of terms a row.
    Lists(Lists<'c>),
    /// At most one number a row.
    Numbers(Numbers<'c>),
}

/// A code for each row; the greatest number of its width stands for none.
#[derive(Clone, Copy, Debug)]
pub enum Codes<'c> {
    /// Up to 255 terms.
    Bytes(&'c [u8]),
    /// Up to 65,535 terms.
    Shorts(&'c [u16]),
    /// More.
    Words(&'c [u32]),
}

impl Codes<'_> {
    /// The code of a row; `None` where it has no value.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<Code> {
        match self {
            Self::Bytes(codes) => Some(codes[row]).filter(|c| *c != u8::MAX).map(Code::from),
            Self::Shorts(codes) => Some(codes[row]).filter(|c| *c != u16::MAX).map(Code::from),
            Self::Words(codes) => Some(codes[row]).filter(|c| *c != u32::MAX),
        }
    }

    /// The code of a row, with [`Codes::NONE`] where it has no value; for sorting and searching.
    #[inline]
    pub fn raw(&self, row: usize) -> Code {
        self.get(row).unwrap_or(Self::NONE)
    }

    /// What stands for no value, after all codes.
    pub const NONE: Code = Code::MAX;
}

/// A list of codes for each row.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'c> {
    pub(super) starts: &'c [u32],
    pub(super) codes: &'c [Code],
}

impl<'c> Lists<'c> {
    /// The different codes of a row, in order.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[inline]
    pub fn get(&self, row: usize) -> &'c [Code] {
        &self.codes[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// A number for each row.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'c> {
    pub(super) scale: u8,
    pub(super) datatype: NumberType,
    pub(super) mantissas: Integers<'c>,
}

/// Mantissas; the least number of their width stands for none.
#[derive(Clone, Copy, Debug)]
pub enum Integers<'c> {
    /// In one byte.
    Bytes(&'c [i8]),
    /// In two bytes.
    Shorts(&'c [i16]),
    /// In four bytes.
    Words(&'c [i32]),
    /// In eight bytes.
    Longs(&'c [i64]),
}

impl Integers<'_> {
    /// The mantissa of a row; `None` where it has no value.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::Bytes(all) => Some(all[row]).filter(|n| *n != i8::MIN).map(i64::from),
            Self::Shorts(all) => Some(all[row]).filter(|n| *n != i16::MIN).map(i64::from),
            Self::Words(all) => Some(all[row]).filter(|n| *n != i32::MIN).map(i64::from),
            Self::Longs(all) => Some(all[row]).filter(|n| *n != i64::MIN),
        }
    }
}

impl<'c> Numbers<'c> {
    /// How many decimal digits of each mantissa stand behind the point; 0 for integers.
    pub fn scale(&self) -> u8 {
        self.scale
    }

    /// The mantissas, for whoever adds them up.
    pub fn mantissas(&self) -> Integers<'c> {
        self.mantissas
    }

    /// The number of a row; `None` where it has no value.
    #[inline]
    pub fn get(&self, row: usize) -> Option<Number> {
        let mantissa = self.mantissas.get(row)?;
        let scale = self.scale;
        Some(Number { mantissa, scale })
    }

    /// The literal of a row, as the store answers it.
    pub fn literal(&self, row: usize) -> Option<Literal> {
        Some(self.literal_of(self.get(row)?))
    }

    /// The literal of a number of this column's datatype.
    pub fn literal_of(&self, number: Number) -> Literal {
        let datatype = match self.datatype {
            NumberType::Integer => xsd::INTEGER,
            NumberType::Decimal => xsd::DECIMAL,
        };
        Literal::new_typed_literal(number.to_string(), datatype)
    }

    /// Whether the literals are of `xsd:integer`; else they are of `xsd:decimal`.
    pub fn are_integers(&self) -> bool {
        self.datatype == NumberType::Integer
    }
}
