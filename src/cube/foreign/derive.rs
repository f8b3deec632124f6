use super::component::{Component, Role};
use super::cube::{CubeColumn, Property};
use super::declared::role_of;
use super::statements::{Node, Statements};
use crate::csvw::{Schema, Source, Template};
use crate::vocab::{dct, foaf, owl, qb, rdf, rdfs, skos};

/// What a column is in a cube without a structure definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Component(Role),
    /// It says something of the observations that is no part of the cube, such as a label.
    Besides,
    Unknown,
}

/// Decides what columns are, from what the metadata say of their properties and of the key.
pub(super) struct Decider<'d> {
    pub(super) statements: &'d Statements,
    pub(super) schema: &'d Schema,
    pub(super) columns: &'d [CubeColumn<'d>],
}

/// Where the SDMX components of the Data Cube Vocabulary stand: `…/2009/dimension#`.
const SDMX: &str = "http://purl.org/linked-data/sdmx/2009/";

impl Decider<'_> {
    /// What a column is. The first of these that holds decides: a property whose meaning is fixed;
    /// what the metadata say of the property; a name such as `…/def/dimension/sex`, which the tools
    /// give; the key; the datatype.
    pub(super) fn decide(&self, column: &CubeColumn<'_>) -> Decision {
        let Property::Fixed(property) = &column.property else {
            return Decision::Component(Role::Measure);
        };
        self.fixed(property)
            .or_else(|| self.declared(property))
            .or_else(|| named(property))
            .unwrap_or_else(|| self.of_key(column))
    }

    fn fixed(&self, property: &str) -> Option<Decision> {
        if property == qb::MEASURE_TYPE.as_str() {
            return Some(Decision::Component(Role::Dimension));
        }
        if property == qb::DATA_SET.as_str() || property == rdf::TYPE.as_str() {
            return Some(Decision::Besides);
        }
        let said = [
            rdfs::NAMESPACE,
            skos::NAMESPACE,
            dct::NAMESPACE,
            foaf::NAMESPACE,
            owl::NAMESPACE,
        ];
        // What is declared as a component is one, wherever its property is from.
        let besides = said.iter().any(|namespace| property.starts_with(namespace));
        (besides && self.declared(property).is_none()).then_some(Decision::Besides)
    }

    fn declared(&self, property: &str) -> Option<Decision> {
        let property = Node::Iri(property.to_owned());
        role_of(self.statements, &property).map(Decision::Component)
    }

    fn of_key(&self, column: &CubeColumn<'_>) -> Decision {
        let keys = self.keys();
        if keys.contains(&column.index) {
            return Decision::Component(Role::Dimension);
        }
        let properties = &column.column.properties;
        let numeric = properties.datatype.as_ref();
        if numeric.is_some_and(|datatype| datatype.base().family().is_numeric()) {
            return Decision::Component(Role::Measure);
        }
        if column.column.source == Source::Virtual {
            return Decision::Component(Role::Attribute);
        }
        match (keys.is_empty(), &properties.value_url) {
            (false, _) => Decision::Component(Role::Attribute),
            (true, Some(_)) => Decision::Component(Role::Dimension),
            (true, None) => Decision::Unknown,
        }
    }

    /// The columns that tell the observations apart: the primary key, or else those that make the
    /// URI of an observation.
    fn keys(&self) -> Vec<usize> {
        if !self.schema.primary_key.is_empty() {
            return self.schema.primary_key.clone();
        }
        let about = self
            .columns
            .iter()
            .find_map(|column| column.column.properties.about_url.as_ref());
        let variables: Vec<_> = about.into_iter().flat_map(Template::variables).collect();
        let named = self
            .columns
            .iter()
            .filter(|column| variables.contains(&column.name.as_str()));
        named.map(|column| column.index).collect()
    }
}

/// What the name of a property tells: SDMX and the tools put the role into it.
fn named(property: &str) -> Option<Decision> {
    let path = match property.strip_prefix(SDMX) {
        Some(local) => local.split('#').next()?,
        None => property.rsplit_once(['/', '#'])?.0,
    };
    let word = path.rsplit(['/', '#']).next()?;
    let role = match word {
        "dimension" => Role::Dimension,
        "measure" => Role::Measure,
        "attribute" => Role::Attribute,
        _ => return None,
    };
    Some(Decision::Component(role))
}

/// Components in the order of the columns, dimensions first.
pub(super) fn components(decided: &[(&CubeColumn<'_>, Decision)]) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    for role in Role::ALL {
        for (column, decision) in decided {
            let Property::Fixed(property) = &column.property else {
                continue;
            };
            let known = components.iter().any(|known| known.property == *property);
            if *decision == Decision::Component(role) && !known {
                components.push(Component {
                    iri: None,
                    property: property.clone(),
                    role,
                    required: column.column.properties.required == Some(true),
                    order: None,
                });
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_put_the_role_into_the_name() {
        let role = |role| Some(Decision::Component(role));
        for (property, expected) in [
            (
                "http://gss-data.org.uk/def/dimension/year",
                role(Role::Dimension),
            ),
            (
                "http://example.org/cube.csv#measure/count",
                role(Role::Measure),
            ),
            (
                "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus",
                role(Role::Attribute),
            ),
            ("http://example.org/year", None),
            ("http://example.org/dimension", None),
        ] {
            assert_eq!(named(property), expected, "{property}");
        }
    }
}
