use regex::Regex;
use thiserror::Error;

use super::interval::{Calendar, Interval, IntervalKind};
use super::parts::{Parts, Sense};

/// A way of writing periods, such as `{yyyy} Q{q}`, `{MMM}-{MMM} {yyyy}`, `{yyyy}/{yy}` or
/// `12 months ending {MMM} {yyyy}`.
///
/// ```
/// use assize::mapping::{Calendar, PeriodPattern};
///
/// let pattern = PeriodPattern::new("{MMM}-{MMM} {yyyy}")?;
/// let quarter = pattern.read("Apr-Jun 2013", Calendar::Gregorian).unwrap();
/// assert_eq!(quarter.key(), "2013-Q2");
/// assert!(pattern.read("2013 Q2", Calendar::Gregorian).is_none());
/// # Ok::<_, assize::mapping::PatternError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PeriodPattern {
    text: String,
    regex: Regex,
    tokens: Vec<Token>,
    sense: Sense,
}

/// Why a text is no pattern of periods.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PatternError {
    /// A part in braces is not one of those there are.
    #[error("`{{{0}}}` is no part of a period")]
    UnknownPart(String),
    /// A brace is not closed.
    #[error("a brace is not closed")]
    Unclosed,
    /// The parts together do not say a period.
    #[error("these parts do not say a period")]
    NoSense,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Year,
    ShortYear,
    Quarter,
    Month,
    MonthName,
    FullMonthName,
    Day,
    Week,
    Count,
}

/// The names of the parts, what each is and what it looks like.
const TOKENS: [(&str, Token, &str); 11] = [
    ("yyyy", Token::Year, r"\d{4}"),
    ("yy", Token::ShortYear, r"\d{2}"),
    ("q", Token::Quarter, "[1-4]"),
    (
        "MMMM",
        Token::FullMonthName,
        "January|February|March|April|May|June|July|August|September|October|November|December",
    ),
    (
        "MMM",
        Token::MonthName,
        "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec",
    ),
    ("MM", Token::Month, r"\d{2}"),
    ("M", Token::Month, r"\d{1,2}"),
    ("dd", Token::Day, r"\d{2}"),
    ("d", Token::Day, r"\d{1,2}"),
    ("ww", Token::Week, r"\d{1,2}"),
    ("n", Token::Count, r"\d{1,3}"),
];

impl PeriodPattern {
    /// The names of the parts, without braces.
    pub const PARTS: [&'static str; 11] = [
        "yyyy", "yy", "q", "MMMM", "MMM", "MM", "M", "dd", "d", "ww", "n",
    ];

    /// Reads a pattern.
    ///
    /// A number before `months ending` is a part even where it is written out, a `year ending` in a
    /// month has twelve of them and a `quarter ending` three. Case, runs of space and the kind of
    /// dash do not matter in the text between the parts.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let counted = Regex::new(r"(?i)^(\d+)( months (?:ending|to) )");
        let counted = counted.map_err(|_error| PatternError::NoSense)?;
        let source = counted.replace(text, "{n=$1}$2");
        let mut regex = "(?i)^".to_owned();
        let mut literals = String::new();
        let mut tokens = Vec::new();
        let mut rest = source.as_ref();
        while let Some(open) = rest.find('{') {
            let close = rest[open..].find('}').ok_or(PatternError::Unclosed)?;
            let name = &rest[open + 1..open + close];
            push_literal(&mut regex, &rest[..open]);
            literals.push_str(&rest[..open]);
            let (token, shape) = token(name)?;
            tokens.push(token);
            regex.push('(');
            regex.push_str(shape);
            regex.push(')');
            rest = &rest[open + close + 1..];
        }
        push_literal(&mut regex, rest);
        literals.push_str(rest);
        regex.push('$');
        let sense = Sense::of(&tokens, &literals).ok_or(PatternError::NoSense)?;
        Ok(Self {
            text: text.to_owned(),
            regex: Regex::new(&regex).map_err(|_error| PatternError::NoSense)?,
            tokens,
            sense,
        })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The interval that a text says; `None` if it is not written so, or there is no such period.
    pub fn read(&self, text: &str, calendar: Calendar) -> Option<Interval> {
        let found = self.regex.captures(text)?;
        let mut parts = Parts::default();
        for (at, token) in self.tokens.iter().enumerate() {
            parts.add(*token, found.get(at + 1)?.as_str())?;
        }
        parts.interval(self.sense, calendar)
    }

    /// The kind of all its intervals, if they are of one kind whatever the text.
    pub fn kind(&self, calendar: Calendar) -> Option<IntervalKind> {
        match (self.sense, calendar) {
            (Sense::Day, _) => Some(IntervalKind::Day),
            (Sense::Week, _) => Some(IntervalKind::Week),
            (Sense::Month, _) => Some(IntervalKind::Month),
            (Sense::Year, Calendar::Gregorian) => Some(IntervalKind::Year),
            (Sense::Year | Sense::TwoYears, Calendar::Government) => {
                Some(IntervalKind::GovernmentYear)
            }
            (Sense::Quarter, Calendar::Gregorian) if self.years() == 1 => {
                Some(IntervalKind::Quarter)
            }
            (Sense::Quarter, _) => Some(IntervalKind::GovernmentQuarter),
            _ => None,
        }
    }

    fn years(&self) -> usize {
        let year = |token: &&Token| matches!(token, Token::Year | Token::ShortYear);
        self.tokens.iter().filter(year).count()
    }
}

