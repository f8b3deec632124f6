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

/// The results of one finding: the numbers of the first, and how many there are.
struct Group {
    first: Vec<usize>,
    count: u64,
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
        findings
    }

    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut places: FxHashMap<Key, usize> = FxHashMap::default();
        let mut values: FxHashMap<(u32, usize), usize> = FxHashMap::default();
        for (at, violation) in self.violations.iter().enumerate() {
            let constraint = (violation.shape.0, violation.constraint);
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
                }
            }
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(Group {
                    first: Vec::new(),
                    count: 0,
                });
                groups.len() - 1
            });
            let group = &mut groups[place];
            group.count += 1;
            if group.first.len() <= PLACES {
                group.first.push(at);
            }
        }
        groups
    }

    fn finding(&self, group: &Group) -> Finding {
        let mut results = group
            .first
            .iter()
            .map(|at| Result::new(self, &self.violations[*at]));
        let Some(first) = results.next() else {
            return Finding::new(super::super::codes::SPARQL, String::new());
        };
        let mut message = first.message();
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
        for place in results.filter_map(|result| result.place()) {
            finding = finding.related(place);
        }
        finding
    }
}
