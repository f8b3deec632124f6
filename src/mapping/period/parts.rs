use chrono::{Datelike, Months, NaiveDate};

use super::interval::{Calendar, Interval};
use super::pattern::Token;

/// What the parts of a pattern said, in their order.
#[derive(Debug, Default)]
pub(super) struct Parts {
    years: Vec<i32>,
    months: Vec<u32>,
    days: Vec<u32>,
    quarter: Option<u32>,
    week: Option<u32>,
    count: Option<u32>,
}

/// What a pattern says, by the parts that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Day,
    WeekEnding,
    Days,
    Week,
    Month,
    Months,
    MonthsEnding,
    /// So many months, the last of which is named, perhaps by its last day.
    Ending(u32),
    Quarter,
    Year,
    TwoYears,
}

impl Sense {
    /// The sense of a pattern with these parts and this text around them; `None` if there is none.
    pub(super) fn of(tokens: &[Token], literal: &str) -> Option<Self> {
        let count = |wanted: &[Token]| tokens.iter().filter(|token| wanted.contains(token)).count();
        let years = count(&[Token::Year, Token::ShortYear]);
        let months = count(&[Token::Month, Token::MonthName, Token::FullMonthName]);
        let others = [
            count(&[Token::Day]),
            count(&[Token::Quarter]),
            count(&[Token::Week]),
            count(&[Token::Count]),
        ];
        let literal = literal.to_lowercase();
        let says = |words: [&str; 2]| words.iter().any(|words| literal.contains(words));
        let week_ending = says(["week ending", "week to"]);
        let ending = if says(["year ending", "year to"]) {
            Some(12)
        } else if says(["quarter ending", "quarter to"]) {
            Some(3)
        } else {
            None
        };
        if let ((1, 1, [0 | 1, 0, 0, 0]), Some(count)) = ((years, months, others), ending) {
            return Some(Self::Ending(count));
        }
        match (years, months, others) {
            (1, 1, [1, 0, 0, 0]) if week_ending => Some(Self::WeekEnding),
            (1, 1, [1, 0, 0, 0]) => Some(Self::Day),
            (1 | 2, 2, [2, 0, 0, 0]) => Some(Self::Days),
            (1, 0, [0, 0, 1, 0]) => Some(Self::Week),
            (1, 1, [0, 0, 0, 0]) => Some(Self::Month),
            (1 | 2, 2, [0, 0, 0, 0]) => Some(Self::Months),
            (1, 1, [0, 0, 0, 1]) => Some(Self::MonthsEnding),
            (1 | 2, 0, [0, 1, 0, 0]) => Some(Self::Quarter),
            (1, 0, [0, 0, 0, 0]) => Some(Self::Year),
            (2, 0, [0, 0, 0, 0]) => Some(Self::TwoYears),
            _ => None,
        }
    }
}

impl Parts {
    pub(super) fn add(&mut self, token: Token, text: &str) -> Option<()> {
        match token {
            Token::Year => self.years.push(text.parse().ok()?),
            Token::ShortYear => {
                let short: i32 = text.parse().ok()?;
                self.years
                    .push(whole_year(short, self.years.last().copied()));
            }
            Token::Month => self.months.push(text.parse().ok()?),
            Token::MonthName | Token::FullMonthName => self.months.push(month_number(text)?),
            Token::Day => self.days.push(text.parse().ok()?),
            Token::Quarter => self.quarter = text.parse().ok(),
            Token::Week => self.week = text.parse().ok(),
            Token::Count => self.count = text.parse().ok(),
        }
        Some(())
    }

    /// The interval that the parts say; `None` if there is no such day, month or quarter.
    pub(super) fn interval(&self, sense: Sense, calendar: Calendar) -> Option<Interval> {
        let year = *self.years.first()?;
        let last_year = *self.years.last()?;
        match sense {
            Sense::Day => Some(Interval::day(self.date(year, 0)?)),
            Sense::WeekEnding => {
                let last = self.date(year, 0)?;
                Interval::days(last.checked_sub_days(chrono::Days::new(6))?, last)
            }
            Sense::Days => Interval::days(self.date(year, 0)?, self.date(last_year, 1)?),
            Sense::Week => Interval::week(year, self.week?),
            Sense::Month => Interval::months(self.month(year, 0)?, 1, calendar),
            Sense::Months => self.months(year, last_year, calendar),
            Sense::MonthsEnding => self.ending(year, self.count?, calendar),
            Sense::Ending(count) => self.ending(year, count, calendar),
            Sense::Quarter if self.years.len() == 2 => {
                let follows = last_year == year + 1;
                follows.then(|| Interval::quarter(year, self.quarter?, Calendar::Government))?
            }
            Sense::Quarter => Interval::quarter(year, self.quarter?, calendar),
            Sense::Year => Interval::year(year, calendar),
            Sense::TwoYears => two_years(year, last_year, calendar),
        }
    }

    /// The months up to one, which is named by its last day where a day is given.
    fn ending(&self, year: i32, count: u32, calendar: Calendar) -> Option<Interval> {
        let last = self.month(year, 0)?;
        if !self.days.is_empty() {
            let next = last.checked_add_months(Months::new(1))?;
            (self.date(year, 0)?.succ_opt()? == next).then_some(())?;
        }
        let before = count.checked_sub(1)?;
        Interval::months(
            last.checked_sub_months(Months::new(before))?,
            count,
            calendar,
        )
    }

    fn date(&self, year: i32, at: usize) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, *self.months.get(at)?, *self.days.get(at)?)
    }

    fn month(&self, year: i32, at: usize) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, *self.months.get(at)?, 1)
    }

    /// From one month to another. With one year, that is the year of the last month, and months
    /// that come later in the calendar than the last belong to the year before.
    fn months(&self, year: i32, last_year: i32, calendar: Calendar) -> Option<Interval> {
        let last = self.month(last_year, 1)?;
        let mut first = self.month(year, 0)?;
        if self.years.len() == 1 && first > last {
            first = self.month(year - 1, 0)?;
        }
        let months = 12 * (last.year() - first.year()) + last.month().cast_signed()
            - first.month().cast_signed()
            + 1;
        Interval::months(first, u32::try_from(months).ok()?, calendar)
    }
}

fn two_years(year: i32, last_year: i32, calendar: Calendar) -> Option<Interval> {
    match calendar {
        Calendar::Government => {
            let follows = last_year == year + 1;
            follows.then(|| Interval::year(year, calendar))?
        }
        Calendar::Gregorian => {
            let years = u32::try_from(last_year - year + 1).ok()?;
            Interval::months(NaiveDate::from_ymd_opt(year, 1, 1)?, 12 * years, calendar)
        }
    }
}

/// The year of two digits: the next with those digits after the year before it, else in the
/// hundred years from 1970.
fn whole_year(short: i32, before: Option<i32>) -> i32 {
    let century = match before {
        Some(before) => before - before % 100,
        None if short < 70 => 2000,
        None => 1900,
    };
    let year = century + short;
    match before {
        Some(before) if year < before => year + 100,
        _ => year,
    }
}

fn month_number(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start: String = name.chars().take(3).flat_map(char::to_lowercase).collect();
    let at = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(at + 1).ok()
}
