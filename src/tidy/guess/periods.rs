use super::profile::Profile;
use crate::mapping::{Calendar, PeriodPattern};

/// The ways of writing periods that are tried, in this order.
const WAYS: [(&str, Calendar); 16] = [
    ("{yyyy}-{MM}-{dd}", Calendar::Gregorian),
    ("{dd}/{MM}/{yyyy}", Calendar::Gregorian),
    ("{d}/{M}/{yyyy}", Calendar::Gregorian),
    ("{d} {MMMM} {yyyy}", Calendar::Gregorian),
    ("{d}-{MMM}-{yy}", Calendar::Gregorian),
    ("{yyyy} Q{q}", Calendar::Gregorian),
    ("{yyyy}Q{q}", Calendar::Gregorian),
    ("Q{q} {yyyy}", Calendar::Gregorian),
    ("{MMM}-{MMM} {yyyy}", Calendar::Gregorian),
    ("{MMM} to {MMM} {yyyy}", Calendar::Gregorian),
    ("{n} months ending {MMM} {yyyy}", Calendar::Gregorian),
    ("{yyyy}/{yy}", Calendar::Government),
    ("{yyyy}-{yy}", Calendar::Government),
    ("{MMM} {yyyy}", Calendar::Gregorian),
    ("{MMM}-{yy}", Calendar::Gregorian),
    ("{yyyy}-W{ww}", Calendar::Gregorian),
];

/// The way in which all cells of a column say periods.
pub(super) fn way(profile: &Profile) -> Option<(&'static str, Calendar)> {
    WAYS.into_iter().find(|(pattern, calendar)| {
        let pattern = PeriodPattern::new(pattern);
        pattern.is_ok_and(|pattern| profile.all(|value| pattern.read(value, *calendar).is_some()))
    })
}

/// Whether a column holds years alone.
pub(super) fn is_year(profile: &Profile) -> bool {
    profile.is_called(&["year", "years"]) && profile.all(super::wide::is_year)
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
