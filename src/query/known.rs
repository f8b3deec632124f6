//! What the store says of members of dimensions, which is asked again and again: their labels, their
//! regions, the quarter before.
//!
//! The store of a generation never changes, so what was looked up once is known from then on. A label
//! costs some forty microseconds to look up in a large database: half of what it takes to total a
//! million rows by a hundred members.

use std::sync::{Mutex, PoisonError};

use oxrdf::{NamedNode, Term, Variable};
use rustc_hash::FxHashMap;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern};

use super::column::Column;
use super::failure::Failure;
use super::relation::Relation;
use super::walk::Walk;

/// The values of predicates, of the things that were looked up.
#[derive(Default)]
pub(super) struct Known(Mutex<FxHashMap<NamedNode, OfThings>>);

/// Of each thing its values of one predicate.
type OfThings = FxHashMap<NamedNode, Vec<Term>>;

/// So many things are known of one predicate at most, and so many predicates of any.
const MOST_THINGS: usize = 20_000;
const MOST_PREDICATES: usize = 16;

impl Known {
    /// The values of these things; `None` for those that were never looked up.
    fn of(&self, predicate: &NamedNode, things: &[NamedNode]) -> Vec<Option<Vec<Term>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(predicate);
        let values = |thing| known.and_then(|known| known.get(thing).cloned());
        things.iter().map(values).collect()
    }

    /// Notes what was found; the rest is forgotten where it grows too large.
    fn learn(&self, predicate: &NamedNode, found: &OfThings) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_PREDICATES && !known.contains_key(predicate) {
            known.clear();
        }
        let of_predicate = known.entry(predicate.clone()).or_default();
        if of_predicate.len() + found.len() > MOST_THINGS {
            of_predicate.clear();
        }
        let found = found.iter();
        of_predicate.extend(found.map(|(thing, values)| (thing.clone(), values.clone())));
    }
}

/// A pattern that asks for the values of one predicate of the keys.
struct Asked<'q> {
    thing: &'q Variable,
    predicate: &'q NamedNode,
    value: &'q Variable,
}

impl<'q> Asked<'q> {
    fn of(keys: &Relation, pattern: &'q GraphPattern) -> Option<Self> {
        let GraphPattern::Bgp { patterns } = pattern else {
            return None;
        };
        let [triple] = patterns.as_slice() else {
            return None;
        };
        match (&triple.subject, &triple.predicate, &triple.object) {
            (
                TermPattern::Variable(thing),
                NamedNodePattern::NamedNode(predicate),
                TermPattern::Variable(value),
            ) if keys.has(thing) && !keys.has(value) => Some(Self {
                thing,
                predicate,
                value,
            }),
            _ => None,
        }
    }
}

impl Walk<'_> {
    /// What a pattern says in the store of keys, of which it is looked up only what is not known.
    pub(super) fn matches_of_keys(
        &self,
        keys: &Relation,
        pattern: &GraphPattern,
    ) -> Result<Relation, Failure> {
        let asked = Asked::of(keys, pattern);
        let things = asked.as_ref().and_then(|asked| named(keys, asked.thing));
        let (Some(asked), Some(things)) = (asked, things) else {
            return self.native.matches(keys, pattern, &self.tables);
        };
        let known = &self.holdings.known;
        let mut values = known.of(asked.predicate, &things);
        let new = (0..).zip(&values).filter(|(_, values)| values.is_none());
        let new: Vec<u32> = new.map(|(row, _)| row).collect();
        if !new.is_empty() {
            let found = self
                .native
                .matches(&keys.gather(&new), pattern, &self.tables)?;
            let mut of_things: OfThings = OfThings::default();
            for row in &new {
                of_things.insert(things[*row as usize].clone(), Vec::new());
            }
            add(&mut of_things, &found, &asked);
            known.learn(asked.predicate, &of_things);
            for row in new {
                let row = row as usize;
                values[row] = of_things.get(&things[row]).cloned();
            }
        }
        Ok(joined(keys, &asked, values))
    }
}

/// The values of a variable, if all of them are IRIs: of others little is said that is asked twice.
fn named(keys: &Relation, variable: &Variable) -> Option<Vec<NamedNode>> {
    let column = keys.column(variable)?;
    let term = |row| match column.term(row) {
        Some(Term::NamedNode(node)) => Some(node),
        _ => None,
    };
    (0..keys.rows).map(term).collect()
}

fn add(of_things: &mut OfThings, found: &Relation, asked: &Asked<'_>) {
    let (Some(things), Some(values)) = (found.column(asked.thing), found.column(asked.value))
    else {
        return;
    };
    for row in 0..found.rows {
        if let (Some(Term::NamedNode(thing)), Some(value)) = (things.term(row), values.term(row)) {
            of_things.entry(thing).or_default().push(value);
        }
    }
}

/// The keys, each as often as it has values, with those.
fn joined(keys: &Relation, asked: &Asked<'_>, values: Vec<Option<Vec<Term>>>) -> Relation {
    let (mut places, mut terms) = (Vec::new(), Vec::new());
    for (place, values) in (0..).zip(values) {
        for value in values.unwrap_or_default() {
            places.push(place);
            terms.push(Some(value));
        }
    }
    let column = Column::of_terms(terms);
    keys.gather(&places).with(asked.value.clone(), column)
}
