use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::{Compiler, parameters};
use crate::graph::TermId;
use crate::validate::classes;
use crate::vocab::sh;

/// The nodes that are [shapes](https://www.w3.org/TR/shacl/#shapes) by themselves, in the order of
/// the files; those that others refer to are found while these are compiled.
pub(super) fn shapes(compiler: &Compiler<'_>) -> BTreeSet<TermId> {
    let graph = compiler.graph;
    let mut shapes = BTreeSet::new();
    for class in [sh::NODE_SHAPE, sh::PROPERTY_SHAPE] {
        if let Some(class) = compiler.id(class) {
            shapes.extend(classes::instances(graph, class));
        }
    }
    let targets = [
        sh::TARGET_NODE,
        sh::TARGET_CLASS,
        sh::TARGET_SUBJECTS_OF,
        sh::TARGET_OBJECTS_OF,
    ];
    let named = targets.into_iter().chain(parameters::names());
    let of_core = named.filter_map(|predicate: NamedNodeRef<'_>| compiler.id(predicate));
    let own = compiler
        .declared
        .iter()
        .flat_map(super::component::Declared::required);
    for predicate in of_core.chain(own) {
        shapes.extend(graph.subjects_of(predicate));
    }
    shapes
}
