use std::ops::RangeInclusive;

use oxigraph::store::{StorageError, Store};
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, Term};

use super::Lookup;
use super::source::Source;
use crate::uri::Base;
use crate::vocab::{dct, qb, rdf, rdfs, sh_af};

/// A stored query that answers a question people have: a
/// [`sh:SPARQLExecutable`](https://www.w3.org/TR/shacl-af/#SPARQLExecutable) of the live data.
///
/// Its bounds are `{base}/def/query/minRows` and `{base}/def/query/maxRows`; the datasets that it
/// asks are its `dct:requires`.
#[derive(Clone, Debug)]
pub struct Example {
    iri: NamedNode,
    /// The question.
    pub question: String,
    /// What the answer says, and what to look out for.
    pub comment: String,
    /// The query.
    pub query: String,
    /// How many rows or triples it must give.
    pub rows: RangeInclusive<usize>,
    requires: Vec<NamedNode>,
}

/// The kinds of executables that examples are, and what holds the query of each.
const KINDS: [(NamedNodeRef<'static>, NamedNodeRef<'static>); 2] = [
    (sh_af::SPARQL_SELECT_EXECUTABLE, sh_af::SELECT),
    (sh_af::SPARQL_CONSTRUCT_EXECUTABLE, sh_af::CONSTRUCT),
];

impl Example {
    /// The examples of a store, or, where it has none, those that are part of the program; in the
    /// order of their URIs, without those whose datasets are not published.
    pub fn of(store: &impl Lookup, base: &Base) -> Result<Vec<Self>, StorageError> {
        let mut examples = Self::read_all(store, base)?;
        if examples.is_empty() {
            let own = Store::new()?;
            for triple in Source::built_in(base).triples() {
                own.insert(triple.as_ref().in_graph(GraphNameRef::DefaultGraph))?;
            }
            examples = Self::read_all(&own, base)?;
        }
        Self::answerable(examples, store)
    }

    /// The examples that a store was published with and can answer.
    pub(super) fn published(store: &impl Lookup, base: &Base) -> Result<Vec<Self>, StorageError> {
        Self::answerable(Self::read_all(store, base)?, store)
    }

    /// Those whose datasets are published.
    fn answerable(examples: Vec<Self>, store: &impl Lookup) -> Result<Vec<Self>, StorageError> {
        let mut answerable = Vec::with_capacity(examples.len());
        for example in examples {
            if example.is_answerable(store)? {
                answerable.push(example);
            }
        }
        Ok(answerable)
    }

    fn read_all(store: &impl Lookup, base: &Base) -> Result<Vec<Self>, StorageError> {
        let mut examples = Vec::new();
        for (class, property) in KINDS {
            for iri in store.subjects(rdf::TYPE, class)? {
                examples.push(Self::read(store, base, iri, property)?);
            }
        }
        examples.sort_by(|a, b| a.iri.as_str().cmp(b.iri.as_str()));
        Ok(examples)
    }

    fn read(
        store: &impl Lookup,
        base: &Base,
        iri: NamedNode,
        property: NamedNodeRef<'_>,
    ) -> Result<Self, StorageError> {
        let text = |property: NamedNodeRef<'_>| -> Result<String, StorageError> {
            let first = store.values(iri.as_ref(), property)?.into_iter().next();
            Ok(match first {
                Some(Term::Literal(text)) => text.value().trim().to_owned(),
                _ => String::new(),
            })
        };
        let bound = |name| -> Result<Option<usize>, StorageError> {
            Ok(text(base.term("query", name).as_ref())?.parse().ok())
        };
        let (least, most) = (bound("minRows")?, bound("maxRows")?);
        let requires = store.values(iri.as_ref(), dct::REQUIRES)?.into_iter();
        let requires = requires.filter_map(|value| match value {
            Term::NamedNode(dataset) => Some(dataset),
            Term::Literal(_) | Term::BlankNode(_) => None,
        });
        Ok(Self {
            question: text(rdfs::LABEL)?,
            comment: text(rdfs::COMMENT)?,
            query: text(property)?,
            rows: least.unwrap_or(0)..=most.unwrap_or(usize::MAX),
            requires: requires.collect(),
            iri,
        })
    }

    /// Whether every dataset that it asks is published.
    fn is_answerable(&self, store: &impl Lookup) -> Result<bool, StorageError> {
        for dataset in &self.requires {
            let kinds = store.values(dataset.as_ref(), rdf::TYPE)?;
            if !kinds.contains(&qb::DATA_SET_CLASS.into_owned().into()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The name by which it is called: the last part of its URI.
    pub fn name(&self) -> &str {
        let iri = self.iri.as_str();
        iri.rsplit('/').next().unwrap_or(iri)
    }
}
