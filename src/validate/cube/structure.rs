use oxrdf::NamedNodeRef;

use crate::graph::{TermGraph, TermId};
use crate::vocab::{qb, rdf, rdfs, sdmx};

/// The numbers in one graph of the terms that cubes are made of, where they occur.
pub(super) struct Terms<'g> {
    graph: &'g TermGraph,
    pub(super) is_a: Option<TermId>,
    pub(super) data_set: Option<TermId>,
    pub(super) measure_type: Option<TermId>,
    pub(super) status: Option<TermId>,
}

impl<'g> Terms<'g> {
    pub(super) fn new(graph: &'g TermGraph) -> Self {
        let id = |iri: NamedNodeRef<'_>| graph.terms().get(iri);
        Self {
            graph,
            is_a: id(rdf::TYPE),
            data_set: id(qb::DATA_SET),
            measure_type: id(qb::MEASURE_TYPE),
            status: id(sdmx::OBS_STATUS),
        }
    }

    pub(super) fn id(&self, iri: NamedNodeRef<'_>) -> Option<TermId> {
        self.graph.terms().get(iri)
    }

    /// The values of a property of a node.
    pub(super) fn values(&self, node: TermId, property: NamedNodeRef<'_>) -> Vec<TermId> {
        let property = self.id(property);
        property.map_or_else(Vec::new, |p| self.graph.objects(node, p).collect())
    }

    /// The nodes with a type, or that a property of another node makes one of that type.
    pub(super) fn instances(
        &self,
        class: NamedNodeRef<'_>,
        implied_by: Option<NamedNodeRef<'_>>,
    ) -> Vec<TermId> {
        let mut nodes = Vec::new();
        if let (Some(is_a), Some(class)) = (self.is_a, self.id(class)) {
            nodes.extend_from_slice(self.graph.subjects(is_a, class));
        }
        if let Some(property) = implied_by.and_then(|iri| self.id(iri)) {
            nodes.extend_from_slice(self.graph.objects_of(property));
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    pub(super) fn is_instance(&self, node: TermId, class: NamedNodeRef<'_>) -> bool {
        match (self.is_a, self.id(class)) {
            (Some(is_a), Some(class)) => self.graph.objects(node, is_a).any(|c| c == class),
            _ => false,
        }
    }
}

/// What a component is to its cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Dimension,
    Measure,
    Attribute,
}

/// Whether each observation must have the component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// A [component](https://www.w3.org/TR/vocab-data-cube/#dsd-dsd) of a structure definition.
#[derive(Clone, Debug)]
pub(super) struct Component {
    pub(super) property: TermId,
    pub(super) role: Role,
    pub(super) need: Need,
    /// Whether `qb:componentRequired` is `false` where it is said.
    pub(super) said_optional: bool,
    /// The node it is attached to, where that is not the observation: a class of the vocabulary.
    pub(super) attachment: Option<TermId>,
    pub(super) ranges: Vec<TermId>,
    pub(super) code_lists: Vec<TermId>,
}

/// A data set with its structure.
pub(super) struct Cube {
    pub(super) data_set: TermId,
    pub(super) components: Vec<Component>,
}

impl Cube {
    /// All data sets of a graph that have a structure.
    pub(super) fn all(graph: &TermGraph, terms: &Terms<'_>) -> Vec<Self> {
        let data_sets = terms.instances(qb::DATA_SET_CLASS, Some(qb::DATA_SET));
        let cubes = data_sets.into_iter().map(|data_set| Self {
            data_set,
            components: terms
                .values(data_set, qb::STRUCTURE)
                .into_iter()
                .flat_map(|definition| components(graph, terms, definition))
                .collect(),
        });
        cubes.collect()
    }

    pub(super) fn of(&self, role: Role) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(move |c| c.role == role)
    }

    /// Whether `qb:measureType` is one of the dimensions.
    pub(super) fn has_measure_dimension(&self, terms: &Terms<'_>) -> bool {
        self.of(Role::Dimension)
            .any(|c| Some(c.property) == terms.measure_type)
    }
}

/// The components of a structure definition, in the order of `qb:order`.
pub(super) fn components(
    graph: &TermGraph,
    terms: &Terms<'_>,
    definition: TermId,
) -> Vec<Component> {
    let mut components = Vec::new();
    for specification in terms.values(definition, qb::COMPONENT) {
        for (property, role) in properties(terms, specification) {
            let component = component(graph, terms, specification, property, role);
            components.push((order(graph, terms, specification), component));
        }
    }
    components.sort_by_key(|(order, _)| *order);
    components
        .into_iter()
        .map(|(_, component)| component)
        .collect()
}

fn order(graph: &TermGraph, terms: &Terms<'_>, specification: TermId) -> u64 {
    let order = terms.values(specification, qb::ORDER);
    let order = order.first().map(|order| graph.terms().text(*order));
    order.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}

/// The properties of a specification with their roles, which the abbreviated form says itself.
fn properties(terms: &Terms<'_>, specification: TermId) -> Vec<(TermId, Role)> {
    let mut properties = Vec::new();
    let abbreviated = [
        (qb::DIMENSION, Role::Dimension),
        (qb::MEASURE, Role::Measure),
        (qb::ATTRIBUTE, Role::Attribute),
    ];
    for (predicate, role) in abbreviated {
        let named = terms.values(specification, predicate).into_iter();
        properties.extend(named.map(|property| (property, role)));
    }
    for property in terms.values(specification, qb::COMPONENT_PROPERTY) {
        if properties.iter().all(|(known, _)| *known != property)
            && let Some(role) = role_of(terms, property)
        {
            properties.push((property, role));
        }
    }
    properties
}

fn role_of(terms: &Terms<'_>, property: TermId) -> Option<Role> {
    let classes = [
        (qb::DIMENSION_PROPERTY, Role::Dimension),
        (qb::MEASURE_PROPERTY, Role::Measure),
        (qb::ATTRIBUTE_PROPERTY, Role::Attribute),
    ];
    let found = classes
        .into_iter()
        .find(|(class, _)| terms.is_instance(property, *class));
    let measure_type = Some(property) == terms.measure_type;
    found
        .map(|(_, role)| role)
        .or(measure_type.then_some(Role::Dimension))
}

fn component(
    graph: &TermGraph,
    terms: &Terms<'_>,
    specification: TermId,
    property: TermId,
    role: Role,
) -> Component {
    let required = terms.values(specification, qb::COMPONENT_REQUIRED);
    let says = |text: &str| {
        required
            .iter()
            .any(|value| graph.terms().text(*value) == text)
    };
    let need = match role {
        Role::Attribute if !says("true") => Need::Optional,
        _ => Need::Required,
    };
    Component {
        property,
        role,
        need,
        said_optional: says("false"),
        attachment: terms
            .values(specification, qb::COMPONENT_ATTACHMENT)
            .first()
            .copied(),
        ranges: terms.values(property, rdfs::RANGE),
        code_lists: terms.values(property, qb::CODE_LIST),
    }
}
