use oxrdf::{NamedNode, NamedNodeRef};

use super::describe::Described;
use super::shared;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::mapping::{Column, Role, Values, measure_property};
use crate::tidy::{MeasureInfo, MeasureShape, Varying};
use crate::vocab::{qb, rdf, rdfs, sdmx, skos, xsd};

/// The [structure definition](https://www.w3.org/TR/vocab-data-cube/#dsd-dsd) and its properties.
pub(super) fn write<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let mapping = cube.mapping;
    let structure = mapping.structure(cube.base);
    writer.is_a(structure.as_ref(), qb::DATA_STRUCTURE_DEFINITION)?;
    let label = format!("Structure of {}", mapping.title.as_str());
    writer.english(structure.as_ref(), rdfs::LABEL, &label)?;
    let mut components = Components {
        cube,
        writer,
        structure,
        order: 0,
    };
    for column in mapping.dimensions() {
        components.column(column, Kind::Dimension)?;
    }
    if cube.tidied.shape.measure == MeasureShape::Dimension {
        components.add("measure-type", Kind::Dimension, qb::MEASURE_TYPE)?;
    }
    for measure in &cube.tidied.measures {
        components.measure(measure)?;
    }
    components.attributes()
}

struct Components<'c, 's, S> {
    cube: Described<'c>,
    writer: &'c mut Writer<'s, S>,
    structure: NamedNode,
    order: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dimension,
    Measure,
    RequiredAttribute,
    OptionalAttribute,
}

impl Kind {
    /// The property by which a component names its property.
    fn predicate(self) -> NamedNodeRef<'static> {
        match self {
            Self::Dimension => qb::DIMENSION,
            Self::Measure => qb::MEASURE,
            Self::RequiredAttribute | Self::OptionalAttribute => qb::ATTRIBUTE,
        }
    }

    /// The class of its properties.
    fn class(self) -> NamedNodeRef<'static> {
        match self {
            Self::Dimension => qb::DIMENSION_PROPERTY,
            Self::Measure => qb::MEASURE_PROPERTY,
            Self::RequiredAttribute | Self::OptionalAttribute => qb::ATTRIBUTE_PROPERTY,
        }
    }
}

impl<S: TripleSink> Components<'_, '_, S> {
    /// A [component specification](https://www.w3.org/TR/vocab-data-cube/#ref_qb_ComponentSpecification)
    /// with a URI of its own, so that releases can be compared.
    fn add(
        &mut self,
        name: &str,
        kind: Kind,
        property: NamedNodeRef<'_>,
    ) -> Result<NamedNode, S::Error> {
        self.order += 1;
        let named = NamedNode::new_unchecked(format!("{}/{name}", self.structure.as_str()));
        let component = named.as_ref();
        self.writer
            .triple(self.structure.as_ref(), qb::COMPONENT, component)?;
        self.writer.is_a(component, qb::COMPONENT_SPECIFICATION)?;
        self.writer.triple(component, kind.predicate(), property)?;
        self.writer.integer(component, qb::ORDER, self.order)?;
        if let Kind::RequiredAttribute | Kind::OptionalAttribute = kind {
            let required = if kind == Kind::RequiredAttribute {
                "true"
            } else {
                "false"
            };
            let required = oxrdf::LiteralRef::new_typed_literal(required, xsd::BOOLEAN);
            self.writer
                .triple(component, qb::COMPONENT_REQUIRED, required)?;
        }
        Ok(named)
    }

    /// A component whose property is a column's.
    fn column(&mut self, column: &Column, kind: Kind) -> Result<(), S::Error> {
        let property = self.cube.mapping.property(column, self.cube.base);
        let component = self.add(&column.name, kind, property.as_ref())?;
        self.name(column, component.as_ref(), property.as_ref())?;
        if column.property_url.is_some() {
            return Ok(());
        }
        self.property(column, kind, property.as_ref())
    }

    /// What a column is called and means.
    ///
    /// The mapping speaks for its own dataset alone: what it says stands at the component. The
    /// property says the same if it is the dataset's own, and something general if others may have
    /// it, too; a property from elsewhere is named there.
    fn name(
        &mut self,
        column: &Column,
        component: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        let shared = self.cube.mapping.shared_concept(column);
        let own = shared.is_none() && column.property_url.is_none();
        for subject in [Some(component), own.then_some(property)]
            .into_iter()
            .flatten()
        {
            self.writer.text(subject, rdfs::LABEL, &column.label)?;
            self.writer
                .text(subject, rdfs::COMMENT, &column.description)?;
        }
        shared.map_or(Ok(()), |concept| {
            let label = shared::label(&concept);
            self.writer.english(property, rdfs::LABEL, &label)?;
            let comment = shared::comment(column, self.cube.registers);
            self.writer.english(property, rdfs::COMMENT, &comment)
        })
    }

