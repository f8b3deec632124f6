use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::{Report, Result, words};
use crate::diagnostic::{Finding, Findings, grouped};
use crate::graph::TermId;
use crate::validate::violation::Violation;

/// How many different values of one constraint get findings of their own: the most frequent.
const VALUES: usize = 3;
/// How many places a finding names beside its first.
const PLACES: usize = 4;

/// A constraint of a shape, by their places.
type ConstraintKey = (u32, usize);

/// What the results of one constraint have as their values, and how often.
type Counts = FxHashMap<Option<TermId>, Count>;

#[derive(Clone, Copy)]
struct Count {
    /// The first result with the value.
    first: usize,
    count: u64,
}

/// The results of one finding: the numbers of the first few, and how many there are.
struct Group {
    head: usize,
    rest: Vec<usize>,
    count: u64,
    /// How many different values there are beside that of the first result.
    others: u64,
}

impl Report<'_> {
    /// The results as findings, grouped: each says how often it occurs and where first.
    ///
    /// However many results there are, the findings are few: for each constraint one for each of
    /// the most frequent wrong values, and one for all the others.
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

    /// In the order in which their first results were found.
    fn groups(&self) -> Vec<Group> {
        let frequent = self.frequent_values();
        let mut groups: Vec<Group> = Vec::new();
        let mut places: FxHashMap<(ConstraintKey, Option<TermId>), usize> = FxHashMap::default();
        for (at, violation) in self.violations.iter().enumerate() {
            let constraint = (violation.shape.0, violation.constraint);
            let known = &frequent[&constraint];
            let own = value_of(violation).filter(|value| known.values.contains(value));
            let place = *places.entry((constraint, own)).or_insert_with(|| {
                groups.push(Group {
                    head: at,
                    rest: Vec::new(),
                    count: 0,
                    others: if own.is_none() { known.others } else { 0 },
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

    /// For each constraint the values that get findings of their own.
    fn frequent_values(&self) -> FxHashMap<ConstraintKey, Frequent> {
        let mut counts: FxHashMap<ConstraintKey, Counts> = FxHashMap::default();
        for (at, violation) in self.violations.iter().enumerate() {
            let of_constraint = counts.entry((violation.shape.0, violation.constraint));
            let values = of_constraint.or_default();
            let count = values.entry(value_of(violation)).or_insert(Count {
                first: at,
                count: 0,
            });
            count.count += 1;
        }
        let each = counts.into_iter();
        each.map(|(constraint, counts)| (constraint, Frequent::of(&counts)))
            .collect()
    }

    fn finding(&self, group: &Group) -> Finding {
        let result = |at: &usize| Result::new(self, &self.violations[*at]);
        let first = result(&group.head);
        let mut message = with_value(first.message(), &first);
        if group.others > 0 {
            let others = grouped(group.others);
            let are = if group.others == 1 {
                "other value is"
            } else {
                "other values are"
            };
            message = format!(
                "{}; {others} {are} wrong too.",
                message.trim_end_matches('.')
            );
        }
        let place = first.place();
        if place.is_none() {
            let focus = first.focus_node();
            message = format!("{} ({focus})", message.trim_end_matches('.'));
        }
        let mut finding = Finding::new(first.code(), message)
            .with_severity(first.severity().as_diagnostic())
            .with_count(group.count);
        finding.help = self.reasons(&first);
        finding.data = place;
        finding.definition = first.definition();
        for place in group.rest.iter().filter_map(|at| result(at).place()) {
            finding = finding.related(place);
        }
        finding
    }
}

/// The values of a constraint that get findings of their own.
struct Frequent {
    values: Vec<TermId>,
    /// How many values there are beyond these and one more.
    others: u64,
}

impl Frequent {
    fn of(counts: &Counts) -> Self {
        let mut values: Vec<_> = counts
            .iter()
            .filter_map(|(value, count)| Some(((*value)?, *count)))
            .collect();
        values.sort_unstable_by_key(|(_, count)| (Reverse(count.count), count.first));
        // One value more than there is room for needs no word about others.
        let room = if values.len() == VALUES + 1 {
            VALUES + 1
        } else {
            VALUES
        };
        let others = values.len().saturating_sub(room + 1) as u64;
        values.truncate(room);
        Self {
            values: values.into_iter().map(|(value, _)| value).collect(),
            others,
        }
    }
}

/// A message of the shape's own need not say which value is wrong; our sentences do.
fn with_value(message: String, result: &Result<'_>) -> String {
    let value = result.value().filter(|value| *value != result.focus_node());
    match value.map(words::value) {
        Some(value) if !message.contains(value.trim_matches(['“', '”'])) => {
            format!("{}: {value}.", message.trim_end_matches('.'))
        }
        _ => message,
    }
}

/// The value that a result is about, unless it is the node itself.
fn value_of(violation: &Violation) -> Option<TermId> {
    violation.value.filter(|value| *value != violation.focus)
}
