use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oxrdf::{NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;

use super::failure::Failure;
use super::known::Known;
use super::terms::{Code, SharedTerms, Terms};
use crate::cube::columns::{Codes, Column, Coverage, Cube, Cubes, Integers};
use crate::store::{Census, Generation, StoreError};
use crate::vocab::{qb, rdf};

/// The cubes of a generation as columns, and what of its store they hold.
///
/// Columns answer for a pattern only where they hold *every* triple of the store that it can
/// match. What they hold is counted against the [`Census`] of the store.
pub struct Holdings {
    census: Census,
    open: Vec<OpenCube>,
    /// What was counted of a property so far.
    covered: Mutex<FxHashMap<Property, bool>>,
    /// Of which predicates all values are known to be numbers whose sums are exact, or not.
    exact: Mutex<FxHashMap<NamedNode, bool>>,
    pub(super) known: Known,
}

/// A cube, and its terms as columns of solutions share them.
pub(super) struct OpenCube {
    handle: Handle,
    /// By component.
    pub(super) terms: Vec<SharedTerms>,
    pub(super) observations: SharedTerms,
    /// How many values each component has, once they were counted.
    counts: Vec<OnceLock<u64>>,
}

/// What a pattern asks of its subject.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Property {
    /// Any value of a predicate.
    Predicate(NamedNode),
    /// That it is an observation.
    Observation,
}

impl Holdings {
    /// Cubes whose triples stand in a store of this census.
    ///
    /// A cube is left out if other graphs than its own may speak of its observations.
    pub fn new(census: Census, cubes: Cubes) -> Self {
        let cubes = Arc::new(cubes);
        let whole = cubes
            .iter()
            .enumerate()
            .filter(|(_, cube)| cube.coverage() == Coverage::Whole);
        let open = whole.map(|(at, _)| {
            OpenCube::new(Handle {
                cubes: Arc::clone(&cubes),
                at,
            })
        });
        Self {
            census,
            open: open.collect(),
            covered: Mutex::default(),
            exact: Mutex::default(),
            known: Known::default(),
        }
    }

    /// No cubes: everything is left to the store.
    pub fn none() -> Self {
        Self::new(Census::default(), Cubes::default())
    }

    /// The cubes of a generation; none where it was published without a census.
    pub fn of(generation: &Generation) -> Result<Self, StoreError> {
        let Some(census) = generation.census()? else {
            return Ok(Self::none());
        };
        let (cubes, unusable) = generation.cubes();
        for (path, error) in unusable {
            tracing::warn!(path = %path.display(), %error, "columns cannot be used");
        }
        Ok(Self::new(census, cubes))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether the columns hold all triples of the store with a property.
    pub(super) fn cover(&self, property: &Property) -> bool {
        let mut covered = self.covered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = covered.get(property) {
            return *known;
        }
        let held: u64 = self.open.iter().map(|open| open.count(property)).sum();
        let covers = held > 0 && held == self.in_store(property);
        covered.insert(property.clone(), covers);
        covers
    }

    /// The cubes whose columns hold every triple of their observations.
    pub fn cubes(&self) -> impl Iterator<Item = &Cube> {
        self.open.iter().map(OpenCube::cube)
    }

    /// The row of an observation among those of these cubes.
    pub fn observation(&self, iri: NamedNodeRef<'_>) -> Option<(&Cube, usize)> {
        let mut cubes = self.cubes();
        cubes.find_map(|cube| Some((cube, cube.row_of(iri.as_str())?)))
    }

    /// Where the triples of the store stand that columns do not hold: their predicates, of
    /// `rdf:type` with each class apart, and how many triples have each, at most.
    ///
    /// Some of those may be held all the same. Nothing where no triples are held.
    pub fn beside(&self) -> Vec<(NamedNodeRef<'_>, Option<NamedNodeRef<'_>>, u64)> {
        if self.is_empty() {
            return Vec::new();
        }
        let is_class = |predicate: &NamedNodeRef<'_>| *predicate == rdf::TYPE;
        let predicates = self.census.predicates();
        let predicates = predicates.filter(|(predicate, _)| !is_class(predicate));
        let predicates = predicates.map(|(predicate, count)| {
            let property = Property::Predicate(predicate.into_owned());
            (property, (predicate, None, count))
        });
        let classes = self.census.classes().map(|(class, count)| {
            let property = if class == qb::OBSERVATION {
                Property::Observation
            } else {
                Property::Predicate(rdf::TYPE.into_owned())
            };
            (property, (rdf::TYPE, Some(class), count))
        });
        let all = predicates.chain(classes);
        let beside = all.filter(|(property, _)| !self.cover(property));
        beside.map(|(_, found)| found).collect()
    }

    /// How many triples of the store have a property.
    pub(super) fn in_store(&self, property: &Property) -> u64 {
        match property {
            Property::Predicate(predicate) => self.census.with_predicate(predicate.as_ref()),
            Property::Observation => self.census.with_type(qb::OBSERVATION),
        }
    }

    /// How many things of the store are of a class, at most.
    pub(super) fn of_class(&self, class: &NamedNode) -> u64 {
        self.census.with_type(class.as_ref())
    }

    /// Whether all values of a predicate are numbers whose sums are exact, which is asked once.
    pub(super) fn is_exact(
        &self,
        predicate: &NamedNode,
        ask: impl FnOnce() -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let known = || self.exact.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(predicate) {
            return Ok(*known);
        }
        let is_exact = ask()?;
        known().insert(predicate.clone(), is_exact);
        Ok(is_exact)
    }

    /// The cubes that have all of these properties.
    pub(super) fn with<'c>(
        &'c self,
        properties: &'c [Property],
    ) -> impl Iterator<Item = &'c OpenCube> {
        self.open.iter().filter(|open| {
            let mut properties = properties.iter();
            properties.all(|property| open.component(property).is_some())
        })
    }
}

