use oxrdf::{NamedNode, NamedNodeRef};

use super::describe::Described;
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
        components.dimension(column)?;
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

impl<S: TripleSink> Components<'_, '_, S> {
    /// A [component specification](https://www.w3.org/TR/vocab-data-cube/#ref_qb_ComponentSpecification)
    /// with a URI of its own, so that releases can be compared.
    fn add(&mut self, name: &str, kind: Kind, property: NamedNodeRef<'_>) -> Result<(), S::Error> {
        self.order += 1;
        let component = NamedNode::new_unchecked(format!("{}/{name}", self.structure.as_str()));
        let component = component.as_ref();
        self.writer
            .triple(self.structure.as_ref(), qb::COMPONENT, component)?;
        self.writer.is_a(component, qb::COMPONENT_SPECIFICATION)?;
        let predicate = match kind {
            Kind::Dimension => qb::DIMENSION,
            Kind::Measure => qb::MEASURE,
            Kind::RequiredAttribute | Kind::OptionalAttribute => qb::ATTRIBUTE,
        };
        self.writer.triple(component, predicate, property)?;
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
        Ok(())
    }

    fn dimension(&mut self, column: &Column) -> Result<(), S::Error> {
        let property = self.cube.mapping.property(column, self.cube.base);
        self.add(&column.name, Kind::Dimension, property.as_ref())?;
        self.property(column, property.as_ref(), qb::DIMENSION_PROPERTY)
    }

    /// A property of our own; one that the mapping takes from elsewhere is described there.
    fn property(
        &mut self,
        column: &Column,
        property: NamedNodeRef<'_>,
        class: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        if column.property_url.is_some() {
            return Ok(());
        }
        self.writer.is_a(property, rdf::PROPERTY)?;
        self.writer.is_a(property, class)?;
        self.writer.text(property, rdfs::LABEL, &column.label)?;
        self.writer
            .text(property, rdfs::COMMENT, &column.description)?;
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
            return self.add(
                measure.key.as_str(),
                Kind::Measure,
                NamedNodeRef::new_unchecked(given),
            );
        }
        let property = measure_property(self.cube.base, &measure.key);
        let property = property.as_ref();
        self.add(measure.key.as_str(), Kind::Measure, property)?;
        self.writer.is_a(property, rdf::PROPERTY)?;
        self.writer.is_a(property, qb::MEASURE_PROPERTY)?;
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

    fn attributes(&mut self) -> Result<(), S::Error> {
        let shape = self.cube.tidied.shape;
        match shape.unit {
            Varying::Absent => {}
            Varying::Same => self.add("unit", Kind::RequiredAttribute, sdmx::UNIT_MEASURE)?,
            Varying::ByRow => self.add("unit", Kind::OptionalAttribute, sdmx::UNIT_MEASURE)?,
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
            let property = mapping.property(column, self.cube.base);
            let kind = if column.required {
                Kind::RequiredAttribute
            } else {
                Kind::OptionalAttribute
            };
            self.add(&column.name, kind, property.as_ref())?;
            self.property(column, property.as_ref(), qb::ATTRIBUTE_PROPERTY)?;
        }
        Ok(())
    }
}
