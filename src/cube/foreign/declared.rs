use super::component::{Component, Role};
use super::statements::{Node, Object, Statements};
use crate::vocab::qb;

/// The components of the [structure definition](https://www.w3.org/TR/vocab-data-cube/#dsd) that
/// metadata declare, in their order; there is none if they declare no structure.
pub(super) fn components(statements: &Statements) -> Vec<Component> {
    let Some(structure) = structure(statements) else {
        return Vec::new();
    };
    let specifications = statements.nodes(structure, qb::COMPONENT);
    let mut components: Vec<_> = specifications
        .flat_map(|specification| of_specification(statements, specification))
        .collect();
    components.sort_by_key(|component| component.order.unwrap_or(u64::MAX));
    components
}

/// The node of the structure definition.
pub(super) fn structure(statements: &Statements) -> Option<&Node> {
    let of_dataset = statements.nodes(&Node::Dataset, qb::STRUCTURE).next();
    of_dataset.or_else(|| {
        statements
            .subjects()
            .find(|node| statements.is_a(node, qb::DATA_STRUCTURE_DEFINITION))
    })
}

/// A specification names its property by its role, or by `qb:componentProperty` alone, and then
/// the type of the property tells the role.
fn of_specification(statements: &Statements, specification: &Node) -> Vec<Component> {
    let by_role = Role::ALL.into_iter().flat_map(|role| {
        let properties = statements.nodes(specification, role.predicate());
        properties.filter_map(move |property| Some((role, property.iri()?)))
    });
    let named = statements
        .nodes(specification, qb::COMPONENT_PROPERTY)
        .filter_map(|property| Some((role_of(statements, property)?, property.iri()?)));
    let mut found: Vec<(Role, &str)> = by_role.collect();
    for (role, property) in named {
        if found.iter().all(|(_, known)| *known != property) {
            found.push((role, property));
        }
    }
    let components = found.into_iter().map(|(role, property)| Component {
        iri: specification.iri().map(str::to_owned),
        property: property.to_owned(),
        role,
        required: literal(statements, specification, qb::COMPONENT_REQUIRED) == Some("true"),
        order: literal(statements, specification, qb::ORDER).and_then(|text| text.parse().ok()),
    });
    components.collect()
}

/// The role that the type of a property tells.
pub(super) fn role_of(statements: &Statements, property: &Node) -> Option<Role> {
    let typed = Role::ALL
        .into_iter()
        .find(|role| statements.is_a(property, role.class()));
    let measure_type = property.iri() == Some(qb::MEASURE_TYPE.as_str());
    typed.or(measure_type.then_some(Role::Dimension))
}

fn literal<'s>(
    statements: &'s Statements,
    node: &Node,
    property: oxrdf::NamedNodeRef<'_>,
) -> Option<&'s str> {
    let mut values = statements.values(node, property);
    values.find_map(|object| match object {
        Object::Literal { value, .. } => Some(value.as_str()),
        Object::Node(_) => None,
    })
}
