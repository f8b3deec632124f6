use std::collections::BTreeSet;

use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term, TermRef};
use rustc_hash::FxHashMap;

use crate::cube::columns::Code;
use crate::serve::read::{iris, objects, subjects};
use crate::serve::triples::Triples;
use crate::uri::Base;
use crate::vocab::{rdfs, skos, time};

/// A member of a dimension, as slices call it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The segment of it in the URIs of observations.
    pub(super) key: String,
    /// The first and the last day, of a period.
    pub(super) days: Option<(String, String)>,
}

/// What lies within what: the relations that say so, read once for all cubes.
pub(super) struct Parents<'s> {
    store: &'s Triples,
    relations: Vec<NamedNode>,
    known: FxHashMap<NamedNode, BTreeSet<NamedNode>>,
}

impl<'s> Parents<'s> {
    /// The relations are [`skos:broader`](https://www.w3.org/TR/skos-reference/#semantic-relations)
    /// and those of the registers below `within`.
    pub(super) fn new(store: &'s Triples, base: &Base) -> Result<Self, StorageError> {
        let within = base.term("justice", "within");
        let mut relations = vec![skos::BROADER.into_owned(), within.clone()];
        for relation in subjects(store, rdfs::SUB_PROPERTY_OF, within.as_ref()) {
            relations.push(relation?);
        }
        Ok(Self {
            store,
            relations,
            known: FxHashMap::default(),
        })
    }

    /// Everything that a thing lies within, however deep.
    pub(super) fn of(&mut self, thing: &NamedNode) -> Result<BTreeSet<NamedNode>, StorageError> {
        if let Some(known) = self.known.get(thing) {
            return Ok(known.clone());
        }
        let mut found = BTreeSet::new();
        let mut next = vec![thing.clone()];
        while let Some(at) = next.pop() {
            for relation in &self.relations {
                for parent in iris(self.store, at.as_ref(), relation.as_ref())? {
                    if parent != *thing && found.insert(parent.clone()) {
                        next.push(parent);
                    }
                }
            }
        }
        self.known.insert(thing.clone(), found.clone());
        Ok(found)
    }
}

/// The first and last day of an interval of [OWL-Time](https://www.w3.org/TR/owl-time/).
pub(super) fn days(
    store: &Triples,
    thing: TermRef<'_>,
) -> Result<Option<(String, String)>, StorageError> {
    let day = |end: NamedNodeRef<'_>| -> Result<Option<String>, StorageError> {
        for instant in objects(store, &thing.into_owned(), end) {
            for day in objects(store, &instant?, time::IN_XSD_DATE) {
                if let Term::Literal(day) = day? {
                    return Ok(Some(day.value().to_owned()));
                }
            }
        }
        Ok(None)
    };
    Ok(day(time::HAS_BEGINNING)?.zip(day(time::HAS_END)?))
}

/// What members of a dimension lie within.
#[derive(Debug, Default)]
pub(super) struct Within {
    /// For each thing the members in it, in the order of their codes.
    pub(super) members: FxHashMap<NamedNode, Vec<Code>>,
}

impl Within {
    /// Things with members in them, of this key: what follows the last slash of their URIs.
    pub(super) fn called(&self, key: &str) -> Vec<&NamedNode> {
        let things = self.members.keys();
        let named = things.filter(|thing| thing.as_str().rsplit('/').next() == Some(key));
        let mut named: Vec<_> = named.collect();
        named.sort();
        named
    }
}
