use std::collections::{BTreeMap, BTreeSet};

use super::profile::Profile;
use crate::mapping::{Markers, NumberKind, Spelling};
use crate::tidy::marker;
use crate::tidy::number::{self, NumberFault};

/// What the figures of a column look like.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) kind: NumberKind,
    /// The words of the spellings that occur.
    pub(super) spellings: Vec<&'static str>,
    /// The marks of the bracketed shorthand that occur.
    pub(super) marks: BTreeSet<String>,
    /// Older marks that occur, each with the status that it usually has.
    pub(super) own: BTreeMap<String, &'static str>,
    pub(super) blank: bool,
}

/// Older marks that stand in place of a figure, and what they usually mean.
const ALONE: [(&str, &str); 12] = [
    ("..", "not-available"),
    (":", "not-available"),
    ("n/a", "not-applicable"),
    ("na", "not-applicable"),
    (".", "not-applicable"),
    ("z", "not-applicable"),
    ("x", "not-available"),
    ("-", "none-recorded"),
    ("–", "none-recorded"),
    ("*", "confidential"),
    ("~", "confidential"),
    ("c", "confidential"),
];

/// Older marks behind a figure.
const BESIDE: [(&str, &str); 6] = [
    ("(r)", "revised"),
    ("(p)", "provisional"),
    ("(e)", "estimated"),
    ("r", "revised"),
    ("p", "provisional"),
    ("e", "estimated"),
];

impl Figures {
    /// Takes in what the figures of another column look like.
    pub(super) fn widen(&mut self, other: &Self) {
        self.kind = self.kind.max(other.kind);
        self.spellings.extend(&other.spellings);
        self.spellings.sort_unstable();
        self.spellings.dedup();
        if self.kind == NumberKind::Decimal {
            self.spellings.retain(|word| *word != "float");
        }
        self.marks.extend(other.marks.iter().cloned());
        let own = other.own.iter();
        self.own
            .extend(own.map(|(mark, status)| (mark.clone(), *status)));
        self.blank |= other.blank;
    }
}

pub(super) fn is_number(cell: &str) -> bool {
    let all: Vec<_> = Spelling::ALL
        .iter()
        .map(|(_, spelling)| *spelling)
        .collect();
    number::read(cell, NumberKind::Decimal, &all, &mut String::new()).is_ok()
}

/// The figures of a column; `None` if most of its cells, or any that is no mark, are something
/// else.
pub(super) fn figures(profile: &Profile) -> Option<Figures> {
    let mut figures = Figures {
        blank: profile.blank > 0,
        ..Figures::default()
    };
    let mut needed = Vec::new();
    let mut numbers = 0;
    for (value, count) in &profile.values {
        let figure = figure(value, &mut figures)?;
        if !figure.is_empty() {
            numbers += count;
            take(figure, &mut figures.kind, &mut needed)?;
        }
    }
    if figures.kind == NumberKind::Decimal {
        needed.retain(|spelling| *spelling != Spelling::Float);
    }
    let words = Spelling::ALL
        .iter()
        .filter(|(_, spelling)| needed.contains(spelling));
    figures.spellings = words.map(|(word, _)| *word).collect();
    let enough = figures.own.is_empty() || 2 * numbers >= profile.filled;
    (numbers > 0 && enough).then_some(figures)
}

/// What is left of a cell without its marks, which are kept; `None` if it is no figure.
fn figure<'v>(value: &'v str, figures: &mut Figures) -> Option<&'v str> {
    if let Some(&(_, status)) = ALONE
        .iter()
        .find(|(mark, _)| value.eq_ignore_ascii_case(mark))
    {
        figures.own.insert(value.to_owned(), status);
        return Some("");
    }
    let marked = marker::read(value, &Markers::Gss).ok()?;
    figures
        .marks
        .extend(marked.statuses.iter().map(|status| status.notation.clone()));
    let beside = |(mark, status): &(&'static str, &'static str)| {
        let figure = marked.figure.strip_suffix(mark)?.trim_end();
        is_number(figure).then_some((figure, *mark, *status))
    };
    match BESIDE.iter().find_map(beside) {
        Some((figure, mark, status)) => {
            figures.own.insert(mark.to_owned(), status);
            Some(figure)
        }
        None => Some(marked.figure),
    }
}

/// Widens what is known of a column so that it takes a number too; `None` if it is none.
fn take(text: &str, kind: &mut NumberKind, needed: &mut Vec<Spelling>) -> Option<()> {
    loop {
        match number::read(text, *kind, needed, &mut String::new()) {
            Ok(()) => return Some(()),
            Err(NumberFault::Fraction) => *kind = NumberKind::Decimal,
            Err(NumberFault::NotAllowed(spelling)) => needed.push(spelling),
            Err(NumberFault::NoNumber | NumberFault::Grouping) => return None,
        }
    }
}
