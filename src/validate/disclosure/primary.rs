use std::cmp::Ordering;

use oxrdf::NamedNodeRef;

use super::codes::SMALL;
use super::{Rule, Zero};
use crate::diagnostic::{Finding, Findings};
use crate::graph::{Origins, TermGraph, TermId, Triple};
use crate::validate::value::{Decimal, Value};
use crate::vocab::qb;

/// Counts below the threshold that are shown.
pub(super) fn check(
    graph: &TermGraph,
    origins: &Origins,
    data_set: NamedNodeRef<'_>,
    rule: &Rule,
    findings: &mut Findings,
) {
    let threshold = rule.threshold.to_string();
    let Some(threshold) = Decimal::new(&threshold).map(|n| Value::Decimal(n, &threshold)) else {
        return;
    };
    for measure in &rule.measures {
        let Some(measure_id) = graph.terms().get(measure.as_ref()) else {
            continue;
        };
        for observation in observations(graph, data_set) {
            for value in graph.objects(*observation, measure_id) {
                if is_small(graph, value, &threshold, rule.zero) {
                    let text = graph.terms().text(value);
                    let message = format!(
                        "The count {text} is below {}, and must be suppressed.",
                        rule.threshold
                    );
                    let mut finding = Finding::new(SMALL, message);
                    finding.data = origins.place_of(Triple::new(*observation, measure_id, value));
                    findings.push(finding);
                }
            }
        }
    }
}

/// The observations of a data set.
pub(super) fn observations<'g>(graph: &'g TermGraph, data_set: NamedNodeRef<'_>) -> &'g [TermId] {
    let terms = graph.terms();
    match (terms.get(qb::DATA_SET), terms.get(data_set)) {
        (Some(belongs_to), Some(data_set)) => graph.subjects(belongs_to, data_set),
        _ => &[],
    }
}

/// Numbers of every kind count, floating-point ones too.
fn is_small(graph: &TermGraph, value: TermId, threshold: &Value<'_>, zero: Zero) -> bool {
    let Some(count) = Value::of(graph.terms(), value) else {
        return false;
    };
    let is_zero = || {
        let none = Decimal::new("0").map(|n| Value::Decimal(n, "0"));
        none.is_some_and(|none| count.compare(&none) == Some(Ordering::Equal))
    };
    count.compare(threshold) == Some(Ordering::Less) && (zero == Zero::Small || !is_zero())
}
