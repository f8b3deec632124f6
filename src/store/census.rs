use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, TermRef};
use serde::{Deserialize, Serialize};

use super::StoreError;

/// How many triples of a database have each predicate, and each class: the file `census.json`.
///
/// It is counted while triples are loaded. A triple that two releases have counts twice, so that a
/// number may be too high and is never too low.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    predicates: BTreeMap<String, u64>,
    classes: BTreeMap<String, u64>,
}

impl Census {
    pub(super) const FILE: &'static str = "census.json";

    /// Counts triples.
    pub fn count(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) {
        add(&mut self.predicates, predicate.as_str(), 1);
        if let TermRef::NamedNode(class) = object
            && predicate == rdf::TYPE
        {
            add(&mut self.classes, class.as_str(), 1);
        }
    }

    /// Takes back what was counted for a triple that is removed.
    pub(super) fn discount(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) {
        take(&mut self.predicates, predicate.as_str());
        if let TermRef::NamedNode(class) = object
            && predicate == rdf::TYPE
        {
            take(&mut self.classes, class.as_str());
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (predicate, count) in &other.predicates {
            add(&mut self.predicates, predicate, *count);
        }
        for (class, count) in &other.classes {
            add(&mut self.classes, class, *count);
        }
    }

    /// The predicates, with how many triples have each, at most.
    pub fn predicates(&self) -> impl Iterator<Item = (NamedNodeRef<'_>, u64)> {
        counted(&self.predicates)
    }

    /// The classes, with how many things are of each, at most.
    pub fn classes(&self) -> impl Iterator<Item = (NamedNodeRef<'_>, u64)> {
        counted(&self.classes)
    }

    /// How many triples have a predicate, at most.
    pub fn with_predicate(&self, predicate: NamedNodeRef<'_>) -> u64 {
        self.predicates
            .get(predicate.as_str())
            .copied()
            .unwrap_or(0)
    }

    /// How many things are of a class, at most.
    pub fn with_type(&self, class: NamedNodeRef<'_>) -> u64 {
        self.classes.get(class.as_str()).copied().unwrap_or(0)
    }

    /// Reads the census of a generation; `None` where it was published without one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(Self::FILE);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text.map_err(StoreError::file(&path))?,
        };
        let census = serde_json::from_slice(&text);
        census
            .map(Some)
            .map_err(|source| StoreError::Manifest { path, source })
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(Self::FILE);
        let text = serde_json::to_vec_pretty(self);
        let text = text.map_err(|source| StoreError::Manifest {
            path: path.clone(),
            source,
        })?;
        fs::write(&path, text).map_err(StoreError::file(&path))
    }
}

fn counted(counts: &BTreeMap<String, u64>) -> impl Iterator<Item = (NamedNodeRef<'_>, u64)> {
    let names = counts.iter();
    names.map(|(name, count)| (NamedNodeRef::new_unchecked(name), *count))
}

fn take(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(counted) = counts.get_mut(name) {
        *counted = counted.saturating_sub(1);
        if *counted == 0 {
            counts.remove(name);
        }
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str, count: u64) {
    match counts.get_mut(name) {
        Some(counted) => *counted += count,
        None => {
            counts.insert(name.to_owned(), count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_was_never_counted() {
        let class = NamedNodeRef::new_unchecked("http://example.com/Class");
        let label = NamedNodeRef::new_unchecked("http://example.com/label");
        let mut census = Census::default();
        census.count(rdf::TYPE, class.into());
        let before = census.clone();
        for (predicate, object) in [(rdf::TYPE, class), (label, class)] {
            census.count(predicate, object.into());
        }
        assert_eq!(census.with_type(class), 2);
        for (predicate, object) in [(rdf::TYPE, class), (label, class)] {
            census.discount(predicate, object.into());
        }
        assert_eq!(census, before);
    }
}
