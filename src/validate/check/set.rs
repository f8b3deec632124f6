use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::plan::Ready;
use super::{At, Checker, Sink};
use crate::graph::TermId;
use crate::validate::shape::{Kind, Limit, Name, Qualified};
use crate::validate::value::compare;
use crate::validate::violation::{ResultPath, Violation};

/// Constraints on all values of a path together.
impl Checker<'_> {
    pub(super) fn check_set(
        &self,
        at: At,
        kind: &Kind,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let count = values.len() as u64;
        let is_met = match kind {
            Kind::MinCount(least) => *least <= count,
            Kind::MaxCount(most) => count <= *most,
            Kind::HasValue(name) => values.contains(&self.id(*name)),
            Kind::Qualified(qualified) => self.is_qualified(qualified, values),
            Kind::UniqueLang => return self.check_languages(at, values, sink),
            Kind::Equals(other) => return self.check_equal(at, *other, values, sink),
            Kind::Disjoint(other) => return self.check_disjoint(at, *other, values, sink),
            Kind::LessThan(other) => {
                let is_right = |order: Option<Ordering>| order == Some(Ordering::Less);
                return self.check_order(at, *other, values, is_right, sink);
            }
            Kind::LessThanOrEquals(other) => {
                let is_right = |order: Option<Ordering>| order.is_some_and(Ordering::is_le);
                return self.check_order(at, *other, values, is_right, sink);
            }
            Kind::Closed(_) => return self.check_closed(at, values, sink),
            _ => true,
        };
        if is_met {
            ControlFlow::Continue(())
        } else {
            self.add(at, None, sink)
        }
    }

    fn is_qualified(&self, qualified: &Qualified, values: &[TermId]) -> bool {
        let counts = |value: &&TermId| {
            let of_sibling = |shape: &_| self.conforms(*shape, **value);
            self.conforms(qualified.shape, **value) && !qualified.siblings.iter().any(of_sibling)
        };
        let count = values.iter().filter(counts).count() as u64;
        match qualified.limit {
            Limit::AtLeast(least) => least <= count,
            Limit::AtMost(most) => count <= most,
        }
    }

    /// One violation for each language that stands twice.
    fn check_languages(&self, at: At, values: &[TermId], sink: &mut dyn Sink) -> ControlFlow<()> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for value in values {
            if let Some(language) = self.graph.terms().language(*value) {
                *counts.entry(language.to_ascii_lowercase()).or_default() += 1;
            }
        }
        let doubled = counts.values().filter(|count| **count > 1);
        doubled
            .into_iter()
            .try_for_each(|_| self.add(at, None, sink))
    }

    fn check_equal(
        &self,
        at: At,
        other: Name,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let others: Vec<_> = self.graph.objects(at.focus, self.id(other)).collect();
        let only_here = values.iter().filter(|value| !others.contains(value));
        let beyond = others.iter().filter(|value| !values.contains(value));
        only_here
            .chain(beyond)
            .try_for_each(|value| self.add(at, Some(*value), sink))
    }

    fn check_disjoint(
        &self,
        at: At,
        other: Name,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let others: Vec<_> = self.graph.objects(at.focus, self.id(other)).collect();
        let shared = values.iter().filter(|value| others.contains(value));
        shared
            .into_iter()
            .try_for_each(|value| self.add(at, Some(*value), sink))
    }

    /// One violation for each pair in the wrong order.
    fn check_order(
        &self,
        at: At,
        other: Name,
        values: &[TermId],
        is_right: impl Fn(Option<Ordering>) -> bool,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let terms = self.graph.terms();
        for value in values {
            for other in self.graph.objects(at.focus, self.id(other)) {
                if !is_right(compare(terms, *value, other)) {
                    self.add(at, Some(*value), sink)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// One violation for each triple that is not allowed, whose predicate is its path.
    fn check_closed(&self, at: At, values: &[TermId], sink: &mut dyn Sink) -> ControlFlow<()> {
        let Ready::Members(allowed) = &self.plans[at.shape.index()].ready[at.constraint] else {
            return ControlFlow::Continue(());
        };
        for pair in values.iter().flat_map(|value| self.graph.pairs(*value)) {
            if !allowed.contains(&pair.predicate) {
                sink.add(Violation {
                    focus: at.focus,
                    value: Some(pair.object),
                    shape: at.shape,
                    constraint: at.constraint,
                    path: ResultPath::Predicate(pair.predicate),
                    extra: None,
                })?;
            }
        }
        ControlFlow::Continue(())
    }
}
