use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;

use super::codes::DERIVABLE;
use super::primary::observations;
use super::{Rule, Total};
use crate::diagnostic::{Finding, Findings};
use crate::graph::{Origins, Pair, TermGraph, TermId};
use crate::vocab::{qb, rdf};

/// A total and the observations that it sums up.
#[derive(Default)]
struct Family {
    total: Option<TermId>,
    /// One of the parts that are shown.
    shown: Option<TermId>,
    /// Those without a figure, the total among them.
    suppressed: Vec<TermId>,
    hidden_total: Option<TermId>,
}

/// A suppressed count that can be worked out, and what gives it away.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct GivenAway {
    suppressed: TermId,
    by: TermId,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// It is a part, and the total less the other parts.
    Part,
    /// It is the total, and the sum of its parts.
    Total,
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
            for found in given_away {
                findings.push(finding(origins, measure, &found));
            }
        }
    }
}

fn finding(origins: &Origins, measure: TermId, found: &GivenAway) -> Finding {
    let (message, label) = match found.way {
        Way::Part => (
            "This suppressed count is the total less the counts beside it.",
            "the total that gives it away",
        ),
        Way::Total => (
            "This suppressed total is the sum of its parts, which are all shown.",
            "one of the parts",
        ),
    };
    let mut finding = Finding::new(DERIVABLE, message);
    finding.data = origins.place(found.suppressed, Some(measure));
    match origins.place(found.by, Some(measure)) {
        Some(place) => finding.related(place.with_label(label)),
        None => finding,
    }
}

fn given_away(family: &Family) -> Option<GivenAway> {
    let [only] = *family.suppressed.as_slice() else {
        return None;
    };
    let (by, way) = match family.hidden_total {
        Some(_) => (family.shown?, Way::Total),
        None => (family.total?, Way::Part),
    };
    Some(GivenAway {
        suppressed: only,
        by,
        way,
    })
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
        let Some(value) = graph.object(*observation, dimension) else {
            continue;
        };
        let is_total = Some(value) == total_value;
        match (is_total, graph.object(*observation, measure)) {
            (true, Some(_)) => family.total = Some(*observation),
            (true, None) => {
                family.hidden_total = Some(*observation);
                family.suppressed.push(*observation);
            }
            (false, Some(_)) => family.shown = Some(*observation),
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
