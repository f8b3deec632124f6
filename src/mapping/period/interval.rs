use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// When years and their quarters begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calendar {
    /// On the first of January.
    #[default]
    Gregorian,
    /// On the first of April, as the years of the government's accounts do.
    Government,
}

/// The kinds of intervals that `reference.data.gov.uk` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntervalKind {
    /// A day.
    Day,
    /// A week of [ISO 8601](https://www.iso.org/iso-8601-date-and-time-format.html), from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter of the calendar year.
    Quarter,
    /// A calendar year.
    Year,
    /// A quarter of the year from April to March.
    GovernmentQuarter,
    /// A year from April to March.
    GovernmentYear,
    /// Any other number of days or months.
    Other,
}

impl IntervalKind {
    /// The part of the URI before the key, such as `quarter`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::GovernmentQuarter => "government-quarter",
            Self::GovernmentYear => "government-year",
            Self::Other => "gregorian-interval",
        }
    }
}

/// A period of whole days, as one of the
/// [intervals of `reference.data.gov.uk`](https://www.epimorphics.com/services-and-products/interval-set-service/).
///
/// ```
/// use assize::mapping::{Calendar, Interval};
///
/// let year = Interval::year(2013, Calendar::Government).unwrap();
/// assert_eq!(year.uri(), "http://reference.data.gov.uk/id/government-year/2013-2014");
/// assert_eq!(year.label(), "April 2013 to March 2014");
/// assert_eq!(year.last().to_string(), "2014-03-31");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    kind: IntervalKind,
    first: NaiveDate,
    length: Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Length {
    Days(u32),
    Months(u32),
}

impl Interval {
    /// The start of the URIs of all intervals.
    pub const NAMESPACE: &'static str = "http://reference.data.gov.uk/id/";

    /// A day.
    pub fn day(day: NaiveDate) -> Self {
        Self {
            kind: IntervalKind::Day,
            first: day,
            length: Length::Days(1),
        }
    }

