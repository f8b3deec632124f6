use std::hash::{BuildHasher, Hasher};

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::Profile;
use super::codelists::{self, Allowed};
use super::codes::{IC_11, IC_12, IC_13, IC_14, IC_15, IC_16, IC_17};
use super::structure::{Component, Cube, Need, Role, Terms};
use super::tally::{Fault, Tallies};
use crate::graph::{Pair, TermGraph, TermId};
use crate::vocab::qb;

/// What was counted on the way.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) observations: u64,
    pub(super) suppressed: u64,
}

/// The constraints on observations: IC-11 to IC-17 and IC-19 to IC-21, in one pass over them.
pub(super) fn check(
    graph: &TermGraph,
    terms: &Terms<'_>,
    cube: &Cube,
    profile: Profile,
    tallies: &mut Tallies<'_>,
) -> Counts {
    let mut counts = Counts::default();
    let Some(data_set_of) = terms.data_set else {
        return counts;
    };
    let view = View::new(graph, terms, cube, profile);
    let observations = graph.subjects(data_set_of, cube.data_set);
    let mut keys = Keys::new(observations.len());
    let mut measures = Measures::default();
    let mut key = Vec::new();
    for observation in observations {
        counts.observations += 1;
        counts.suppressed += u64::from(view.is_suppressed(*observation));
        key.clear();
        view.check_dimensions(*observation, &mut key, tallies);
        view.check_attributes(*observation, tallies);
        view.check_measures(*observation, tallies);
        if key.len() == view.dimensions.len() {
            keys.add(&view, *observation, &key, tallies);
            measures.add(&view, *observation, &key);
        }
    }
    // Releases are sparse: a court that received no case of a kind in a quarter has no row for it.
    if profile == Profile::Strict {
        measures.check(&view, tallies);
    }
    counts
}

/// A cube as its observations are looked at.
struct View<'a> {
    graph: &'a TermGraph,
    profile: Profile,
    status: Option<TermId>,
    measure_type: Option<TermId>,
    dimensions: Vec<(&'a Component, Vec<Allowed>)>,
    /// The dimensions that are attached to the data set, with the value there.
    attached: FxHashMap<TermId, TermId>,
    required: Vec<TermId>,
    measures: Vec<TermId>,
    has_measure_dimension: bool,
}

impl<'a> View<'a> {
    fn new(graph: &'a TermGraph, terms: &Terms<'_>, cube: &'a Cube, profile: Profile) -> Self {
        let of_data_set = terms.id(qb::DATA_SET_CLASS);
        let attached = cube
            .components
            .iter()
            .filter(|c| c.attachment.is_some() && c.attachment == of_data_set);
        let attached =
            attached.filter_map(|c| Some((c.property, graph.object(cube.data_set, c.property)?)));
        let dimensions = cube.of(Role::Dimension);
        let required = cube
            .of(Role::Attribute)
            .filter(|c| c.need == Need::Required);
        Self {
            graph,
            profile,
            status: terms.status,
            measure_type: terms.measure_type,
            attached: attached.collect(),
            required: required.map(|c| c.property).collect(),
            measures: cube.of(Role::Measure).map(|c| c.property).collect(),
            has_measure_dimension: cube.has_measure_dimension(terms),
            dimensions: dimensions
                .map(|c| (c, codelists::allowed(graph, terms, c)))
                .collect(),
        }
    }

    fn values(&self, observation: TermId, property: TermId) -> &'a [Pair] {
        self.graph.pairs_of(observation, property)
    }

    fn has(&self, observation: TermId, property: TermId) -> bool {
        !self.values(observation, property).is_empty() || self.attached.contains_key(&property)
    }

    /// Whether it has a status where a figure should be.
    fn is_suppressed(&self, observation: TermId) -> bool {
        let has_status = self
            .status
            .is_some_and(|status| self.has(observation, status));
        let lacks = |measure: &TermId| !self.has(observation, *measure);
        has_status
            && if self.has_measure_dimension {
                self.measures.iter().all(lacks)
            } else {
                self.measures.iter().any(lacks)
            }
    }

    /// Whether the profile lets an observation lack its measure.
    fn is_excused(&self, observation: TermId) -> bool {
        self.profile == Profile::Suppressed
            && self
                .status
                .is_some_and(|status| self.has(observation, status))
    }

    /// IC-11 and IC-19 to IC-21; the key is one value of each dimension.
    fn check_dimensions(
        &self,
        observation: TermId,
        key: &mut Vec<TermId>,
        tallies: &mut Tallies<'_>,
    ) {
        for (dimension, allowed) in &self.dimensions {
            let property = dimension.property;
            let values = self.values(observation, property);
            for pair in values {
                check_code(observation, property, pair.object, allowed, tallies);
            }
            let attached = self.attached.get(&property).copied();
            match values.first().map(|pair| pair.object).or(attached) {
                Some(value) => key.push(value),
                None => tallies.add(lacks_dimension(observation, property)),
            }
        }
    }

    /// IC-13
    fn check_attributes(&self, observation: TermId, tallies: &mut Tallies<'_>) {
        for property in &self.required {
            if !self.has(observation, *property) {
                let fault = Fault::new(IC_13, observation, |names, fault| {
                    let name = names.property(fault);
                    format!("An observation must have the attribute {name}.")
                });
                tallies.add(fault.of(*property));
            }
        }
    }

    /// IC-14 without a measure dimension, IC-15 and IC-16 with one.
    fn check_measures(&self, observation: TermId, tallies: &mut Tallies<'_>) {
        if !self.has_measure_dimension {
            for measure in &self.measures {
                if !self.has(observation, *measure) && !self.is_excused(observation) {
                    let fault = Fault::new(IC_14, observation, |names, fault| {
                        let name = names.property(fault);
                        format!("An observation must have the measure {name}.")
                    });
                    tallies.add(fault.of(*measure));
                }
            }
            return;
        }
        for measure in self.types(observation) {
            if !self.has(observation, measure) && !self.is_excused(observation) {
                let fault = Fault::new(IC_15, observation, |names, fault| {
                    let name = names.property(fault);
                    format!("An observation of type {name} must have that measure.")
                });
                tallies.add(fault.of(measure));
            }
        }
        let mut measures = self.measures.iter().filter(|m| self.has(observation, **m));
        if let (Some(_), Some(second)) = (measures.next(), measures.next()) {
            let fault = Fault::new(IC_16, observation, |names, fault| {
                let name = names.property(fault);
                format!("An observation must have one measure only; {name} is a second.")
            });
            tallies.add(fault.of(*second));
        }
    }

    fn types(&self, observation: TermId) -> impl Iterator<Item = TermId> + use<'a> {
        let pairs = self
            .measure_type
            .map_or(&[][..], |p| self.values(observation, p));
        pairs.iter().map(|pair| pair.object)
    }
}

