use thiserror::Error;

use super::builtin::{Builtin, Family, Temporal};
use super::date_pattern::DatePattern;
use super::expression::Expression;
use super::number_pattern::NumberFormat;

/// A [datatype format](https://www.w3.org/TR/tabular-metadata/#datatype-format), compiled.
#[derive(Clone, Debug)]
pub(crate) enum Format {
    Number(NumberFormat),
    /// The words for true and false.
    Boolean(String, String),
    Date(Temporal, DatePattern),
    Expression(Expression),
}

/// The characters of a number format, where they are given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberChars<'f> {
    pub(crate) decimal: Option<&'f str>,
    pub(crate) group: Option<&'f str>,
}

/// Why a format makes no sense for its datatype.
#[derive(Debug, Error)]
pub(crate) enum FormatError {
    #[error("`{0}` is no number format pattern that is recognised")]
    Number(String),
    #[error("`{0}` names no word for true and one for false, with `|` between")]
    Boolean(String),
    #[error("`{0}` is no date format pattern that is recognised for {1}")]
    Date(String, &'static str),
    #[error("`{0}` is no regular expression: {1}")]
    Expression(String, String),
}

impl Format {
    /// Compiles a format that is given as a string.
    pub(crate) fn parse(base: Builtin, text: &str) -> Result<Self, FormatError> {
        match base.family() {
            Family::Integer(_) | Family::Decimal | Family::Floating(_) => {
                Self::number(NumberChars::default(), Some(text))
            }
            Family::Boolean => match text.split_once('|') {
                Some((yes, no))
                    if !yes.is_empty() && !no.is_empty() && !no.contains('|') && yes != no =>
                {
                    Ok(Self::Boolean(yes.to_owned(), no.to_owned()))
                }
                _ => Err(FormatError::Boolean(text.to_owned())),
            },
            Family::Temporal(kind) => match DatePattern::parse(kind, text) {
                Some(pattern) => Ok(Self::Date(kind, pattern)),
                None => Err(FormatError::Date(text.to_owned(), base.name())),
            },
            Family::Duration(_) | Family::Text(_) | Family::Binary(_) => {
                Expression::parse(text).map(Self::Expression)
            }
        }
    }

    /// Compiles a number format.
    pub(crate) fn number(
        chars: NumberChars<'_>,
        pattern: Option<&str>,
    ) -> Result<Self, FormatError> {
        let format = NumberFormat::new(chars.decimal, chars.group);
        match pattern {
            None => Ok(Self::Number(format)),
            Some(text) => match format.with_pattern(text) {
                Some(format) => Ok(Self::Number(format)),
                None => Err(FormatError::Number(text.to_owned())),
            },
        }
    }
}
