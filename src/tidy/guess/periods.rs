use super::profile::Profile;
use crate::mapping::{Calendar, PeriodPattern};

/// The ways of writing periods that are tried, in this order.
const WAYS: [(&str, Calendar); 33] = [
    ("{yyyy}-{MM}-{dd}", Calendar::Gregorian),
    ("{dd}/{MM}/{yyyy}", Calendar::Gregorian),
    ("{d}/{M}/{yyyy}", Calendar::Gregorian),
    ("{dd}-{MM}-{yyyy}", Calendar::Gregorian),
    ("{dd}.{MM}.{yyyy}", Calendar::Gregorian),
    ("{dd}/{MM}/{yy}", Calendar::Gregorian),
    ("{d} {MMMM} {yyyy}", Calendar::Gregorian),
    ("{d} {MMM} {yyyy}", Calendar::Gregorian),
    ("{d}-{MMM}-{yyyy}", Calendar::Gregorian),
    ("{d}-{MMM}-{yy}", Calendar::Gregorian),
    ("{yyyy} Q{q}", Calendar::Gregorian),
    ("{yyyy}Q{q}", Calendar::Gregorian),
    ("{yyyy}-Q{q}", Calendar::Gregorian),
    ("Q{q} {yyyy}", Calendar::Gregorian),
    ("{yyyy}/{yy} Q{q}", Calendar::Government),
    ("{MMM}-{MMM} {yyyy}", Calendar::Gregorian),
    ("{MMM} - {MMM} {yyyy}", Calendar::Gregorian),
    ("{MMM} to {MMM} {yyyy}", Calendar::Gregorian),
    ("{MMMM} to {MMMM} {yyyy}", Calendar::Gregorian),
    ("{MMMM} {yyyy} to {MMMM} {yyyy}", Calendar::Gregorian),
    ("{n} months ending {MMM} {yyyy}", Calendar::Gregorian),
    ("{n} months ending {MMMM} {yyyy}", Calendar::Gregorian),
    ("year ending {MMM} {yyyy}", Calendar::Gregorian),
    ("year ending {MMMM} {yyyy}", Calendar::Gregorian),
    ("{yyyy}/{yy}", Calendar::Government),
    ("{yyyy}-{yy}", Calendar::Government),
    ("{yyyy}/{yyyy}", Calendar::Government),
    ("{MMM} {yyyy}", Calendar::Gregorian),
    ("{MMMM} {yyyy}", Calendar::Gregorian),
    ("{MMM}-{yy}", Calendar::Gregorian),
    ("{MM}/{yyyy}", Calendar::Gregorian),
    ("{yyyy}-W{ww}", Calendar::Gregorian),
    ("{yyyy}", Calendar::Gregorian),
];

/// So many ways may stand in one column.
const MOST_WAYS: usize = 4;

/// The ways in which the cells of a column say periods, if all do.
pub(super) fn ways(profile: &Profile) -> Option<(Vec<&'static str>, Calendar)> {
    let mut left: Vec<&str> = profile.values.keys().map(String::as_str).collect();
    let (mut patterns, mut calendars) = (Vec::new(), Vec::new());
    for (text, calendar) in WAYS {
        let pattern = PeriodPattern::new(text).ok()?;
        let before = left.len();
        left.retain(|value| pattern.read(value, calendar).is_none());
        if left.len() < before {
            patterns.push(text);
            calendars.push(calendar);
        }
    }
    // A year alone is a number like any other where no other way of writing goes with it.
    let years_alone = patterns == ["{yyyy}"];
    // What a year in April means differs, so that the calendar must be one.
    calendars.dedup();
    let good = left.is_empty() && !years_alone && patterns.len() <= MOST_WAYS;
    match calendars.as_slice() {
        [calendar] if good => Some((patterns, *calendar)),
        _ => None,
    }
}

/// Whether a column holds years alone.
pub(super) fn is_year(profile: &Profile) -> bool {
    profile.is_called(&["year", "years", "period", "time"]) && profile.all(super::wide::is_year)
}

/// Whether a column holds `Q1` to `Q4`, and perhaps a word for the whole year.
pub(super) fn is_quarter(profile: &Profile) -> bool {
    let quarters = profile.values.keys().filter(|value| quarter(value));
    quarters.count() > 0 && profile.all(|value| quarter(value) || is_whole(value))
}

/// The word that stands for the whole year in a column of quarters.
pub(super) fn whole_year(profile: &Profile) -> Option<&str> {
    let mut words = profile.values.keys().filter(|value| is_whole(value));
    words.next().map(String::as_str)
}

fn quarter(value: &str) -> bool {
    matches!(
        value.to_ascii_uppercase().as_str(),
        "Q1" | "Q2" | "Q3" | "Q4"
    )
}

fn is_whole(value: &str) -> bool {
    ["all", "annual", "total", "year"].contains(&value.to_lowercase().as_str())
}
