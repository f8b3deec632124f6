use super::codes::{IC_7, IC_8, IC_9, IC_10, IC_18};
use super::structure::{Terms, components};
use super::tally::{Fault, Tallies};
use crate::graph::{TermGraph, TermId};
use crate::vocab::qb;

/// Slices and their keys: IC-7 to IC-10 and IC-18.
pub(super) fn check(graph: &TermGraph, terms: &Terms<'_>, tallies: &mut Tallies<'_>) {
    for key in terms.instances(qb::SLICE_KEY_CLASS, None) {
        check_key(graph, terms, key, tallies);
    }
    for slice in terms.instances(qb::SLICE_CLASS, Some(qb::SLICE)) {
        let structures = terms.values(slice, qb::SLICE_STRUCTURE);
        if structures.len() != 1 {
            let count = structures.len();
            let fault = Fault::new(IC_9, slice, |names, fault| {
                let (name, count) = (names.node(fault), fault.count);
                format!("The slice {name} must have one slice structure; it has {count}.")
            });
            tallies.add(fault.counted(count));
        }
        for key in structures {
            check_complete(graph, terms, slice, key, tallies);
        }
    }
    check_links(graph, terms, tallies);
}

/// The definitions that declare a slice key.
fn definitions(graph: &TermGraph, terms: &Terms<'_>, key: TermId) -> Vec<TermId> {
    let declares = terms.id(qb::SLICE_KEY);
    declares.map_or_else(Vec::new, |p| graph.subjects(p, key).to_vec())
}

fn check_key(graph: &TermGraph, terms: &Terms<'_>, key: TermId, tallies: &mut Tallies<'_>) {
    let definitions = definitions(graph, terms, key);
    if definitions.is_empty() {
        let fault = Fault::new(IC_7, key, |names, fault| {
            let name = names.node(fault);
            format!("No structure definition declares the slice key {name}.")
        });
        tallies.add(fault.of(key));
    }
    for definition in definitions {
        let declared = components(graph, terms, definition);
        for property in terms.values(key, qb::COMPONENT_PROPERTY) {
            if declared
                .iter()
                .all(|component| component.property != property)
            {
                let fault = Fault::new(IC_8, key, |names, fault| {
                    let (key, property) = (names.node(fault), names.property(fault));
                    format!("The slice key {key} has {property}, which its definition lacks.")
                });
                tallies.add(fault.of(property));
            }
        }
    }
}

fn check_complete(
    graph: &TermGraph,
    terms: &Terms<'_>,
    slice: TermId,
    key: TermId,
    tallies: &mut Tallies<'_>,
) {
    for property in terms.values(key, qb::COMPONENT_PROPERTY) {
        let is_dimension = terms.is_instance(property, qb::DIMENSION_PROPERTY)
            || !graph
                .subjects(terms.id(qb::DIMENSION).unwrap_or(property), property)
                .is_empty();
        if is_dimension && graph.pairs_of(slice, property).is_empty() {
            let fault = Fault::new(IC_10, slice, |names, fault| {
                let (slice, property) = (names.node(fault), names.property(fault));
                format!("The slice {slice} lacks a value for {property}.")
            });
            tallies.add(fault.of(property));
        }
    }
}

/// An observation in a slice of a data set belongs to that data set.
fn check_links(graph: &TermGraph, terms: &Terms<'_>, tallies: &mut Tallies<'_>) {
    let (Some(slice_of), Some(observation_of), Some(data_set_of)) = (
        terms.id(qb::SLICE),
        terms.id(qb::OBSERVATION_PROPERTY),
        terms.data_set,
    ) else {
        return;
    };
    for data_set in graph.subjects_of(slice_of) {
        for slice in graph.objects(data_set, slice_of) {
            for observation in graph.objects(slice, observation_of) {
                let mut data_sets = graph.objects(observation, data_set_of);
                if data_sets.any(|of| of != data_set) {
                    let fault = Fault::new(IC_18, observation, |names, fault| {
                        let name = names.value(fault);
                        format!("An observation in a slice of {name} belongs to another data set.")
                    });
                    tallies.add(fault.of(data_set_of).with_value(data_set));
                }
            }
        }
    }
}