    /// The days from one to another, both included; `None` if they are the wrong way round.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let days = u32::try_from((last - first).num_days() + 1).ok()?;
        match days {
            0 => None,
            1 => Some(Self::day(first)),
            _ => Some(Self {
                kind: IntervalKind::Other,
                first,
                length: Length::Days(days),
            }),
        }
    }

    /// A week of ISO 8601; `None` if the year has no such week.
    pub fn week(year: i32, week: u32) -> Option<Self> {
        let first = NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon)?;
        Some(Self {
            kind: IntervalKind::Week,
            first,
            length: Length::Days(7),
        })
    }

    /// A quarter from 1 to 4 of the year that begins in `year`.
    pub fn quarter(year: i32, quarter: u32, calendar: Calendar) -> Option<Self> {
        let quarter = quarter.checked_sub(1).filter(|quarter| *quarter < 4)?;
        let first = start_of_year(year, calendar)?.checked_add_months(Months::new(3 * quarter))?;
        Self::months(first, 3, calendar)
    }

    /// The year that begins in `year`.
    pub fn year(year: i32, calendar: Calendar) -> Option<Self> {
        Self::months(start_of_year(year, calendar)?, 12, calendar)
    }

    /// Some months from the first of one on, as the interval that has a name of its own if there
    /// is one.
    pub fn months(first: NaiveDate, months: u32, calendar: Calendar) -> Option<Self> {
        if months == 0 || first.day() != 1 {
            return None;
        }
        let kind = match (months, first.month(), calendar) {
            (1, ..) => IntervalKind::Month,
            (3, 1 | 4 | 7 | 10, Calendar::Gregorian) => IntervalKind::Quarter,
            (3, 1 | 4 | 7 | 10, Calendar::Government) => IntervalKind::GovernmentQuarter,
            (12, 1, _) => IntervalKind::Year,
            (12, 4, _) => IntervalKind::GovernmentYear,
            _ => IntervalKind::Other,
        };
        Some(Self {
            kind,
            first,
            length: Length::Months(months),
        })
    }

    /// What kind it is.
    pub fn kind(self) -> IntervalKind {
        self.kind
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        let after = match self.length {
            Length::Days(days) => self.first.checked_add_days(Days::new(days.into())),
            Length::Months(months) => self.first.checked_add_months(Months::new(months)),
        };
        after
            .and_then(|after| after.pred_opt())
            .unwrap_or(NaiveDate::MAX)
    }

    /// The last part of its URI, such as `2025-Q4`.
    pub fn key(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind {
            IntervalKind::Day => self.first.to_string(),
            IntervalKind::Week => self.first.format("%G-W%V").to_string(),
            IntervalKind::Month => format!("{year:04}-{month:02}"),
            IntervalKind::Quarter => format!("{year:04}-Q{}", month.div_ceil(3)),
            IntervalKind::Year => format!("{year:04}"),
            IntervalKind::GovernmentYear => format!("{year:04}-{:04}", year + 1),
            IntervalKind::GovernmentQuarter => {
                let start = if month < 4 { year - 1 } else { year };
                let quarter = (month + 8) % 12 / 3 + 1;
                format!("{start:04}-{:04}/Q{quarter}", start + 1)
            }
            IntervalKind::Other => format!("{}T00:00:00/{}", self.first, self.length),
        }
    }

    /// Its URI.
    pub fn uri(self) -> String {
        format!("{}{}/{}", Self::NAMESPACE, self.kind.as_str(), self.key())
    }

    /// What people call it.
    pub fn label(self) -> String {
        let (first, last) = (self.first, self.last());
        match self.kind {
            IntervalKind::Day => day_label(first),
            IntervalKind::Year => first.format("%Y").to_string(),
            IntervalKind::Month => first.format("%B %Y").to_string(),
            IntervalKind::Week => format!("week from {}", day_label(first)),
            _ => match self.length {
                Length::Days(_) => format!("{} to {}", day_label(first), day_label(last)),
                Length::Months(_) if first.year() == last.year() => {
                    format!("{} to {}", first.format("%B"), last.format("%B %Y"))
                }
                Length::Months(_) => {
                    format!("{} to {}", first.format("%B %Y"), last.format("%B %Y"))
                }
            },
        }
    }

    /// Its length as an [`xsd:duration`](https://www.w3.org/TR/xmlschema11-2/#duration).
    pub fn duration(self) -> String {
        self.length.to_string()
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "P{days}D"),
            Self::Months(months) if months % 12 == 0 => write!(f, "P{}Y", months / 12),
            Self::Months(months) => write!(f, "P{months}M"),
        }
    }
}

fn day_label(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn start_of_year(year: i32, calendar: Calendar) -> Option<NaiveDate> {
    let month = match calendar {
        Calendar::Gregorian => 1,
        Calendar::Government => 4,
    };
    NaiveDate::from_ymd_opt(year, month, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_quarter_of_a_government_year_lies_in_the_next_calendar_year() {
        let quarter = Interval::quarter(2013, 4, Calendar::Government).unwrap();
        assert_eq!(quarter.key(), "2013-2014/Q4");
        assert_eq!(quarter.label(), "January to March 2014");
    }

    #[test]
    fn a_week_belongs_to_the_year_of_its_thursday() {
        let week = Interval::week(2020, 53).unwrap();
        assert_eq!(week.key(), "2020-W53");
        assert_eq!(week.last().to_string(), "2021-01-03");
        assert!(Interval::week(2021, 53).is_none());
    }

    #[test]
    fn months_without_a_name_are_an_interval_with_its_duration() {
        let first = NaiveDate::from_ymd_opt(2013, 4, 1).unwrap();
        let half = Interval::months(first, 6, Calendar::Gregorian).unwrap();
        assert_eq!(half.key(), "2013-04-01T00:00:00/P6M");
        assert_eq!(half.label(), "April to September 2013");
    }
}
