use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::read::{iris, objects, subjects};
use super::triples::Triples;
use crate::vocab::{qb, rdf, rdfs, sdmx};

/// What a data cube is made of, read once when a generation is opened.
#[derive(Clone, Debug)]
pub(super) struct Cube {
    /// The [`qb:DataSet`](https://www.w3.org/TR/vocab-data-cube/#dsd).
    pub(super) dataset: NamedNode,
    /// Its dimensions in their order, the measure dimension among them.
    pub(super) dimensions: Vec<NamedNode>,
    /// Its measures.
    pub(super) measures: Vec<NamedNode>,
    /// The dimension that is its time.
    pub(super) period: Option<NamedNode>,
    /// For each property its component of the structure, which may have a name for it that only
    /// this cube uses.
    components: Vec<(NamedNode, NamedNode)>,
}

/// A component of a structure: where it stands, what it is, and its property.
type Component = (i64, NamedNodeRef<'static>, NamedNode);

impl Cube {
    /// Reads all cubes of a store.
    pub(super) fn read_all(store: &Triples) -> Result<Vec<Self>, StorageError> {
        let datasets = subjects(store, rdf::TYPE, qb::DATA_SET_CLASS);
        let mut cubes = Vec::new();
        for dataset in datasets {
            cubes.push(Self::read(store, dataset?)?);
        }
        cubes.sort_by(|a, b| a.dataset.as_str().cmp(b.dataset.as_str()));
        Ok(cubes)
    }

    fn read(store: &Triples, dataset: NamedNode) -> Result<Self, StorageError> {
        let mut components = Vec::new();
        let mut named = Vec::new();
        for structure in iris(store, dataset.as_ref(), qb::STRUCTURE)? {
            for component in objects(store, &structure.into(), qb::COMPONENT) {
                let component = component?;
                let found = component_of(store, &component)?;
                if let (Term::NamedNode(node), Some((_, _, property))) = (component, &found) {
                    named.push((property.clone(), node));
                }
                components.extend(found);
            }
        }
        components.sort_by_key(|(order, _, _)| *order);
        let of = |kind: NamedNodeRef<'static>| {
            let of_kind = components.iter().filter(move |(_, k, _)| *k == kind);
            of_kind
                .map(|(_, _, property)| property.clone())
                .collect::<Vec<_>>()
        };
        let dimensions = of(qb::DIMENSION);
        let mut period = None;
        for dimension in &dimensions {
            if is_period(store, dimension)? {
                period = Some(dimension.clone());
            }
        }
        Ok(Self {
            dataset,
            measures: of(qb::MEASURE),
            dimensions,
            period,
            components: named,
        })
    }

    /// The component of a property.
    pub(super) fn component(&self, property: NamedNodeRef<'_>) -> Option<NamedNodeRef<'_>> {
        let mut components = self.components.iter();
        let (_, component) = components.find(|(of, _)| of.as_ref() == property)?;
        Some(component.as_ref())
    }
}

fn component_of(store: &Triples, node: &Term) -> Result<Option<Component>, StorageError> {
    let order = objects(store, node, qb::ORDER).next().transpose()?;
    let order = match order {
        Some(Term::Literal(number)) => number.value().parse().unwrap_or(i64::MAX),
        _ => i64::MAX,
    };
    for kind in [qb::DIMENSION, qb::MEASURE] {
        if let Some(Term::NamedNode(property)) = objects(store, node, kind).next().transpose()? {
            return Ok(Some((order, kind, property)));
        }
    }
    Ok(None)
}

fn is_period(store: &Triples, dimension: &NamedNode) -> Result<bool, StorageError> {
    let parents = iris(store, dimension.as_ref(), rdfs::SUB_PROPERTY_OF)?;
    Ok(*dimension == sdmx::REF_PERIOD || parents.iter().any(|p| *p == sdmx::REF_PERIOD))
}
