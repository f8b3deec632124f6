use std::cmp::Ordering;
use std::str::FromStr;

use oxsdatatypes::{
    Date, DateTime, DayTimeDuration, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time,
    YearMonthDuration,
};

use super::lexical::is_integer_type;
use super::{Decimal, is_well_formed};
use crate::graph::{Dictionary, TermId};
use crate::vocab::xsd;

/// The value of a literal, where values of its datatype have an order.
#[derive(Debug)]
pub(crate) enum Value<'t> {
    Decimal(Decimal<'t>, &'t str),
    Float(f32),
    Double(f64),
    Text(&'t str),
    Boolean(bool),
    DateTime(DateTime),
    Date(Date),
    Time(Time),
    GYear(GYear),
    GYearMonth(GYearMonth),
    GMonth(GMonth),
    GMonthDay(GMonthDay),
    GDay(GDay),
    Duration(Duration),
}

/// Which of two terms is less, by the operators of
/// [SPARQL](https://www.w3.org/TR/sparql11-query/#OperatorMapping), with the same for the other
/// ordered datatypes of XML Schema.
///
/// `None` where they cannot be compared: other kinds of value, ill-formed ones, or moments of
/// which only one has a time zone and that are too near for it not to matter.
pub(crate) fn compare(terms: &Dictionary, left: TermId, right: TermId) -> Option<Ordering> {
    Value::of(terms, left)?.compare(&Value::of(terms, right)?)
}

impl<'t> Value<'t> {
    /// The value of a term; `None` if it is no literal, is ill-formed or has no order.
    pub(crate) fn of(terms: &'t Dictionary, id: TermId) -> Option<Self> {
        let datatype = terms.datatype(id)?;
        let text = terms.text(id);
        let name = datatype.as_str().strip_prefix(xsd::NAMESPACE)?;
        if !is_well_formed(datatype, text) {
            return None;
        }
        Some(match name {
            "string" => Self::Text(text),
            "boolean" => Self::Boolean(matches!(text, "true" | "1")),
            "float" => Self::Float(text.parse().ok()?),
            "double" => Self::Double(text.parse().ok()?),
            "decimal" => Self::Decimal(Decimal::new(text)?, text),
            _ if is_integer_type(name) => Self::Decimal(Decimal::new(text)?, text),
            _ => return Self::moment(name, text),
        })
    }

    fn moment(name: &str, text: &str) -> Option<Self> {
        fn read<T: FromStr>(text: &str, make: fn(T) -> Value<'static>) -> Option<Value<'static>> {
            text.parse().ok().map(make)
        }
        match name {
            "dateTime" | "dateTimeStamp" => read(text, Value::DateTime),
            "date" => read(text, Value::Date),
            "time" => read(text, Value::Time),
            "gYear" => read(text, Value::GYear),
            "gYearMonth" => read(text, Value::GYearMonth),
            "gMonth" => read(text, Value::GMonth),
            "gMonthDay" => read(text, Value::GMonthDay),
            "gDay" => read(text, Value::GDay),
            "duration" => read(text, Value::Duration),
            "yearMonthDuration" => read(text, |d: YearMonthDuration| Value::Duration(d.into())),
            "dayTimeDuration" => read(text, |d: DayTimeDuration| Value::Duration(d.into())),
            _ => None,
        }
    }

    /// Which is less; `None` where they cannot be compared.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::DateTime(a), Self::DateTime(b)) => a.partial_cmp(b),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            (Self::GYear(a), Self::GYear(b)) => a.partial_cmp(b),
            (Self::GYearMonth(a), Self::GYearMonth(b)) => a.partial_cmp(b),
            (Self::GMonth(a), Self::GMonth(b)) => a.partial_cmp(b),
            (Self::GMonthDay(a), Self::GMonthDay(b)) => a.partial_cmp(b),
            (Self::GDay(a), Self::GDay(b)) => a.partial_cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.partial_cmp(b),
            _ => self.compare_numbers(other),
        }
    }

    /// Numbers of different types are compared in the wider one.
    fn compare_numbers(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(a, _), Self::Decimal(b, _)) => Some(a.cmp(b)),
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                self.as_double()?.partial_cmp(&other.as_double()?)
            }
            _ => self.as_float()?.partial_cmp(&other.as_float()?),
        }
    }

    fn as_double(&self) -> Option<f64> {
        match self {
            Self::Decimal(_, text) => text.parse().ok(),
            Self::Float(number) => Some(f64::from(*number)),
            Self::Double(number) => Some(*number),
            _ => None,
        }
    }

    fn as_float(&self) -> Option<f32> {
        match self {
            Self::Decimal(_, text) => text.parse().ok(),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{LiteralRef, NamedNodeRef};

    fn order(left: (&str, &str), right: (&str, &str)) -> Option<Ordering> {
        let mut terms = Dictionary::default();
        let [left, right] = [left, right].map(|(text, datatype)| {
            let iri = format!("{}{datatype}", xsd::NAMESPACE);
            let datatype = NamedNodeRef::new_unchecked(&iri);
            terms.intern(LiteralRef::new_typed_literal(text, datatype))
        });
        compare(&terms, left, right)
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        let less = [
            (("9", "integer"), ("10", "integer")),
            (("0.1", "decimal"), ("0.10000000000000000000001", "decimal")),
            (("99999999999999999999", "integer"), ("1e30", "double")),
            (("2023", "gYear"), ("2024", "gYear")),
            (("2024-01-31", "date"), ("2024-02-01", "date")),
            (("Tŷ", "string"), ("Tŷ Hywel", "string")),
            (("P1M", "yearMonthDuration"), ("P1Y", "yearMonthDuration")),
        ];
        for (left, right) in less {
            assert_eq!(
                order(left, right),
                Some(Ordering::Less),
                "{left:?} {right:?}"
            );
        }
        assert_eq!(
            order(("01", "integer"), ("1.0", "decimal")),
            Some(Ordering::Equal)
        );
    }

    #[test]
    fn what_cannot_be_compared_has_no_order() {
        let pairs = [
            (("1", "integer"), ("1", "string")),
            (("300", "byte"), ("1", "byte")),
            (("NaN", "double"), ("1", "double")),
            (
                ("2002-10-10T12:00:00", "dateTime"),
                ("2002-10-10T12:00:00-05:00", "dateTime"),
            ),
        ];
        for (left, right) in pairs {
            assert_eq!(order(left, right), None, "{left:?} {right:?}");
        }
    }
}
