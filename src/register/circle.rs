//! Successors that lead back to where they began.

use std::collections::{BTreeMap, BTreeSet};

use super::registers::Register;
use crate::uri::Key;

/// Members each of which the successors of every other lead to.
#[derive(Debug)]
pub(super) struct Circle<'r> {
    /// In the order of their keys.
    pub(super) members: Vec<&'r Key>,
    /// The lines of `successors.csv` that lead from one of them to another, in order.
    pub(super) lines: Vec<u64>,
}

/// All circles of a register, each once.
pub(super) fn of(register: &Register) -> Vec<Circle<'_>> {
    let reached = Reached::of(register);
    let starts = reached.from.keys();
    let circles = starts.filter_map(|start| {
        let members = reached.circle(start);
        // Any of its members finds the circle; the first tells it.
        (members.first() == Some(start)).then(|| Circle {
            lines: lines(register, &members),
            members,
        })
    });
    circles.collect()
}

/// What the successors of each member that has any lead to.
struct Reached<'r> {
    from: BTreeMap<&'r Key, BTreeSet<&'r Key>>,
}

impl<'r> Reached<'r> {
    fn of(register: &'r Register) -> Self {
        let things = register.things().iter();
        let replaced = things.filter(|thing| !thing.successors.is_empty());
        let from = replaced.map(|thing| (&thing.key, ahead(register, &thing.key)));
        Self {
            from: from.collect(),
        }
    }

    /// The members that one leads to and that lead back to it; none where it is in no circle.
    fn circle(&self, start: &Key) -> Vec<&'r Key> {
        let leads = |from: &Key, to: &Key| self.from.get(from).is_some_and(|r| r.contains(to));
        let ahead = self.from.get(start).into_iter().flatten();
        ahead.filter(|key| leads(key, start)).copied().collect()
    }
}

fn ahead<'r>(register: &'r Register, start: &'r Key) -> BTreeSet<&'r Key> {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(key) = open.pop() {
        let successors = register.thing(key).map(|thing| thing.successors.iter());
        let next = successors.into_iter().flatten().map(|s| &s.successor);
        open.extend(next.filter(|key| seen.insert(*key)));
    }
    seen
}

fn lines(register: &Register, members: &[&Key]) -> Vec<u64> {
    let things = members.iter().filter_map(|key| register.thing(key));
    let successions = things.flat_map(|thing| &thing.successors);
    let within = successions.filter(|succession| members.contains(&&succession.successor));
    let mut lines: Vec<_> = within.map(|succession| succession.line).collect();
    lines.sort_unstable();
    lines
}
