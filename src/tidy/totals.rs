use std::str::FromStr;

use hashbrown::HashMap;
use oxsdatatypes::Decimal;

use super::codes;
use super::member::{Member, Total};
use super::observation::Observation;
use crate::diagnostic::{Finding, Findings, Place, SourceName};
use crate::mapping::{Column, Mapping};

/// Holds the totals of one dimension against the sums of their parts.
///
/// It keeps one sum for each combination of the other dimensions, so its memory grows with those.
pub(super) struct TotalsCheck<'m> {
    mapping: &'m Mapping,
    column: &'m Column,
    /// The position of the dimension among the dimensions.
    dimension: usize,
    tolerance: Decimal,
    groups: HashMap<u128, Group>,
}

#[derive(Default)]
struct Group {
    sum: Decimal,
    parts: u32,
    without_figure: u32,
    totals: Vec<(Decimal, u64)>,
}

impl<'m> TotalsCheck<'m> {
    /// The check of a dimension, if its mapping declares a tolerance.
    pub(super) fn new(mapping: &'m Mapping, column: &'m Column, dimension: usize) -> Option<Self> {
        let tolerance = column.totals.as_ref()?.tolerance.as_deref()?;
        Some(Self {
            mapping,
            column,
            dimension,
            tolerance: Decimal::from_str(tolerance).ok()?,
            groups: HashMap::new(),
        })
    }

    /// Takes an observation, excluded totals included.
    pub(super) fn add(&mut self, observation: &Observation, member: &Member) {
        let identity = observation.identity_without(Some(self.dimension));
        let group = self.groups.entry(identity).or_default();
        let figure = Decimal::from_str(&observation.figure).ok();
        match (member.total, figure) {
            (Some(Total::Kept | Total::Excluded), Some(figure)) => {
                group.totals.push((figure, observation.line));
            }
            (Some(_), None) => {}
            (None, Some(figure)) => {
                group.parts += 1;
                group.sum = group.sum.checked_add(figure).unwrap_or(group.sum);
            }
            (None, None) => group.without_figure += 1,
        }
    }

    /// Tells the totals that differ, by line, and how many could not be checked.
    pub(super) fn report(self, source: &SourceName, findings: &mut Findings) {
        let mut wrong = Vec::new();
        let mut unchecked = Vec::new();
        let mut groups: Vec<_> = self
            .groups
            .values()
            .filter(|g| !g.totals.is_empty())
            .collect();
        groups.sort_by_key(|group| group.totals[0].1);
        for group in groups {
            for (total, line) in &group.totals {
                if group.parts == 0 || group.without_figure > 0 {
                    unchecked.push(*line);
                } else if !self.agrees(*total, group.sum) {
                    wrong.push((*line, *total, group.sum));
                }
            }
        }
        for (line, total, sum) in wrong {
            let message = format!("The total is {total}, but its parts add up to {sum}.");
            findings.push(self.finding(codes::TOTAL_DIFFERS, message, source, line));
        }
        if let Some(first) = unchecked.first() {
            let message = format!(
                "Not all parts of the totals of `{}` are known.",
                self.column.name
            );
            let finding = self.finding(codes::TOTAL_WITHOUT_PARTS, message, source, *first);
            findings.push(finding.with_count(unchecked.len() as u64));
        }
    }

    fn agrees(&self, total: Decimal, sum: Decimal) -> bool {
        let difference = total.checked_sub(sum).map(|d| {
            if d < Decimal::default() {
                d.checked_neg()
            } else {
                Some(d)
            }
        });
        difference
            .flatten()
            .is_some_and(|difference| difference <= self.tolerance)
    }

    fn finding(
        &self,
        code: crate::diagnostic::Code,
        message: String,
        source: &SourceName,
        line: u64,
    ) -> Finding {
        Finding::new(code, message)
            .at(Place::line(source.clone(), line))
            .defined_at(self.mapping.place(self.column.span("totals")))
    }
}
