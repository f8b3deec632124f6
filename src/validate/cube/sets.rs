use super::codes::{IC_1, IC_2, IC_3, IC_4, IC_5, IC_6};
use super::structure::{Role, Terms, components};
use super::tally::{Fault, Tallies};
use crate::graph::TermGraph;
use crate::vocab::{qb, rdfs, skos};

/// Data sets and their structure: IC-1 to IC-6.
pub(super) fn check(graph: &TermGraph, terms: &Terms<'_>, tallies: &mut Tallies<'_>) {
    check_observations(graph, terms, tallies);
    for data_set in terms.instances(qb::DATA_SET_CLASS, Some(qb::DATA_SET)) {
        let count = terms.values(data_set, qb::STRUCTURE).len();
        if count != 1 {
            let fault = Fault::new(IC_2, data_set, |names, fault| {
                let (name, count) = (names.node(fault), fault.count);
                format!("The data set {name} must have one structure definition; it has {count}.")
            });
            tallies.add(fault.of(data_set).counted(count));
        }
    }
    for definition in terms.instances(qb::DATA_STRUCTURE_DEFINITION, Some(qb::STRUCTURE)) {
        let components = components(graph, terms, definition);
        if !components.iter().any(|c| c.role == Role::Measure) {
            let fault = Fault::new(IC_3, definition, |names, fault| {
                let name = names.node(fault);
                format!("The structure definition {name} declares no measure.")
            });
            tallies.add(fault.of(definition));
        }
        for component in components {
            if component.said_optional && component.role != Role::Attribute {
                let fault = Fault::new(IC_6, definition, |names, fault| {
                    let name = names.property(fault);
                    format!("Only attributes may be optional; {name} is none.")
                });
                tallies.add(fault.of(component.property));
            }
        }
    }
    check_dimensions(terms, tallies);
}

fn check_observations(graph: &TermGraph, terms: &Terms<'_>, tallies: &mut Tallies<'_>) {
    let Some(data_set) = terms.data_set else {
        return;
    };
    for observation in terms.instances(qb::OBSERVATION, Some(qb::OBSERVATION_PROPERTY)) {
        let count = graph.pairs_of(observation, data_set).len();
        if count != 1 {
            let fault = Fault::new(IC_1, observation, |names, fault| {
                let (name, count) = (names.node(fault), fault.count);
                format!("An observation must belong to one data set; {name} belongs to {count}.")
            });
            tallies.add(fault.counted(count));
        }
    }
}

fn check_dimensions(terms: &Terms<'_>, tallies: &mut Tallies<'_>) {
    let concept = terms.id(skos::CONCEPT);
    for dimension in terms.instances(qb::DIMENSION_PROPERTY, Some(qb::DIMENSION)) {
        // The vocabulary itself gives this one its range.
        if Some(dimension) == terms.measure_type {
            continue;
        }
        let ranges = terms.values(dimension, rdfs::RANGE);
        if ranges.is_empty() {
            let fault = Fault::new(IC_4, dimension, |names, fault| {
                format!("The dimension {} has no rdfs:range.", names.node(fault))
            });
            tallies.add(fault.of(dimension));
        }
        let has_list = !terms.values(dimension, qb::CODE_LIST).is_empty();
        if concept.is_some_and(|concept| ranges.contains(&concept)) && !has_list {
            let fault = Fault::new(IC_5, dimension, |names, fault| {
                let name = names.node(fault);
                format!("The values of the dimension {name} are concepts, but it has no code list.")
            });
            tallies.add(fault.of(dimension));
        }
    }
}
