use rustc_hash::FxHashSet;

use super::codes::{IC_19, IC_20, IC_21};
use super::structure::{Component, Terms};
use crate::diagnostic::Code;
use crate::graph::{TermGraph, TermId};
use crate::vocab::{owl, qb, rdf, skos};

/// The values that a code list allows, and the constraint that says so.
pub(super) struct Allowed {
    pub(super) code: Code,
    pub(super) list: TermId,
    pub(super) values: FxHashSet<TermId>,
}

/// What the code lists of a dimension allow; a list of which the graph says nothing allows all.
pub(super) fn allowed(graph: &TermGraph, terms: &Terms<'_>, component: &Component) -> Vec<Allowed> {
    let lists = component.code_lists.iter();
    lists
        .flat_map(|list| of_list(graph, terms, *list))
        .collect()
}

fn of_list(graph: &TermGraph, terms: &Terms<'_>, list: TermId) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    let mut add = |code, values| allowed.push(Allowed { code, list, values });
    if terms.is_instance(list, skos::CONCEPT_SCHEME) {
        add(IC_19, concepts(graph, terms, list));
    }
    if terms.is_instance(list, skos::COLLECTION) {
        let member = terms.id(skos::MEMBER);
        let below = |node| member.map_or_else(Vec::new, |p| graph.objects(node, p).collect());
        add(IC_19, reached(below(list), below));
    }
    if terms.is_instance(list, qb::HIERARCHICAL_CODE_LIST) {
        for property in terms.values(list, qb::PARENT_CHILD_PROPERTY) {
            let roots = terms.values(list, qb::HIERARCHY_ROOT);
            let inverse = terms.values(property, owl::INVERSE_OF);
            if graph.terms().is_iri(property) {
                add(
                    IC_20,
                    reached(roots, |node| graph.objects(node, property).collect()),
                );
            } else if let Some(child_parent) = inverse.first() {
                let below = |node| graph.subjects(*child_parent, node).to_vec();
                add(IC_21, reached(roots, below));
            }
        }
    }
    allowed
}

/// The concepts of a scheme.
fn concepts(graph: &TermGraph, terms: &Terms<'_>, scheme: TermId) -> FxHashSet<TermId> {
    let (Some(in_scheme), Some(is_a), Some(concept)) = (
        terms.id(skos::IN_SCHEME),
        terms.id(rdf::TYPE),
        terms.id(skos::CONCEPT),
    ) else {
        return FxHashSet::default();
    };
    let members = graph.subjects(in_scheme, scheme).iter().copied();
    let is_concept = |node: &TermId| graph.objects(*node, is_a).any(|class| class == concept);
    members.filter(is_concept).collect()
}

/// The nodes that are reached from some, these included.
fn reached(from: Vec<TermId>, below: impl Fn(TermId) -> Vec<TermId>) -> FxHashSet<TermId> {
    let mut reached = FxHashSet::default();
    let mut open = from;
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(below(node));
        }
    }
    reached
}
