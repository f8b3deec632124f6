use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;

use super::codes::DERIVABLE;
use super::primary::observations;
use super::{Rule, Total};
use crate::diagnostic::{Finding, Findings};
use crate::graph::{Origins, Pair, TermGraph, TermId};
use crate::vocab::{qb, rdf};

/// The observations that one total sums up.
#[derive(Default)]
struct Family {
    total: Option<TermId>,
    shown: u64,
    suppressed: Vec<TermId>,
}

/// Suppressed counts that are the only ones missing beside a total that is shown.
pub(super) fn check(
    graph: &TermGraph,
    origins: &Origins,
    data_set: NamedNodeRef<'_>,
    rule: &Rule,
    findings: &mut Findings,
) {
    for total in &rule.totals {
        for measure in &rule.measures {
            let (Some(dimension), Some(measure)) = (
                graph.terms().get(total.dimension.as_ref()),
                graph.terms().get(measure.as_ref()),
            ) else {
                continue;
            };
            let families = families(graph, data_set, total, dimension, measure, rule);
            let mut given_away: Vec<_> = families.values().filter_map(given_away).collect();
            given_away.sort_unstable();
            for (suppressed, total) in given_away {
                let message = "This suppressed count is the total less the counts beside it.";
                let mut finding = Finding::new(DERIVABLE, message);
                finding.data = origins.place(suppressed, Some(measure));
                if let Some(place) = origins.place(total, Some(measure)) {
                    finding = finding.related(place.with_label("the total that gives it away"));
                }
                findings.push(finding);
            }
        }
    }
}

fn given_away(family: &Family) -> Option<(TermId, TermId)> {
    match (family.suppressed.as_slice(), family.total) {
        ([only], Some(total)) if family.shown > 0 => Some((*only, total)),
        _ => None,
    }
}

/// Families are told apart by all that their observations say but for the dimension, the figures
/// and why they are missing.
fn families(
    graph: &TermGraph,
    data_set: NamedNodeRef<'_>,
    total: &Total,
    dimension: TermId,
    measure: TermId,
    rule: &Rule,
) -> FxHashMap<Vec<Pair>, Family> {
    let total_value = graph.terms().get(total.total.as_ref());
    let dimensions = dimensions(graph, data_set);
    let is_measure = |pair: &Pair| {
        let iri = graph.terms().iri(pair.predicate);
        rule.measures
            .iter()
            .any(|measure| Some(measure.as_ref()) == iri)
    };
    let mut families: FxHashMap<Vec<Pair>, Family> = FxHashMap::default();
    for observation in observations(graph, data_set) {
        let pairs = graph.pairs(*observation).iter();
        let key = pairs.filter(|pair| {
            pair.predicate != dimension
                && !is_measure(pair)
                && (dimensions.is_empty() || dimensions.contains(&pair.predicate))
        });
        let family = families.entry(key.copied().collect()).or_default();
        let is_total = graph.object(*observation, dimension) == total_value;
        match (is_total, graph.object(*observation, measure)) {
            (true, Some(_)) => family.total = Some(*observation),
            (true, None) => {}
            (false, Some(_)) => family.shown += 1,
            (false, None) => family.suppressed.push(*observation),
        }
    }
    families
}

/// The dimensions of a data set, where its structure is in the graph.
fn dimensions(graph: &TermGraph, data_set: NamedNodeRef<'_>) -> Vec<TermId> {
    let terms = graph.terms();
    let follow = |nodes: Vec<TermId>, property: NamedNodeRef<'_>| -> Vec<TermId> {
        let Some(property) = terms.get(property) else {
            return Vec::new();
        };
        let objects = nodes.iter().flat_map(|node| graph.objects(*node, property));
        objects.collect()
    };
    let data_set = terms.get(data_set).into_iter().collect();
    let components = follow(follow(data_set, qb::STRUCTURE), qb::COMPONENT);
    let mut dimensions = follow(components.clone(), qb::DIMENSION);
    let is_dimension = |property: &TermId| {
        let (Some(is_a), Some(class)) = (terms.get(rdf::TYPE), terms.get(qb::DIMENSION_PROPERTY))
        else {
            return false;
        };
        graph.objects(*property, is_a).any(|of| of == class)
    };
    let named = follow(components, qb::COMPONENT_PROPERTY).into_iter();
    dimensions.extend(named.filter(is_dimension));
    dimensions
}
