use rustc_hash::FxHashMap;

use super::{Report, Result};
use crate::diagnostic::{Finding, Findings};
use crate::graph::TermId;

/// How many different values of one constraint get findings of their own.
const VALUES: usize = 20;
/// How many places a finding names beside its first.
const PLACES: usize = 4;

/// Results that are one finding: of one constraint and, while there are few, one value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    shape: u32,
    constraint: usize,
    value: Option<TermId>,
}

/// The results of one finding: the numbers of the first few, and how many there are.
struct Group {
    head: usize,
    rest: Vec<usize>,
    count: u64,
    kind: GroupKind,
}

/// Whether the results of a finding agree in their value.
#[derive(Clone, Copy, PartialEq)]
enum GroupKind {
    Same,
    /// There were too many values for a finding each.
    Others,
}

impl Report<'_> {
    /// The results as findings, grouped: each says how often it occurs and where first.
    ///
    /// However many results there are, the findings are few: one for each constraint and wrong
    /// value, and of many wrong values one for all beyond the first.
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for failure in &self.failures {
            findings.push(failure.clone());
        }
        for group in self.groups() {
            findings.push(self.finding(&group));
        }
        for finding in self.cubes.iter().flat_map(|checked| &checked.findings) {
            findings.push(finding.clone());
        }
        findings
    }

    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut places: FxHashMap<Key, usize> = FxHashMap::default();
        let mut values: FxHashMap<(u32, usize), usize> = FxHashMap::default();
        for (at, violation) in self.violations.iter().enumerate() {
            let constraint = (violation.shape.0, violation.constraint);
            let mut kind = GroupKind::Same;
            let mut key = Key {
                shape: constraint.0,
                constraint: constraint.1,
                value: violation.value.filter(|value| *value != violation.focus),
            };
            if key.value.is_some() && !places.contains_key(&key) {
                let known = values.entry(constraint).or_default();
                *known += 1;
                if *known > VALUES {
                    key.value = None;
                    kind = GroupKind::Others;
                }
            }
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(Group {
                    head: at,
                    rest: Vec::new(),
                    count: 0,
                    kind,
                });
                groups.len() - 1
            });
            let group = &mut groups[place];
            group.count += 1;
            if at != group.head && group.rest.len() < PLACES {
                group.rest.push(at);
            }
        }
        groups
    }

    fn finding(&self, group: &Group) -> Finding {
        let result = |at: &usize| Result::new(self, &self.violations[*at]);
        let first = result(&group.head);
        let mut message = first.message();
        if group.kind == GroupKind::Others && group.count > 1 {
            let others = "; the other values that are wrong too have no finding of their own.";
            message = message.trim_end_matches('.').to_owned() + others;
        }
        let place = first.place();
        if place.is_none() {
            let focus = first.focus_node();
            message = format!("{} ({focus})", message.trim_end_matches('.'));
        }
        let mut finding = Finding::new(first.code(), message)
            .with_severity(first.severity().as_diagnostic())
            .with_count(group.count);
        finding.data = place;
        finding.definition = first.definition();
        for place in group.rest.iter().filter_map(|at| result(at).place()) {
            finding = finding.related(place);
        }
        finding
    }
}
