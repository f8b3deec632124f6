use oxrdf::{NamedNode, Triple, TripleRef};

use super::document::paged;
use super::live::Live;
use super::names::Entry;
use crate::vocab::{hydra, rdf};

/// A page of the things of a concept, such as all courts, in the order of their names.
pub(super) struct List {
    /// The concept, as it stands in the URIs.
    pub(super) concept: String,
    /// How many things there are that match.
    pub(super) total: usize,
    /// Those of this page.
    pub(super) entries: Vec<Entry>,
    /// The page, from 1.
    pub(super) page: usize,
    /// Whether another page follows.
    pub(super) more: bool,
}

impl List {
    /// How many things stand on a page.
    pub(super) const PAGE: usize = 200;

    /// The number of things of a concept; `None` where there is none.
    pub(super) fn of(live: &Live, concept: &str) -> Option<usize> {
        let things = live.names.things(concept).len();
        (things > 0).then_some(things)
    }

    /// Reads a page of those things whose names hold the words of `search`; `None` where the
    /// concept has no things.
    pub(super) fn read(live: &Live, concept: &str, search: &str, page: usize) -> Option<Self> {
        Self::of(live, concept)?;
        let found = live.names.search(concept, search);
        let start = (page - 1).saturating_mul(Self::PAGE);
        let entries = found.iter().skip(start).take(Self::PAGE);
        Some(Self {
            concept: concept.to_owned(),
            total: found.len(),
            entries: entries.map(|entry| (*entry).clone()).collect(),
            page,
            more: found.len() > start.saturating_add(Self::PAGE),
        })
    }

    /// The page as a [`hydra:Collection`](https://www.hydra-cg.com/spec/latest/core/#collections).
    pub(super) fn triples(&self, live: &Live, uri: &str) -> Vec<Triple> {
        let list = NamedNode::new_unchecked(uri);
        let kind = hydra::COLLECTION.into_owned();
        let mut triples = vec![Triple::new(list.clone(), rdf::TYPE, kind)];
        for entry in &self.entries {
            triples.push(Triple::new(
                list.clone(),
                hydra::MEMBER,
                entry.thing.clone(),
            ));
        }
        for entry in &self.entries {
            let names = live.names.triples(entry.thing.as_ref());
            triples.extend(names.map(TripleRef::into_owned));
        }
        if self.more {
            let view = paged(&list, self.page);
            let next = paged(&list, self.page + 1);
            triples.push(Triple::new(view, hydra::NEXT, next));
        }
        triples
    }
}
