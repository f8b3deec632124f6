//! Periods as releases write them, each with the interval that it is.

use proptest::prelude::*;

use crate::dimension::{Dimension, Value};

/// A way of writing periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A year and a quarter, each in a column.
    TwoColumns,
    /// That, with `All` for a whole year, which is kept.
    OrWholeYear,
    /// That, with `All` for a whole year, which is excluded.
    WithoutWholeYear,
    Year,
    GovernmentYear,
    GovernmentQuarter,
    MonthSpan,
    MonthName,
    ShortMonth,
    Day,
    Week,
    YearEnding,
    DayRange,
}

const WAYS: [Way; 13] = [
    Way::TwoColumns,
    Way::OrWholeYear,
    Way::WithoutWholeYear,
    Way::Year,
    Way::GovernmentYear,
    Way::GovernmentQuarter,
    Way::MonthSpan,
    Way::MonthName,
    Way::ShortMonth,
    Way::Day,
    Way::Week,
    Way::YearEnding,
    Way::DayRange,
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn way() -> impl Strategy<Value = Way> {
    prop::sample::select(&WAYS[..])
}

impl Way {
    /// The `period` of the mapping, and whether its patterns may say intervals of several kinds.
    fn rule(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::TwoColumns | Self::WithoutWholeYear => ("gregorian", r#""{yyyy} Q{q}""#, false),
            Self::OrWholeYear => ("gregorian", r#""{yyyy} Q{q}", "{yyyy} All""#, true),
            Self::Year => ("gregorian", r#""{yyyy}""#, false),
            Self::GovernmentYear => ("government", r#""{yyyy}/{yy}", "{yyyy}-{yyyy}""#, false),
            Self::GovernmentQuarter => ("government", r#""{yyyy}/{yy} Q{q}""#, false),
            Self::MonthSpan => ("gregorian", r#""{MMM}-{MMM} {yyyy}", "{yyyy} Q{q}""#, true),
            Self::MonthName => ("gregorian", r#""{MMMM} {yyyy}""#, false),
            Self::ShortMonth => ("gregorian", r#""{MMM}-{yy}", "{yyyy}-{MM}""#, false),
            Self::Day => (
                "gregorian",
                r#""{dd}/{MM}/{yyyy}", "{d} {MMMM} {yyyy}""#,
                false,
            ),
            Self::Week => ("gregorian", r#""{yyyy}-W{ww}""#, false),
            Self::YearEnding => ("gregorian", r#""12 months ending {MMM} {yyyy}""#, true),
            Self::DayRange => (
                "gregorian",
                r#""{dd}/{MM}/{yyyy} to {dd}/{MM}/{yyyy}""#,
                true,
            ),
        }
    }

    fn columns(self) -> usize {
        match self {
            Self::TwoColumns | Self::OrWholeYear | Self::WithoutWholeYear => 2,
            _ => 1,
        }
    }

    /// The `n`th period of a year; they come round again after the last.
    fn value(self, year: u32, n: u32) -> Value {
        let (quarter, month) = (n % 4 + 1, n % 12 + 1);
        let name = MONTHS[(month - 1) as usize];
        let (next, month_key) = (year + 1, format!("{year}-{month:02}"));
        let one = |text: String, kind, key: String| Value::period(&[&[&text]], kind, &key);
        match self {
            Self::OrWholeYear if n % 5 == 4 => {
                Value::period(&[&[&year.to_string(), "All"]], "year", &year.to_string())
            }
            Self::WithoutWholeYear if n % 5 == 4 => {
                Value::period(&[&[&year.to_string(), "All"]], "", "").excluded()
            }
            Self::TwoColumns | Self::OrWholeYear | Self::WithoutWholeYear => {
                let cells = [&*year.to_string(), &*format!("Q{quarter}")];
                Value::period(&[&cells], "quarter", &format!("{year}-Q{quarter}"))
            }
            Self::Year => one(year.to_string(), "year", year.to_string()),
            Self::GovernmentYear => Value::period(
                &[
                    &[&format!("{year}/{}", next % 100)],
                    &[&format!("{year}–{next}")],
                ],
                "government-year",
                &format!("{year}-{next}"),
            ),
            Self::GovernmentQuarter => one(
                format!("{year}/{} Q{quarter}", next % 100),
                "government-quarter",
                format!("{year}-{next}/Q{quarter}"),
            ),
            Self::MonthSpan => {
                let first = MONTHS[(3 * quarter - 3) as usize];
                let last = MONTHS[(3 * quarter - 1) as usize];
                let span = format!("{}-{} {year}", &first[..3], &last[..3]);
                let other = format!("{year} q{quarter}");
                let key = format!("{year}-Q{quarter}");
                Value::period(&[&[&span], &[&other]], "quarter", &key)
            }
            Self::MonthName => one(format!("{name} {year}"), "month", month_key),
            Self::ShortMonth => Value::period(
                &[&[&format!("{}-{}", &name[..3], year % 100)], &[&month_key]],
                "month",
                &month_key,
            ),
            Self::Day => Value::period(
                &[
                    &[&format!("07/{month:02}/{year}")],
                    &[&format!("7  {name} {year}")],
                ],
                "day",
                &format!("{year}-{month:02}-07"),
            ),
            Self::Week => one(
                format!("{year}-W{:02}", n % 52 + 1),
                "week",
                format!("{year}-W{:02}", n % 52 + 1),
            ),
            Self::YearEnding => {
                let text = format!("12 months ending {} {year}", &name[..3]);
                match month {
                    12 => one(text, "year", year.to_string()),
                    3 => one(text, "government-year", format!("{}-{year}", year - 1)),
                    _ => one(
                        text,
                        "gregorian-interval",
                        format!("{}-{:02}-01T00:00:00/P1Y", year - 1, month + 1),
                    ),
                }
            }
            Self::DayRange => one(
                format!("05/{month:02}/{year} to 18/{month:02}/{year}"),
                "gregorian-interval",
                format!("{year}-{month:02}-05T00:00:00/P14D"),
            ),
        }
    }
}

/// A dimension of periods; its columns of the release are called after it.
pub(crate) fn dimension(way: Way) -> Dimension {
    let (calendar, patterns, mixed) = way.rule();
    let mut rule = format!("period = {{ calendar = \"{calendar}\", patterns = [{patterns}] }}\n");
    if way == Way::WithoutWholeYear {
        rule += "totals = { values = [\"All\"], as = \"exclude\", reason = \"a sum\" }\n";
    }
    let years = [2016, 2019, 2023].into_iter();
    let values = years.flat_map(|year| (0..5).map(move |n| way.value(year, n * 7)));
    Dimension {
        name: "period".to_owned(),
        headings: match way.columns() {
            2 => vec!["The year".to_owned(), "Its quarter".to_owned()],
            _ => vec!["When".to_owned()],
        },
        rule,
        property: "http://justice.data.gov.uk/def/dimension/period".to_owned(),
        tells_kind: mixed,
        values: values.collect(),
        frozen: None,
        labels: Vec::new(),
    }
}
