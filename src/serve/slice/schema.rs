use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;

use super::dimension::{Dimension, last_part};
use super::member::Parents;
use crate::cube::columns::{Cube, Cubes, Kind};
use crate::serve::read::{iris, objects};
use crate::serve::triples::Triples;
use crate::serve::{Language, Live, pages};
use crate::uri::Base;
use crate::vocab::{qb, sdmx};

/// How the parts of a cube are called where slices of it are asked for, read once when a
/// generation is opened.
pub(in crate::serve) struct Schema {
    pub(super) dataset: NamedNode,
    /// In the order of the structure.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) measures: Vec<Measure>,
    /// The place of the column of units, if there is one; likewise of what the figures are to be
    /// multiplied by, and of statuses.
    pub(super) unit: Option<usize>,
    pub(super) multiplier: Option<usize>,
    pub(super) status: Option<usize>,
}

/// A measure of a cube.
#[derive(Debug)]
pub(super) struct Measure {
    /// The place of its column.
    pub(super) component: usize,
    pub(super) property: NamedNode,
    /// Its component of the structure, which may have a name for it.
    specification: Option<NamedNode>,
    /// The last part of its URI.
    pub(super) key: String,
    pub(super) aggregation: Aggregation,
}

impl Measure {
    /// What it is called on a page.
    pub(super) fn label(&self, live: &Live, language: Language) -> String {
        own_name(live, self.specification.as_ref(), &self.property, language)
    }
}

/// What a dataset calls a property, which others may have under another name.
pub(super) fn own_name(
    live: &Live,
    component: Option<&NamedNode>,
    property: &NamedNode,
    language: Language,
) -> String {
    let own = component.and_then(|c| live.names.name(c.as_ref(), language));
    own.map_or_else(
        || pages::name(live, property.as_ref(), language).into_owned(),
        str::to_owned,
    )
}

/// Whether the figures of a measure add up, as the mapping says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregation {
    /// They do, over all dimensions.
    Sum,
    /// They do at one time, but not over several: how much there was at a moment.
    Snapshot,
    /// They do not: a mean, a median, a rate.
    None,
    /// The mapping does not say.
    Unsaid,
}

/// The schemas of all cubes of a generation.
#[derive(Default)]
pub(in crate::serve) struct Schemas {
    schemas: Vec<Schema>,
}

impl Schemas {
    pub(in crate::serve) fn read(
        store: &Triples,
        cubes: &Cubes,
        base: &Base,
    ) -> Result<Self, StorageError> {
        let mut parents = Parents::new(store, base)?;
        let schemas = cubes
            .iter()
            .map(|cube| Schema::read(store, &mut parents, cube, base));
        Ok(Self {
            schemas: schemas.collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.schemas.iter()
    }

    pub(in crate::serve) fn get(&self, dataset: NamedNodeRef<'_>) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.dataset == dataset)
    }
}

impl Schema {
    fn read(
        store: &Triples,
        parents: &mut Parents<'_>,
        cube: &Cube,
        base: &Base,
    ) -> Result<Self, StorageError> {
        let specified = specified(store, cube.dataset())?;
        let mut dimensions = Vec::new();
        for component in cube.key() {
            let property = cube.components()[*component].property();
            let specification = specified.get(&property.into_owned()).cloned();
            dimensions.push(Dimension::read(
                store,
                parents,
                cube,
                *component,
                specification,
            )?);
        }
        let mut measures = Vec::new();
        for component in cube.of_kind(Kind::Measure) {
            let property = cube.components()[component].property().into_owned();
            measures.push(Measure {
                component,
                key: last_part(property.as_str()).to_owned(),
                aggregation: match specified.get(&property) {
                    Some(specification) => aggregation(store, base, specification)?,
                    None => Aggregation::Unsaid,
                },
                specification: specified.get(&property).cloned(),
                property,
            });
        }
        Ok(Self {
            dataset: cube.dataset().into_owned(),
            dimensions,
            measures,
            unit: cube.position(sdmx::UNIT_MEASURE),
            multiplier: cube.position(sdmx::UNIT_MULT),
            status: cube.position(sdmx::OBS_STATUS),
        })
    }

    /// The dimension that says which measure an observation has.
    pub(super) fn measure_dimension(&self) -> Option<usize> {
        self.dimensions.iter().position(Dimension::is_measure)
    }
}

/// For each dimension and measure its component of the structure.
fn specified(
    store: &Triples,
    dataset: NamedNodeRef<'_>,
) -> Result<FxHashMap<NamedNode, NamedNode>, StorageError> {
    let mut components = FxHashMap::default();
    for structure in iris(store, dataset, qb::STRUCTURE)? {
        for component in iris(store, structure.as_ref(), qb::COMPONENT)? {
            for kind in [qb::DIMENSION, qb::MEASURE] {
                for property in iris(store, component.as_ref(), kind)? {
                    components.insert(property, component.clone());
                }
            }
        }
    }
    Ok(components)
}

fn aggregation(
    store: &Triples,
    base: &Base,
    component: &NamedNode,
) -> Result<Aggregation, StorageError> {
    let property = base.term("justice", "aggregation");
    for value in objects(store, &component.clone().into(), property.as_ref()) {
        if let Term::NamedNode(value) = value? {
            return Ok(match last_part(value.as_str()) {
                "sum" => Aggregation::Sum,
                "snapshot" => Aggregation::Snapshot,
                "none" => Aggregation::None,
                _ => Aggregation::Unsaid,
            });
        }
    }
    Ok(Aggregation::Unsaid)
}
