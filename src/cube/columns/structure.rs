use oxrdf::NamedNodeRef;

use super::component::Kind;
use crate::graph::{TermGraph, TermId};
use crate::vocab::qb;

/// What the structure of a cube says its properties are, in its order.
pub(super) struct Structure {
    components: Vec<(i64, Kind, TermId)>,
}

impl Structure {
    /// Reads the structure of a dataset.
    pub(super) fn read(graph: &TermGraph, dataset: TermId) -> Self {
        let mut components = Vec::new();
        for structure in objects(graph, dataset, qb::STRUCTURE) {
            for component in objects(graph, structure, qb::COMPONENT) {
                components.extend(component_of(graph, component));
            }
        }
        let text = |id: TermId| graph.terms().text(id);
        components.sort_by(|(order, kind, id), (other, other_kind, other_id)| {
            (kind, order, text(*id)).cmp(&(other_kind, other, text(*other_id)))
        });
        components.dedup_by_key(|(_, _, id)| *id);
        Self { components }
    }

    /// Sorts the predicates of the observations: those of the structure in its order, then others.
    pub(super) fn arrange(&self, graph: &TermGraph, used: &[TermId]) -> Vec<(Kind, TermId)> {
        let named = self.components.iter().map(|(_, kind, id)| (*kind, *id));
        let mut all: Vec<_> = named.filter(|(_, id)| used.contains(id)).collect();
        let is_named = |id: &TermId| self.components.iter().any(|(_, _, named)| named == id);
        let mut others: Vec<_> = used.iter().filter(|id| !is_named(id)).collect();
        others.sort_by_key(|id| graph.terms().text(**id));
        all.extend(others.into_iter().map(|id| (Kind::Other, *id)));
        all
    }
}

fn component_of(graph: &TermGraph, component: TermId) -> Option<(i64, Kind, TermId)> {
    let order = objects(graph, component, qb::ORDER).next();
    let order = order.and_then(|order| graph.terms().text(order).parse().ok());
    let kinds = [
        (qb::DIMENSION, Kind::Dimension),
        (qb::MEASURE, Kind::Measure),
        (qb::ATTRIBUTE, Kind::Attribute),
    ];
    kinds.into_iter().find_map(|(predicate, kind)| {
        let property = objects(graph, component, predicate).next()?;
        Some((order.unwrap_or(i64::MAX), kind, property))
    })
}

fn objects<'g>(
    graph: &'g TermGraph,
    subject: TermId,
    predicate: NamedNodeRef<'_>,
) -> impl Iterator<Item = TermId> + 'g {
    let predicate = graph.terms().get(predicate);
    predicate
        .into_iter()
        .flat_map(move |predicate| graph.objects(subject, predicate))
}
