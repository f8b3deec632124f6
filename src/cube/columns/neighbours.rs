//! What releases say of things that lie where the observations of others do.
//!
//! A cube's columns are made from the graph of its own release. They are all that the store says of
//! its observations only if no other graph that is live speaks of them too.

use oxrdf::NamedNodeRef;

use crate::graph::{TermGraph, TermId};
use crate::vocab::qb;

/// Where observations of a dataset and of those beside it lie: its IRI up to the last slash.
pub(super) fn neighbourhood(dataset: &str) -> &str {
    dataset
        .rfind('/')
        .map_or(dataset, |slash| &dataset[..=slash])
}

/// The subjects of a graph that lie in the neighbourhood of a dataset, but for its observations.
pub(super) fn of_graph(graph: &TermGraph, dataset: NamedNodeRef<'_>) -> Vec<String> {
    let terms = graph.terms();
    let predicate = terms.get(qb::DATA_SET);
    let own = terms.get(dataset);
    let is_own = |subject: TermId| {
        let mut of = predicate
            .into_iter()
            .flat_map(|p| graph.objects(subject, p));
        own.is_some_and(|own| of.any(|object| object == own))
    };
    below(graph, neighbourhood(dataset.as_str()), |id| !is_own(id))
}

/// The subjects of a graph whose IRIs begin with this; for the graph of what all releases share,
/// with where datasets lie.
pub fn subjects_below(graph: &TermGraph, start: &str) -> Vec<String> {
    below(graph, start, |_| true)
}

fn below(graph: &TermGraph, start: &str, keep: impl Fn(TermId) -> bool) -> Vec<String> {
    let subjects = graph.subjects_in_order();
    let near = subjects.filter(|id| graph.terms().text(*id).starts_with(start) && keep(*id));
    near.map(|id| graph.terms().text(id).to_owned()).collect()
}
