use std::num::NonZeroUsize;
use std::sync::Arc;

use oxrdf::Literal;

use super::client::{Client, Patience};
use super::index::{Entry, Index, Property, Wholeness};
use super::terms::Skolem;
use super::{Endpoints, RemoteError, RemoteGraph};

/// A store elsewhere, as those see it who publish to it or serve from it.
#[derive(Clone, Debug)]
pub struct RemoteStore {
    pub(super) publisher: Arc<Client>,
    reader: Arc<Client>,
    pub(super) index: Index,
    pub(super) skolem: Skolem,
}

impl RemoteStore {
    /// The store at these addresses with what is published under a base. Nothing is asked yet.
    pub fn new(endpoints: &Endpoints, base: &str) -> Result<Self, RemoteError> {
        Ok(Self {
            publisher: Arc::new(Client::new(endpoints, Patience::PUBLISHER)?),
            reader: Arc::new(Client::new(endpoints, Patience::READER)?),
            index: Index::below(base),
            skolem: Skolem::below(base),
        })
    }

    /// All generations that are whole, in the order of their numbers.
    pub fn all(&self) -> Result<Vec<Entry>, RemoteError> {
        let mut entries = self.index.read(&self.publisher)?;
        entries.retain(|entry| entry.wholeness == Wholeness::Whole);
        Ok(entries)
    }

    /// The generation that is live; `None` before the first publication.
    pub fn current(&self) -> Result<Option<RemoteGraph>, RemoteError> {
        let live = live(self.index.read(&self.reader)?);
        let graph = |entry| RemoteGraph::new(Arc::clone(&self.reader), self.skolem.clone(), entry);
        Ok(live.map(graph))
    }

    /// The live generation of a store that must have one.
    pub fn live(&self) -> Result<RemoteGraph, RemoteError> {
        self.current()?.ok_or(RemoteError::Empty)
    }

    /// Makes an earlier generation live again: the one of this number, or without one the last
    /// before the live one. Gives its entry.
    pub fn roll_back(&self, to: Option<u64>) -> Result<Entry, RemoteError> {
        let entries = self.all()?;
        let now = live(entries.clone()).ok_or(RemoteError::Empty)?.number;
        let found = match to {
            Some(number) => entries.into_iter().find(|entry| entry.number == number),
            None => entries.into_iter().rfind(|entry| entry.number < now),
        };
        let entry = found.ok_or_else(|| match to {
            Some(number) => RemoteError::NoSuchGeneration { number },
            None => RemoteError::NothingBefore,
        })?;
        self.switch(&entry.graph)?;
        Ok(entry)
    }

    /// Makes a generation that is whole the live one, by one triple that is added.
    pub(super) fn switch(&self, graph: &str) -> Result<(), RemoteError> {
        let entries = self.index.read(&self.publisher)?;
        let last = entries.iter().filter_map(|entry| entry.switch).max();
        let next = Literal::from(last.unwrap_or(0) + 1);
        self.index
            .say(&self.publisher, graph, &[(Property::Live, next)])
    }

    /// Removes all but the newest `keep` generations; the live one always stays.
    ///
    /// Gives the numbers of those that were removed, the oldest first.
    pub fn prune(&self, keep: NonZeroUsize) -> Result<Vec<u64>, RemoteError> {
        let mut old = self.all()?;
        let now = live(old.clone()).ok_or(RemoteError::Empty)?;
        old.truncate(old.len().saturating_sub(keep.get()));
        old.retain(|entry| entry.number != now.number);
        for entry in &old {
            self.remove(&entry.graph)?;
        }
        Ok(old.into_iter().map(|entry| entry.number).collect())
    }

    /// Removes a generation. It stops being whole first: broken off, it is a leftover, which the
    /// next publication removes.
    pub(super) fn remove(&self, graph: &str) -> Result<(), RemoteError> {
        let client = &self.publisher;
        self.index.unsay(client, graph, Property::Whole)?;
        client.remove(graph)?;
        self.index.forget(client, graph)
    }
}

/// The live one of some generations: that of the last switch.
fn live(entries: Vec<Entry>) -> Option<Entry> {
    let whole = entries
        .into_iter()
        .filter(|entry| entry.wholeness == Wholeness::Whole && entry.switch.is_some());
    whole.max_by_key(|entry| (entry.switch, entry.number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64, wholeness: Wholeness, switch: Option<u64>) -> Entry {
        Entry {
            graph: String::new(),
            number,
            digest: String::new(),
            published: String::new(),
            triples: 0,
            wholeness,
            switch,
        }
    }

    #[test]
    fn live_is_what_was_switched_to_last_if_it_is_whole() {
        let entries = vec![
            entry(1, Wholeness::Whole, Some(3)),
            entry(2, Wholeness::Whole, Some(2)),
            entry(3, Wholeness::Part, Some(4)),
            entry(4, Wholeness::Whole, None),
        ];
        assert_eq!(live(entries).unwrap().number, 1);
        assert!(live(vec![entry(1, Wholeness::Part, None)]).is_none());
    }
}