/// A cube among those that were opened together.
#[derive(Clone)]
struct Handle {
    cubes: Arc<Cubes>,
    at: usize,
}

impl Handle {
    fn cube(&self) -> &Cube {
        self.cubes
            .iter()
            .nth(self.at)
            .expect("it is one of these cubes")
    }
}

impl OpenCube {
    fn new(handle: Handle) -> Self {
        let terms = (0..handle.cube().components().len()).map(|component| -> SharedTerms {
            Arc::new(ComponentTerms {
                handle: handle.clone(),
                component,
            })
        });
        let counts = handle.cube().components().iter();
        Self {
            terms: terms.collect(),
            observations: Arc::new(Observations(handle.clone())),
            counts: counts.map(|_| OnceLock::new()).collect(),
            handle,
        }
    }

    pub(super) fn cube(&self) -> &Cube {
        self.handle.cube()
    }

    /// The place of the component of a property.
    pub(super) fn component(&self, property: &Property) -> Option<usize> {
        self.cube().position(match property {
            Property::Predicate(predicate) => predicate.as_ref(),
            Property::Observation => rdf::TYPE,
        })
    }

    /// How many values a component has.
    fn values(&self, component: usize) -> u64 {
        let count = || count(self.cube().column(component), self.cube().rows());
        *self.counts[component].get_or_init(count)
    }

    /// Whether every row has a value in a component that has one a row at most.
    pub(super) fn is_always_bound(&self, component: usize) -> bool {
        !matches!(self.cube().column(component), Column::Lists(_))
            && self.values(component) == self.cube().rows() as u64
    }

    /// How many triples of the observations have a property.
    fn count(&self, property: &Property) -> u64 {
        let Some(component) = self.component(property) else {
            return 0;
        };
        let column = self.cube().column(component);
        match property {
            Property::Predicate(_) => self.values(component),
            Property::Observation => {
                let class: NamedNodeRef<'_> = qb::OBSERVATION;
                let code = self.cube().terms(component).code_of(class);
                code.map_or(0, |code| count_of(column, self.cube().rows(), code))
            }
        }
    }
}

/// How many values a column has.
fn count(column: Column<'_>, rows: usize) -> u64 {
    let bound = |is_bound: &dyn Fn(usize) -> bool| (0..rows).filter(|row| is_bound(*row)).count();
    let count = match column {
        Column::Same => rows,
        Column::Codes(Codes::Bytes(codes)) => codes.iter().filter(|c| **c != u8::MAX).count(),
        Column::Codes(Codes::Shorts(codes)) => codes.iter().filter(|c| **c != u16::MAX).count(),
        Column::Codes(Codes::Words(codes)) => codes.iter().filter(|c| **c != u32::MAX).count(),
        Column::Lists(lists) => (0..rows).map(|row| lists.get(row).len()).sum(),
        Column::Numbers(numbers) => match numbers.mantissas() {
            Integers::Bytes(all) => all.iter().filter(|n| **n != i8::MIN).count(),
            Integers::Shorts(all) => all.iter().filter(|n| **n != i16::MIN).count(),
            other => bound(&|row| other.get(row).is_some()),
        },
    };
    count as u64
}

/// How often a column has a code.
fn count_of(column: Column<'_>, rows: usize, code: Code) -> u64 {
    let count = match column {
        Column::Same => rows,
        Column::Codes(codes) => (0..rows)
            .filter(|row| codes.get(*row) == Some(code))
            .count(),
        Column::Lists(lists) => (0..rows)
            .filter(|row| lists.get(*row).contains(&code))
            .count(),
        Column::Numbers(_) => 0,
    };
    count as u64
}

struct ComponentTerms {
    handle: Handle,
    component: usize,
}

impl Terms for ComponentTerms {
    fn len(&self) -> usize {
        self.handle.cube().terms(self.component).len()
    }

    fn term(&self, code: Code) -> Term {
        self.handle
            .cube()
            .terms(self.component)
            .term(code)
            .into_owned()
    }
}

/// The observations of a cube; their codes are their rows.
struct Observations(Handle);

impl Terms for Observations {
    fn len(&self) -> usize {
        self.0.cube().rows()
    }

    fn term(&self, code: Code) -> Term {
        self.0.cube().observation(code as usize).into()
    }
}
