use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use oxrdf::NamedNodeRef;
use thiserror::Error;

use crate::vocab::xsd;

/// A date as exactly as the source knows it: a day, a month or a year.
///
/// It is written as [`xsd:date`](https://www.w3.org/TR/xmlschema11-2/#date), `xsd:gYearMonth` or
/// `xsd:gYear`.
///
/// ```
/// use assize::register::PartialDate;
///
/// let closed: PartialDate = "2009-04".parse()?;
/// assert_eq!(closed.last_day().to_string(), "2009-04-30");
/// # Ok::<_, assize::register::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartialDate {
    /// A year alone.
    Year(i32),
    /// A year and a month, from 1 to 12.
    Month(i32, u32),
    /// A whole date.
    Day(NaiveDate),
}

/// Why a text is no date.
#[derive(Clone, Debug, Error)]
#[error("`{text}` is no date: write 2014-11-30, 2014-11 or 2014")]
pub struct DateError {
    text: String,
}

impl PartialDate {
    /// The first day it may mean.
    pub fn first_day(self) -> NaiveDate {
        match self {
            Self::Year(year) => first_of(year, 1),
            Self::Month(year, month) => first_of(year, month),
            Self::Day(day) => day,
        }
    }

    /// The last day it may mean.
    pub fn last_day(self) -> NaiveDate {
        let after = match self {
            Self::Year(year) | Self::Month(year, 12) => first_of(year + 1, 1),
            Self::Month(year, month) => first_of(year, month + 1),
            Self::Day(day) => return day,
        };
        after.pred_opt().unwrap_or(after)
    }

    /// The datatype of its text.
    pub fn datatype(self) -> NamedNodeRef<'static> {
        match self {
            Self::Year(_) => xsd::G_YEAR,
            Self::Month(..) => xsd::G_YEAR_MONTH,
            Self::Day(_) => xsd::DATE,
        }
    }
}

/// The first of a month; years beyond what a calendar holds end at its end.
fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX)
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = match text.len() {
            4 => day(&format!("{text}-01-01")).map(|d| Self::Year(d.year())),
            7 => day(&format!("{text}-01")).map(|d| Self::Month(d.year(), d.month())),
            10 => day(text).map(Self::Day),
            _ => None,
        };
        date.filter(|_| plain).ok_or_else(|| DateError {
            text: text.to_owned(),
        })
    }
}

/// The time for which a line of a register holds; both ends are included, an absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day, month or year.
    pub from: Option<PartialDate>,
    /// The last day, month or year.
    pub to: Option<PartialDate>,
}

impl Span {
    /// Whether neither end is known.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether it ends before it begins.
    pub fn is_reversed(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from.first_day() > to.last_day())
    }

    /// Whether it and a period share a day.
    pub fn meets(self, period: Period) -> bool {
        let begun = self.from.is_none_or(|from| from.first_day() <= period.last);
        let lasting = self.to.is_none_or(|to| to.last_day() >= period.first);
        begun && lasting
    }

    /// Whether two spans share a day for certain: months and years are taken at their narrowest.
    pub fn overlaps(self, other: Self) -> bool {
        let apart = |a: Self, b: Self| match (a.to, b.from) {
            (Some(to), Some(from)) => to.first_day() < from.last_day() || to == from,
            _ => false,
        };
        !apart(self, other) && !apart(other, self)
    }
}

/// The period of a row, as its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Period {
    /// A period of one day.
    pub fn day(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }
}

impl From<PartialDate> for Period {
    fn from(date: PartialDate) -> Self {
        Self {
            first: date.first_day(),
            last: date.last_day(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        let date = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Span {
            from: date(from),
            to: date(to),
        }
    }

    #[test]
    fn dates_that_are_none_are_refused() {
        for text in [
            "30/10/20014",
            "2014-13",
            "2014-02-30",
            "",
            "20-4",
            "2014-1-01",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_span_includes_both_its_ends() {
        let day = |text: &str| Period::from(text.parse::<PartialDate>().unwrap());
        let span = span("2004-01-01", "2014-11-30");
        assert!(span.meets(day("2014-11-30")));
        assert!(span.meets(day("2014-11")));
        assert!(!span.meets(day("2014-12-01")));
        assert!(!span.meets(day("2003")));
    }

    #[test]
    fn spans_that_only_touch_within_a_month_do_not_overlap() {
        assert!(!span("2004", "2009-04").overlaps(span("2009-04", "")));
        assert!(span("2004", "2009-04-02").overlaps(span("2009-04-01", "")));
        assert!(span("", "").overlaps(span("2009", "2010")));
    }
}
