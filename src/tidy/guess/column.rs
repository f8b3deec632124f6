use super::numbers::{self, Figures};
use super::periods;
use super::profile::Profile;
use super::registers::{self, Fit};
use super::wide::{self, Wide};
use crate::mapping::{Calendar, column_name};
use crate::register::Registers;

/// What a column is guessed to be.
pub(super) struct Guess<'r> {
    pub(super) profile: Profile,
    pub(super) kind: Kind<'r>,
}

pub(super) enum Kind<'r> {
    /// A part of the period, with the quarter beside it.
    Year,
    /// The other part.
    Quarter,
    /// The patterns of its cells.
    Period(Vec<&'static str>, Calendar),
    /// A day that says again what year and quarter say.
    SecondPeriod,
    /// A year that is the period by itself.
    WholeYear,
    Register(Fit<'r>),
    /// It names the same thing as another column, or what that lies in.
    Check {
        fit: Fit<'r>,
        column: String,
        within: bool,
    },
    MeasureType,
    Measure(Figures),
    /// One of the columns of a wide table.
    Melted(Figures),
    Codes,
    /// It tells rows apart: the number of a payment.
    Number,
    Text,
}

/// Guesses what each column is.
pub(super) fn guess<'r>(profiles: Vec<Profile>, registers: &'r Registers) -> Vec<Guess<'r>> {
    let has_quarter = profiles.iter().any(periods::is_quarter);
    let mut guesses: Vec<Guess<'r>> = Vec::new();
    for profile in profiles {
        let kind = kind(&profile, has_quarter, registers, &guesses);
        guesses.push(Guess { profile, kind });
    }
    checks_come_after_what_they_check(&mut guesses);
    melt(&mut guesses);
    guesses
}

fn kind<'r>(
    profile: &Profile,
    has_quarter: bool,
    registers: &'r Registers,
    before: &[Guess<'r>],
) -> Kind<'r> {
    if periods::is_year(profile) {
        return if has_quarter {
            Kind::Year
        } else {
            Kind::WholeYear
        };
    }
    if periods::is_quarter(profile) {
        return Kind::Quarter;
    }
    if let Some((patterns, calendar)) = periods::ways(profile) {
        let again = has_quarter && profile.is_called(&["end", "start", "ending", "quarter"]);
        return if again {
            Kind::SecondPeriod
        } else {
            Kind::Period(patterns, calendar)
        };
    }
    if let Some(figures) = numbers::figures(profile) {
        return if is_identifier(profile) {
            Kind::Number
        } else {
            Kind::Measure(figures)
        };
    }
    if let Some(fit) = registers::best(profile, registers) {
        return register(fit, before);
    }
    if profile.is_called(&["measure", "statistic", "metric", "rdos"]) {
        return Kind::MeasureType;
    }
    let free = profile.filled > 50 && profile.variety() > 0.5;
    let long = profile.values.keys().any(|value| value.len() > 200);
    let narrative = profile.is_called(&["description", "narrative", "comment", "postcode", "post"]);
    if is_identifier(profile) {
        Kind::Number
    } else if free || long || narrative {
        Kind::Text
    } else {
        Kind::Codes
    }
}

/// Whether each row has a value of its own, under a heading that says so.
fn is_identifier(profile: &Profile) -> bool {
    let called = profile.is_called(&["transaction", "invoice", "reference", "ref", "id"]);
    called && profile.variety() > 0.9
}

fn register<'r>(fit: Fit<'r>, before: &[Guess<'r>]) -> Kind<'r> {
    let same = before.iter().find(|guess| match &guess.kind {
        Kind::Register(other) => other.register.concept() == fit.register.concept(),
        _ => false,
    });
    match same {
        Some(same) => Kind::Check {
            fit,
            column: column_name(&same.profile.heading),
            within: false,
        },
        None => Kind::Register(fit),
    }
}

/// A column of areas beside one of things that lie in them is told by those.
fn checks_come_after_what_they_check(guesses: &mut [Guess<'_>]) {
    for at in 0..guesses.len() {
        let Kind::Register(outer) = guesses[at].kind else {
            continue;
        };
        let inner = guesses.iter().find(|guess| match &guess.kind {
            Kind::Register(inner) => {
                inner.register.concept() != outer.register.concept()
                    && registers::lies_within(inner.register, outer.register)
            }
            _ => false,
        });
        if let Some(inner) = inner {
            let column = column_name(&inner.profile.heading);
            guesses[at].kind = Kind::Check {
                fit: outer,
                column,
                within: true,
            };
        }
    }
}

/// Turns columns of figures that look alike into melted ones.
fn melt(guesses: &mut [Guess<'_>]) {
    for at in columns_of(guesses)
        .map(|(_, columns)| columns)
        .unwrap_or_default()
    {
        if let Kind::Measure(figures) = &mut guesses[at].kind {
            guesses[at].kind = Kind::Melted(std::mem::take(figures));
        }
    }
}

/// What the melted columns have in common, and which they are.
pub(super) fn columns_of(guesses: &[Guess<'_>]) -> Option<(Wide, Vec<usize>)> {
    let figures = guesses.iter().enumerate();
    let figures =
        figures.filter(|(_, guess)| matches!(guess.kind, Kind::Measure(_) | Kind::Melted(_)));
    let at: Vec<usize> = figures.map(|(at, _)| at).collect();
    let headings: Vec<_> = at
        .iter()
        .map(|at| guesses[*at].profile.heading.as_str())
        .collect();
    let (wide, found) = wide::find(&headings)?;
    Some((wide, found.into_iter().map(|index| at[index]).collect()))
}