/// The token of a name; `n=12` is a count that is always 12.
fn token(name: &str) -> Result<(Token, &str), PatternError> {
    if let Some(count) = name.strip_prefix("n=") {
        return Ok((Token::Count, count));
    }
    let known = TOKENS.iter().find(|(known, ..)| *known == name);
    let (_, token, shape) = known.ok_or_else(|| PatternError::UnknownPart(name.to_owned()))?;
    Ok((*token, shape))
}

fn push_literal(regex: &mut String, literal: &str) {
    let mut space = false;
    for c in literal.chars() {
        if c.is_whitespace() {
            if !space {
                regex.push_str(r"\s+");
            }
        } else if is_dash(c) {
            regex.push_str("[-–—]");
        } else {
            regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        space = c.is_whitespace();
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pattern: &str, calendar: Calendar, text: &str) -> Option<String> {
        let pattern = PeriodPattern::new(pattern).unwrap();
        pattern.read(text, calendar).map(Interval::key)
    }

    #[test]
    #[expect(
        clippy::too_many_lines,
        reason = "a table, one way of writing an entry"
    )]
    fn every_way_of_the_releases_is_read() {
        use Calendar::{Government, Gregorian};
        let cases = [
            ("{yyyy} Q{q}", Gregorian, "2025 Q4", "2025-Q4"),
            ("{MMM}-{MMM} {yyyy}", Gregorian, "Apr–Jun 2013", "2013-Q2"),
            (
                "{MMM} to {MMM} {yyyy}",
                Gregorian,
                "oct  to dec 2013",
                "2013-Q4",
            ),
            ("{yyyy}/{yy}", Government, "2013/14", "2013-2014"),
            ("{yyyy}/{yy}", Government, "1999/00", "1999-2000"),
            ("{yyyy}", Government, "2013", "2013-2014"),
            ("{yyyy}", Gregorian, "2013", "2013"),
            ("{yyyy} All", Gregorian, "2025 All", "2025"),
            (
                "12 months ending {MMM} {yyyy}",
                Gregorian,
                "12 months ending Mar 2014",
                "2013-2014",
            ),
            (
                "12 months ending {MMM} {yyyy}",
                Gregorian,
                "12 months ending Jun 2014",
                "2013-07-01T00:00:00/P1Y",
            ),
            (
                "Year ending {MMMM} {yyyy}",
                Gregorian,
                "year ending March 2014",
                "2013-2014",
            ),
            (
                "Year ending {d} {MMMM} {yyyy}",
                Gregorian,
                "Year ending 30 June 2014",
                "2013-07-01T00:00:00/P1Y",
            ),
            (
                "12 months to {MMM} {yyyy}",
                Gregorian,
                "12 months to Dec 2014",
                "2014",
            ),
            (
                "quarter ending {MMM} {yyyy}",
                Gregorian,
                "Quarter ending Sep 2014",
                "2014-Q3",
            ),
            (
                "{n} months ending {MMMM} {yyyy}",
                Gregorian,
                "3 months ending March 2014",
                "2014-Q1",
            ),
            ("{dd}/{MM}/{yyyy}", Gregorian, "07/12/2025", "2025-12-07"),
            ("{yyyy}-{MM}-{dd}", Gregorian, "2011-03-31", "2011-03-31"),
            ("{MMM} {yy}", Gregorian, "Sept 14", "2014-09"),
            ("{yyyy}-W{ww}", Gregorian, "2020-W05", "2020-W05"),
            (
                "week ending {d} {MMM} {yyyy}",
                Gregorian,
                "week ending 5 Jan 2024",
                "2023-12-30T00:00:00/P7D",
            ),
            ("{yyyy}/{yy} Q{q}", Government, "2013/14 Q4", "2013-2014/Q4"),
            (
                "{MMM} {yyyy}-{MMM} {yyyy}",
                Gregorian,
                "Nov 2013-Jan 2014",
                "2013-11-01T00:00:00/P3M",
            ),
            (
                "{yyyy}-{yyyy}",
                Gregorian,
                "2010-2012",
                "2010-01-01T00:00:00/P3Y",
            ),
        ];
        for (pattern, calendar, text, expected) in cases {
            assert_eq!(
                key(pattern, calendar, text).as_deref(),
                Some(expected),
                "{pattern}"
            );
        }
    }

    #[test]
    fn what_is_no_period_is_not_read() {
        use Calendar::{Government, Gregorian};
        let cases = [
            ("{yyyy} Q{q}", Gregorian, "2025 Q5"),
            ("{yyyy} Q{q}", Gregorian, "2025 All"),
            ("{yyyy}/{yy}", Government, "2013/15"),
            ("{dd}/{MM}/{yyyy}", Gregorian, "30/02/2025"),
            ("{MMM}-{MMM} {yyyy}", Gregorian, "Apr-June 2013"),
        ];
        for (pattern, calendar, text) in cases {
            assert_eq!(key(pattern, calendar, text), None, "{text}");
        }
    }

    #[test]
    fn patterns_without_sense_are_refused() {
        let error = |text| PeriodPattern::new(text).unwrap_err();
        assert_eq!(error("{yyy}"), PatternError::UnknownPart("yyy".into()));
        assert_eq!(error("{yyyy"), PatternError::Unclosed);
        assert_eq!(error("Q{q}"), PatternError::NoSense);
        assert_eq!(error("no part"), PatternError::NoSense);
    }
}
