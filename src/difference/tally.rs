use rustc_hash::FxHashMap;

use super::change::is_observation;
use super::groups::Group;
use super::statement::{Statement, iri, literal};
use crate::vocab::{qb, rdf, rdfs, skos};

/// In which of two releases something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) old: bool,
    pub(super) new: bool,
}

impl Sides {
    pub(super) const OLD: Self = Self {
        old: true,
        new: false,
    };
    pub(super) const NEW: Self = Self {
        old: false,
        new: true,
    };
    pub(super) const BOTH: Self = Self {
        old: true,
        new: true,
    };

    fn join(&mut self, other: Self) {
        self.old |= other.old;
        self.new |= other.new;
    }
}

/// What is counted while two releases are compared; it grows with the members of the dimensions
/// and the codes, not with the observations.
#[derive(Default)]
pub(super) struct Tally {
    /// How many observations each release has.
    pub(super) observations: [u64; 2],
    /// By property and then by value: what observations link to.
    pub(super) links: FxHashMap<String, FxHashMap<String, Sides>>,
    /// By property: the sums of its figures in both releases.
    pub(super) sums: FxHashMap<String, [f64; 2]>,
    /// By kind of component and property.
    pub(super) components: FxHashMap<(String, String), Sides>,
    /// By the thing: its name in English.
    pub(super) labels: FxHashMap<String, String>,
}

impl Tally {
    pub(super) fn add(&mut self, group: &Group, sides: Sides) {
        if is_observation(group) {
            self.count(sides);
            group
                .statements()
                .for_each(|statement| self.observed(statement, sides));
        } else {
            group
                .statements()
                .for_each(|statement| self.described(statement, sides));
        }
    }

    fn count(&mut self, sides: Sides) {
        self.observations[0] += u64::from(sides.old);
        self.observations[1] += u64::from(sides.new);
    }

    fn observed(&mut self, statement: Statement<'_>, sides: Sides) {
        if let Some(object) = iri(statement.object) {
            if statement.predicate != rdf::TYPE.as_str() {
                let links = entry(&mut self.links, statement.predicate);
                entry(links, object).join(sides);
            }
        } else if let Some(value) = literal(statement.object).and_then(|text| number(&text)) {
            let [old, new] = entry(&mut self.sums, statement.predicate);
            *old += if sides.old { value } else { 0.0 };
            *new += if sides.new { value } else { 0.0 };
        }
    }

    fn described(&mut self, statement: Statement<'_>, sides: Sides) {
        let kinds = [qb::DIMENSION, qb::MEASURE, qb::ATTRIBUTE];
        if kinds
            .iter()
            .any(|kind| kind.as_str() == statement.predicate)
        {
            if let Some(property) = iri(statement.object) {
                let place = (statement.predicate.to_owned(), property.to_owned());
                self.components.entry(place).or_default().join(sides);
            }
        } else if let Some((thing, label)) = label_in(&statement) {
            self.labels.insert(thing.to_owned(), label);
        }
    }

    /// Whether a property is a dimension in either release.
    pub(super) fn is_dimension(&self, property: &str) -> bool {
        let place = (qb::DIMENSION.as_str().to_owned(), property.to_owned());
        self.components.contains_key(&place)
    }
}

/// The name in English that a line of N-Quads gives to a thing, and the thing's IRI.
pub fn label(line: &str) -> Option<(&str, String)> {
    label_in(&Statement::parse(line)?)
}

fn label_in<'l>(statement: &Statement<'l>) -> Option<(&'l str, String)> {
    let names = [rdfs::LABEL, skos::PREF_LABEL];
    let is_name = names
        .iter()
        .any(|name| name.as_str() == statement.predicate);
    let english = statement.object.ends_with("@en") || statement.object.ends_with('"');
    let thing = iri(statement.subject).filter(|_| is_name && english)?;
    Some((thing, literal(statement.object)?))
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The value of a key that is only copied when it is new.
fn entry<'m, V: Default>(map: &'m mut FxHashMap<String, V>, key: &str) -> &'m mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    map.get_mut(key).expect("it was put in just now")
}
