use std::collections::BTreeSet;

use oxrdf::vocab::rdf;

use super::LedgerPath;
use crate::graph::TermGraph;
use crate::uri::Base;

/// The published URIs that a graph describes: its subjects below the base that have a type.
pub fn described(graph: &TermGraph, base: &Base) -> BTreeSet<LedgerPath> {
    let Some(of_type) = graph.terms().get(rdf::TYPE) else {
        return BTreeSet::new();
    };
    let uris = graph
        .subjects_of(of_type)
        .filter_map(|subject| graph.terms().iri(subject));
    uris.filter_map(|uri| LedgerPath::of(base, uri.as_str()))
        .collect()
}