/// IC-19 to IC-21 for one value of a dimension.
fn check_code(
    observation: TermId,
    property: TermId,
    value: TermId,
    allowed: &[Allowed],
    tallies: &mut Tallies<'_>,
) {
    for list in allowed.iter().filter(|list| !list.values.contains(&value)) {
        let fault = Fault::new(list.code, observation, |names, fault| {
            let (value, property) = (names.value(fault), names.property(fault));
            let list = names.list(fault);
            format!("{value} is not in the code list {list} of {property}.")
        });
        tallies.add(Fault {
            list: Some(list.list),
            ..fault.of(property).with_value(value)
        });
    }
}

fn lacks_dimension(observation: TermId, dimension: TermId) -> Fault {
    let fault = Fault::new(IC_11, observation, |names, fault| {
        let name = names.property(fault);
        format!("An observation must have a value for {name}.")
    });
    fault.of(dimension)
}

/// IC-12: keys seen so far. Only the observation is kept of each; its key can be read again.
struct Keys {
    seen: HashTable<(u64, TermId)>,
    hasher: FxBuildHasher,
}

impl Keys {
    fn new(observations: usize) -> Self {
        Self {
            seen: HashTable::with_capacity(observations),
            hasher: FxBuildHasher,
        }
    }

    fn add(
        &mut self,
        view: &View<'_>,
        observation: TermId,
        key: &[TermId],
        tallies: &mut Tallies<'_>,
    ) {
        let hash = hash_of(self.hasher, key.iter().copied());
        let same =
            |(other_hash, other): &(u64, TermId)| *other_hash == hash && has_key(view, *other, key);
        if let Some((_, first)) = self.seen.find(hash, same) {
            let first = *first;
            let fault = Fault::new(IC_12, observation, |names, fault| {
                let (observation, first) = (names.node(fault), names.other(fault));
                format!("{observation} has the same value for every dimension as {first}.")
            });
            tallies.add(fault.beside(first));
            return;
        }
        self.seen
            .insert_unique(hash, (hash, observation), |(hash, _)| *hash);
    }
}

fn hash_of(hasher: FxBuildHasher, key: impl Iterator<Item = TermId>) -> u64 {
    let mut state = hasher.build_hasher();
    for id in key {
        state.write_usize(id.index());
    }
    state.finish()
}

fn has_key(view: &View<'_>, observation: TermId, key: &[TermId]) -> bool {
    view.dimensions
        .iter()
        .zip(key)
        .all(|((dimension, _), value)| {
            let property = dimension.property;
            let own = view
                .values(observation, property)
                .first()
                .map(|pair| pair.object);
            own.or(view.attached.get(&property).copied()) == Some(*value)
        })
}

/// IC-17: which measures stand beside each other for the same values of the other dimensions.
#[derive(Default)]
struct Measures {
    groups: FxHashMap<Box<[TermId]>, usize>,
    /// The first observation of each group.
    first: Vec<TermId>,
    /// The measures of each group.
    seen: FxHashSet<(usize, TermId)>,
}

impl Measures {
    fn add(&mut self, view: &View<'_>, observation: TermId, key: &[TermId]) {
        if !view.has_measure_dimension || view.measures.len() < 2 {
            return;
        }
        let others = view.dimensions.iter().zip(key);
        let others = others.filter(|((d, _), _)| Some(d.property) != view.measure_type);
        let others: Box<[TermId]> = others.map(|(_, value)| *value).collect();
        let group = *self.groups.entry(others).or_insert_with(|| {
            self.first.push(observation);
            self.first.len() - 1
        });
        let types = view.types(observation);
        self.seen.extend(types.map(|measure| (group, measure)));
    }

    fn check(self, view: &View<'_>, tallies: &mut Tallies<'_>) {
        for (group, observation) in self.first.iter().enumerate() {
            for measure in &view.measures {
                if !self.seen.contains(&(group, *measure)) {
                    let fault = Fault::new(IC_17, *observation, |names, fault| {
                        let (name, beside) = (names.property(fault), names.node(fault));
                        format!("The measure {name} is missing beside {beside}.")
                    });
                    tallies.add(fault.of(*measure));
                }
            }
        }
    }
}
