use std::collections::BTreeSet;

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
    /// The marks that occur.
    pub(super) marks: BTreeSet<String>,
    pub(super) blank: bool,
}

pub(super) fn is_number(cell: &str) -> bool {
    let all: Vec<_> = Spelling::ALL
        .iter()
        .map(|(_, spelling)| *spelling)
        .collect();
    number::read(cell, NumberKind::Decimal, &all, &mut String::new()).is_ok()
}

/// The figures of a column; `None` if it holds anything else.
pub(super) fn figures(profile: &Profile) -> Option<Figures> {
    let mut figures = Figures {
        blank: profile.blank > 0,
        ..Figures::default()
    };
    let mut needed = Vec::new();
    let mut any = false;
    for value in profile.values.keys() {
        let marked = marker::read(value, &Markers::Gss).ok()?;
        figures
            .marks
            .extend(marked.statuses.iter().map(|status| status.notation.clone()));
        if !marked.figure.is_empty() {
            any = true;
            take(marked.figure, &mut figures.kind, &mut needed)?;
        }
    }
    if figures.kind == NumberKind::Decimal {
        needed.retain(|spelling| *spelling != Spelling::Float);
    }
    let words = Spelling::ALL
        .iter()
        .filter(|(_, spelling)| needed.contains(spelling));
    figures.spellings = words.map(|(word, _)| *word).collect();
    any.then_some(figures)
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
