use std::collections::BTreeMap;

use oxrdf::{Literal, NamedOrBlankNode, Term, Triple};
use sparesults::QueryResultsFormat;

use super::RemoteError;
use super::client::Client;
use super::read::{solutions, whole};

/// What the index says of a generation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The graph with its triples.
    pub graph: String,
    /// Its number, the same as in the folder that it was published from.
    pub number: u64,
    /// The digest of its manifest, by which two generations of one number are told apart.
    pub digest: String,
    /// When it was published, as an RFC 3339 time.
    pub published: String,
    /// How many triples it has.
    pub triples: u64,
    /// Whether all of them are there.
    pub wholeness: Wholeness,
    /// The place of its last switch among all switches; `None` where it was never live.
    pub switch: Option<u64>,
}

/// Whether all triples of a generation are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// They were counted.
    Whole,
    /// It is being loaded, or was given up.
    Part,
}

/// The graph in which a store elsewhere says what its generations are.
///
/// Triples are only added to what is said of a generation while it is there.
#[derive(Clone, Debug)]
pub(super) struct Index {
    graph: String,
}

/// What is said of a generation.
#[derive(Clone, Copy)]
pub(super) enum Property {
    Number,
    Digest,
    Published,
    Triples,
    Whole,
    Live,
    /// How many triples, in the order of the local database, are there for certain.
    Loaded,
}

impl Property {
    const ALL: [Self; 7] = [
        Self::Number,
        Self::Digest,
        Self::Published,
        Self::Triples,
        Self::Whole,
        Self::Live,
        Self::Loaded,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Digest => "digest",
            Self::Published => "published",
            Self::Triples => "triples",
            Self::Whole => "whole",
            Self::Live => "live",
            Self::Loaded => "loaded",
        }
    }
}

impl Index {
    pub(super) fn below(base: &str) -> Self {
        Self {
            graph: format!("{base}/-/store"),
        }
    }

    /// The graph of a generation.
    pub(super) fn generation(&self, number: u64) -> String {
        format!("{}/generation/{number}", self.graph)
    }

    fn iri(&self, property: Property) -> String {
        format!("{}#{}", self.graph, property.name())
    }

    /// All generations, in the order of their numbers.
    pub(super) fn read(&self, client: &Client) -> Result<Vec<Entry>, RemoteError> {
        let loaded = self.iri(Property::Loaded);
        let query = format!("SELECT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER (?p != <{loaded}>) }}");
        let mut said = BTreeMap::<String, Said>::new();
        for triple in self.triples(client, &query)? {
            if let NamedOrBlankNode::NamedNode(graph) = triple.subject
                && let Term::Literal(value) = triple.object
                && let Some(property) = self.property(triple.predicate.as_str())
            {
                said.entry(graph.into_string())
                    .or_default()
                    .add(property, &value);
            }
        }
        let entries = said.into_iter().map(|(graph, said)| said.entry(graph));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|entry| entry.number);
        Ok(entries)
    }

    fn property(&self, iri: &str) -> Option<Property> {
        let name = iri.strip_prefix(&self.graph)?.strip_prefix('#')?;
        Property::ALL.into_iter().find(|p| p.name() == name)
    }

    fn triples(&self, client: &Client, query: &str) -> Result<Vec<Triple>, RemoteError> {
        let json = QueryResultsFormat::Json.media_type();
        let response = whole(client.query(&self.graph, query, json)?)?;
        let mut triples = Vec::new();
        for solution in solutions(client.query_url(), response)? {
            let solution = solution?;
            let term = |name: &str| solution.get(name).cloned();
            if let (Some(Term::NamedNode(s)), Some(Term::NamedNode(p)), Some(o)) =
                (term("s"), term("p"), term("o"))
            {
                triples.push(Triple::new(s, p, o));
            }
        }
        Ok(triples)
    }

    /// How many triples of a generation are there for certain.
    pub(super) fn loaded(&self, client: &Client, graph: &str) -> Result<u64, RemoteError> {
        let loaded = self.iri(Property::Loaded);
        let query = format!(
            "SELECT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER (?s = <{graph}> && ?p = <{loaded}>) }} \
             ORDER BY DESC(?o) LIMIT 1"
        );
        let triples = self.triples(client, &query)?;
        let counts = triples.iter().filter_map(|triple| match &triple.object {
            Term::Literal(count) => count.value().parse().ok(),
            _ => None,
        });
        Ok(counts.max().unwrap_or(0))
    }

    /// Says something of a generation; to say it twice is to say it once.
    pub(super) fn say(
        &self,
        client: &Client,
        graph: &str,
        what: &[(Property, Literal)],
    ) -> Result<(), RemoteError> {
        let triple = |(property, value): &(Property, Literal)| {
            format!("<{graph}> <{}> {value}", self.iri(*property))
        };
        let triples: Vec<_> = what.iter().map(triple).collect();
        let (index, triples) = (&self.graph, triples.join(" . "));
        client.update(&format!(
            "INSERT DATA {{ GRAPH <{index}> {{ {triples} }} }}"
        ))
    }

    /// Takes back all that was said of a generation under a property.
    pub(super) fn unsay(
        &self,
        client: &Client,
        graph: &str,
        property: Property,
    ) -> Result<(), RemoteError> {
        let property = self.iri(property);
        let index = &self.graph;
        client.update(&format!(
            "DELETE WHERE {{ GRAPH <{index}> {{ <{graph}> <{property}> ?value }} }}"
        ))
    }

    /// Forgets a generation whose graph is gone.
    pub(super) fn forget(&self, client: &Client, graph: &str) -> Result<(), RemoteError> {
        let index = &self.graph;
        client.update(&format!(
            "DELETE WHERE {{ GRAPH <{index}> {{ <{graph}> ?property ?value }} }}"
        ))
    }
}

/// What was read of a generation so far.
#[derive(Default)]
struct Said {
    number: u64,
    digest: String,
    published: String,
    triples: u64,
    whole: bool,
    switch: Option<u64>,
}

impl Said {
    fn add(&mut self, property: Property, value: &Literal) {
        let text = value.value();
        let number = text.parse().unwrap_or(0);
        match property {
            Property::Number => self.number = number,
            Property::Digest => text.clone_into(&mut self.digest),
            Property::Published => text.clone_into(&mut self.published),
            Property::Triples => self.triples = number,
            Property::Whole => self.whole = true,
            Property::Live => self.switch = self.switch.max(Some(number)),
            Property::Loaded => {}
        }
    }

    fn entry(self, graph: String) -> Entry {
        Entry {
            graph,
            number: self.number,
            digest: self.digest,
            published: self.published,
            triples: self.triples,
            wholeness: if self.whole {
                Wholeness::Whole
            } else {
                Wholeness::Part
            },
            switch: self.switch,
        }
    }
}
