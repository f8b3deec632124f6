use std::collections::BTreeMap;

use oxigraph::store::StorageError;
use oxrdf::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TripleRef};
use rustc_hash::FxHashMap;

use super::Language;
use super::read::matching;
use super::triples::Triples;
use crate::uri::Base;
use crate::vocab::{dct, rdfs, skos};

/// The properties that name a thing, the best first.
const NAMING: [NamedNodeRef<'static>; 3] = [skos::PREF_LABEL, rdfs::LABEL, dct::TITLE];

/// The names of everything that has one, read once when a generation is opened.
///
/// Documents and pages look names up here and not in the store. Observations have no names, so it
/// grows with the registers and code lists and not with the figures.
pub(super) struct Names {
    /// By IRI.
    labels: FxHashMap<Box<str>, Vec<Label>>,
    concepts: BTreeMap<String, Vec<Entry>>,
}

/// A name, and which of [`NAMING`] gives it.
struct Label {
    rank: usize,
    text: Literal,
}

/// A thing in a list.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its URI.
    pub(super) thing: NamedNode,
    /// Its English name.
    pub(super) name: String,
}

impl Names {
    /// Reads the names from a store.
    pub(super) fn read(store: &Triples, base: &Base) -> Result<Self, StorageError> {
        let mut labels = FxHashMap::<Box<str>, Vec<Label>>::default();
        let mut things = Vec::new();
        for (rank, property) in NAMING.into_iter().enumerate() {
            for triple in matching(store, None, Some(property), None) {
                let triple = triple?;
                if let (NamedOrBlankNode::NamedNode(thing), Term::Literal(text)) =
                    (triple.subject, triple.object)
                {
                    let of_thing = labels.entry(thing.as_str().into()).or_default();
                    if of_thing.is_empty() {
                        things.push(thing);
                    }
                    of_thing.push(Label { rank, text });
                }
            }
        }
        let mut names = Self {
            labels,
            concepts: BTreeMap::new(),
        };
        names.list(things, base);
        Ok(names)
    }

    fn list(&mut self, things: Vec<NamedNode>, base: &Base) {
        let start = format!("{base}/id/");
        for thing in things {
            let rest = thing.as_str().strip_prefix(&start);
            let Some((concept, _)) = rest.and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            let name = self.name(thing.as_ref(), Language::English);
            let entry = Entry {
                name: name.unwrap_or_default().to_owned(),
                thing: thing.clone(),
            };
            let concept = concept.to_owned();
            self.concepts.entry(concept).or_default().push(entry);
        }
        for entries in self.concepts.values_mut() {
            entries.sort_by(|a, b| (&a.name, a.thing.as_str()).cmp(&(&b.name, b.thing.as_str())));
        }
    }

    /// The best name of a thing in a language, else in the other one, else in any.
    pub(super) fn name(&self, thing: NamedNodeRef<'_>, language: Language) -> Option<&str> {
        let labels = self.labels.get(thing.as_str())?;
        let order = |label: &&Label| {
            let foreign = match label.text.language() {
                Some(tag) if tag == language.tag() => 0,
                None => 1,
                Some("en") => 2,
                Some(_) => 3,
            };
            (foreign, label.rank)
        };
        labels
            .iter()
            .min_by_key(order)
            .map(|label| label.text.value())
    }

    /// Whether a thing has a name.
    pub(super) fn has(&self, thing: NamedNodeRef<'_>) -> bool {
        self.labels.contains_key(thing.as_str())
    }

    /// All names of a thing, as triples.
    pub(super) fn triples(&self, thing: NamedNodeRef<'_>) -> impl Iterator<Item = TripleRef<'_>> {
        let named = self.labels.get_key_value(thing.as_str());
        named.into_iter().flat_map(|(thing, labels)| {
            let thing = NamedNodeRef::new_unchecked(thing);
            labels
                .iter()
                .map(move |label| TripleRef::new(thing, NAMING[label.rank], label.text.as_ref()))
        })
    }

    /// The concepts under `{base}/id/` that have named things, in the order of the alphabet.
    pub(super) fn concepts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.concepts
            .iter()
            .map(|(concept, things)| (concept.as_str(), things.len()))
    }

    /// The named things of a concept in the order of their names.
    pub(super) fn things(&self, concept: &str) -> &[Entry] {
        self.concepts
            .get(concept)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The things of a concept whose name or key holds all words of a text.
    pub(super) fn search<'n>(&'n self, concept: &str, text: &str) -> Vec<&'n Entry> {
        let text = text.to_lowercase();
        let words: Vec<_> = text.split_whitespace().collect();
        let found = |entry: &&Entry| {
            let name = entry.name.to_lowercase();
            let holds = |word: &&str| name.contains(*word) || entry.thing.as_str().contains(*word);
            words.iter().all(holds)
        };
        self.things(concept).iter().filter(found).collect()
    }
}
