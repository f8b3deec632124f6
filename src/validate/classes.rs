//! Which nodes are [SHACL instances](https://www.w3.org/TR/shacl/#dfn-shacl-instance) of a class.

use std::collections::BTreeSet;

use crate::graph::{TermGraph, TermId};
use crate::vocab::{rdf, rdfs};

/// A class with all the classes below it in a graph.
pub(crate) fn with_subclasses(graph: &TermGraph, class: TermId) -> BTreeSet<TermId> {
    let mut classes = BTreeSet::from([class]);
    let Some(sub_class_of) = graph.terms().get(rdfs::SUB_CLASS_OF) else {
        return classes;
    };
    let mut open = vec![class];
    while let Some(class) = open.pop() {
        let below = graph.subjects(sub_class_of, class);
        open.extend(below.iter().filter(|class| classes.insert(**class)));
    }
    classes
}

/// The instances of a class and of those below it, each once, in order.
pub(crate) fn instances(graph: &TermGraph, class: TermId) -> Vec<TermId> {
    let Some(is_a) = graph.terms().get(rdf::TYPE) else {
        return Vec::new();
    };
    let classes = with_subclasses(graph, class);
    let subjects = classes.iter().map(|class| graph.subjects(is_a, *class));
    let mut instances = subjects.collect::<Vec<_>>().concat();
    if classes.len() > 1 {
        instances.sort_unstable();
        instances.dedup();
    }
    instances
}

/// Whether a node has the class or one below it as a type.
pub(crate) fn is_instance(graph: &TermGraph, node: TermId, class: TermId) -> bool {
    let Some(is_a) = graph.terms().get(rdf::TYPE) else {
        return false;
    };
    let mut types = graph.objects(node, is_a).peekable();
    if types.peek().is_none() {
        return false;
    }
    let classes = with_subclasses(graph, class);
    types.any(|class| classes.contains(&class))
}
