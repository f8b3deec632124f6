use oxrdf::{NamedNode, NamedNodeRef};

use super::codes::ABSENT;
use super::primary::observations;
use super::{Rule, Total};
use crate::diagnostic::{Finding, Findings};
use crate::graph::TermGraph;

/// Measures and totals of the rule that are misspelt, or that the release has not: nothing would be
/// found about them.
pub(super) fn check(
    graph: &TermGraph,
    data_set: NamedNodeRef<'_>,
    rule: &Rule,
    findings: &mut Findings,
) {
    for measure in &rule.measures {
        if !is_measured(graph, measure) {
            findings.push(finding("measure", measure));
        }
    }
    for total in &rule.totals {
        if !is_summed(graph, data_set, total) {
            findings.push(finding("total", &total.total));
        }
    }
    if rule.measures.is_empty() {
        let message = "The disclosure rule holds for none of the measures of the release.";
        findings.push(Finding::new(ABSENT, message));
    }
}

fn finding(kind: &str, name: &NamedNode) -> Finding {
    let message = format!("No observation has the {kind} {name} of the disclosure rule.");
    Finding::new(ABSENT, message)
}

fn is_measured(graph: &TermGraph, measure: &NamedNode) -> bool {
    let measure = graph.terms().get(measure);
    measure.is_some_and(|measure| graph.subjects_of(measure).next().is_some())
}

fn is_summed(graph: &TermGraph, data_set: NamedNodeRef<'_>, total: &Total) -> bool {
    let terms = graph.terms();
    let (Some(dimension), Some(member)) = (terms.get(&total.dimension), terms.get(&total.total))
    else {
        return false;
    };
    let mut observations = observations(graph, data_set).iter();
    observations.any(|observation| graph.object(*observation, dimension) == Some(member))
}
