use std::cmp::Ordering;

use oxsdatatypes::{
    Date, DateTime, Duration as XsdDuration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time,
};

use super::builtin::{Duration, Family, Floating, Temporal};
use super::decimal::Decimal;

/// A value that has an order, parsed from its XSD lexical form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ordered {
    Decimal(Decimal),
    Double(f64),
    Date(Date),
    Time(Time),
    DateTime(DateTime),
    GDay(GDay),
    GMonth(GMonth),
    GMonthDay(GMonthDay),
    GYear(GYear),
    GYearMonth(GYearMonth),
    Duration(XsdDuration),
}

impl Ordered {
    /// Parses a lexical form that XSD allows for the family; `None` for any other text, and for
    /// families without order.
    pub(crate) fn parse(family: Family, text: &str) -> Option<Self> {
        Some(match family {
            Family::Integer(range) => Self::Decimal(integer(text).filter(|n| {
                let above = |least: i128| *n >= exact(least);
                let below = |greatest: i128| *n <= exact(greatest);
                range.least.is_none_or(above) && range.greatest.is_none_or(below)
            })?),
            Family::Decimal => Self::Decimal(Decimal::parse(text)?),
            Family::Floating(kind) => Self::Double(floating(kind, text)?),
            Family::Temporal(kind) => temporal(kind, text)?,
            Family::Duration(kind) => Self::Duration(duration(kind, text)?),
            Family::Text(_) | Family::Binary(_) | Family::Boolean => return None,
        })
    }
}

impl Ordered {
    /// The [canonical representation](https://www.w3.org/TR/xmlschema11-2/#dt-canonical-representation).
    pub(crate) fn canonical(&self) -> String {
        match self {
            Self::Decimal(value) => value.canonical(),
            Self::Double(value) => canonical_double(*value),
            Self::Date(value) => value.to_string(),
            Self::Time(value) => value.to_string(),
            Self::DateTime(value) => value.to_string(),
            Self::GDay(value) => value.to_string(),
            Self::GMonth(value) => value.to_string(),
            Self::GMonthDay(value) => value.to_string(),
            Self::GYear(value) => value.to_string(),
            Self::GYearMonth(value) => value.to_string(),
            Self::Duration(value) => value.to_string(),
        }
    }
}

/// A double in its [canonical representation](https://www.w3.org/TR/xmlschema11-2/#f-doubleCanmap).
pub(crate) fn canonical_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    let text = format!("{value:E}");
    match text.split_once('E') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => format!("{mantissa}.0E{exponent}"),
        _ => text,
    }
}

impl PartialOrd for Ordered {
    /// Values of different kinds, and times of which only one has a time zone, may have no order.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(a), Self::Decimal(b)) => a.partial_cmp(b),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(b),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.partial_cmp(b),
            (Self::GDay(a), Self::GDay(b)) => a.partial_cmp(b),
            (Self::GMonth(a), Self::GMonth(b)) => a.partial_cmp(b),
            (Self::GMonthDay(a), Self::GMonthDay(b)) => a.partial_cmp(b),
            (Self::GYear(a), Self::GYear(b)) => a.partial_cmp(b),
            (Self::GYearMonth(a), Self::GYearMonth(b)) => a.partial_cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.partial_cmp(b),
            _ => None,
        }
    }
}

fn exact(number: i128) -> Decimal {
    let text = number.to_string();
    Decimal::parse(&text).expect("the digits of an integer are a decimal")
}

fn integer(text: &str) -> Option<Decimal> {
    if text.contains('.') {
        return None;
    }
    Decimal::parse(text)
}

/// XSD writes the special values in its own way and knows none of the others Rust accepts.
fn floating(kind: Floating, text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => return Some(f64::INFINITY),
        "-INF" => return Some(f64::NEG_INFINITY),
        "NaN" => return Some(f64::NAN),
        _ => {}
    }
    let plain =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return None;
    }
    match kind {
        Floating::Double => text.parse().ok(),
        Floating::Float => text.parse::<f32>().ok().map(f64::from),
    }
}

fn temporal(kind: Temporal, text: &str) -> Option<Ordered> {
    Some(match kind {
        Temporal::Date => Ordered::Date(text.parse().ok()?),
        Temporal::Time => Ordered::Time(text.parse().ok()?),
        Temporal::DateTime => Ordered::DateTime(text.parse().ok()?),
        Temporal::DateTimeStamp => {
            let instant: DateTime = text.parse().ok()?;
            instant.timezone_offset()?;
            Ordered::DateTime(instant)
        }
        Temporal::GDay => Ordered::GDay(text.parse().ok()?),
        Temporal::GMonth => Ordered::GMonth(text.parse().ok()?),
        Temporal::GMonthDay => Ordered::GMonthDay(text.parse().ok()?),
        Temporal::GYear => Ordered::GYear(text.parse().ok()?),
        Temporal::GYearMonth => Ordered::GYearMonth(text.parse().ok()?),
    })
}

fn duration(kind: Duration, text: &str) -> Option<XsdDuration> {
    let allowed = match kind {
        Duration::Any => true,
        Duration::DayTime => !text.split('T').next()?.contains(['Y', 'M']),
        Duration::YearMonth => !text.contains(['D', 'T']),
    };
    if allowed { text.parse().ok() } else { None }
}