    /// A property of our own.
    fn property(
        &mut self,
        column: &Column,
        kind: Kind,
        property: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        self.writer.is_a(property, rdf::PROPERTY)?;
        self.writer.is_a(property, kind.class())?;
        match column.values() {
            Some(Values::Register { register, .. }) => {
                self.writer.is_a(property, qb::CODED_PROPERTY)?;
                let register = self.cube.registers.get(register);
                if let Some(scheme) = register.map(|register| register.scheme_uri(self.cube.base)) {
                    self.writer
                        .triple(property, qb::CODE_LIST, scheme.as_ref())?;
                }
                self.writer.triple(property, rdfs::RANGE, skos::CONCEPT)
            }
            Some(Values::Codes(_)) => {
                self.writer.is_a(property, qb::CODED_PROPERTY)?;
                let scheme = self.cube.mapping.scheme(column, self.cube.base);
                self.writer
                    .triple(property, qb::CODE_LIST, scheme.as_ref())?;
                self.writer.triple(property, rdfs::RANGE, skos::CONCEPT)
            }
            Some(Values::Period(_)) => {
                self.writer
                    .triple(property, rdfs::SUB_PROPERTY_OF, sdmx::REF_PERIOD)?;
                self.writer
                    .triple(property, rdfs::RANGE, super::period::INTERVAL)
            }
            Some(Values::Literal { datatype, lang }) => {
                let range = match lang {
                    Some(_) => rdf::LANG_STRING.into_owned(),
                    None => NamedNode::new_unchecked(format!("{}{datatype}", xsd::NAMESPACE)),
                };
                self.writer.triple(property, rdfs::RANGE, range.as_ref())
            }
            None => Ok(()),
        }
    }

    fn measure(&mut self, measure: &MeasureInfo) -> Result<(), S::Error> {
        let column = self.cube.mapping.measure_columns().next();
        let given = column.and_then(|column| column.property_url.as_deref());
        let single = self.cube.tidied.shape.measure == MeasureShape::Single;
        if let Some(given) = given.filter(|_| single) {
            let given = NamedNodeRef::new_unchecked(given);
            let component = self.add(measure.key.as_str(), Kind::Measure, given)?;
            return self.aggregation(measure, component.as_ref());
        }
        let property = measure_property(self.cube.base, &measure.key);
        let property = property.as_ref();
        let component = self.add(measure.key.as_str(), Kind::Measure, property)?;
        self.aggregation(measure, component.as_ref())?;
        self.writer.is_a(property, rdf::PROPERTY)?;
        self.writer.is_a(property, Kind::Measure.class())?;
        self.writer.text(property, rdfs::LABEL, &measure.label)?;
        self.writer
            .text(property, rdfs::COMMENT, &measure.description)?;
        let widest = self
            .cube
            .tidied
            .measures
            .iter()
            .map(|measure| measure.kind)
            .max();
        let range = widest.unwrap_or_default().as_str();
        let range = NamedNode::new_unchecked(format!("{}{range}", xsd::NAMESPACE));
        self.writer.triple(property, rdfs::RANGE, range.as_ref())
    }

    /// Whether figures add up is said at the component: a measure of the same name may be of
    /// another kind in another dataset.
    fn aggregation(
        &mut self,
        measure: &MeasureInfo,
        component: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        let Some(aggregation) = measure.aggregation else {
            return Ok(());
        };
        let base = self.cube.base;
        let property = base.term("justice", "aggregation");
        let value = base.term("aggregation", aggregation.key());
        self.writer
            .triple(component, property.as_ref(), value.as_ref())
    }

    fn attributes(&mut self) -> Result<(), S::Error> {
        let shape = self.cube.tidied.shape;
        let unit = match shape.unit {
            Varying::Absent => None,
            Varying::Same => Some(Kind::RequiredAttribute),
            Varying::ByRow => Some(Kind::OptionalAttribute),
        };
        if let Some(kind) = unit {
            self.add("unit", kind, sdmx::UNIT_MEASURE)?;
        }
        if shape.multiplier != Varying::Absent {
            self.add("multiplier", Kind::OptionalAttribute, sdmx::UNIT_MULT)?;
        }
        if shape.statuses > 0 {
            self.add("status", Kind::OptionalAttribute, sdmx::OBS_STATUS)?;
        }
        let mapping = self.cube.mapping;
        for column in mapping
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Attribute(_)))
        {
            let kind = if column.required {
                Kind::RequiredAttribute
            } else {
                Kind::OptionalAttribute
            };
            self.column(column, kind)?;
        }
        Ok(())
    }
}
