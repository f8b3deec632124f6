use std::ops::RangeInclusive;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::codes::{EXAMPLE_BROKEN, EXAMPLE_ROWS};
use super::read::{objects, subjects};
use super::triples::Triples;
use crate::diagnostic::{Finding, Findings};
use crate::uri::Base;
use crate::vocab::{rdf, rdfs, sh_af};

/// A stored query that answers a question people have: a
/// [`sh:SPARQLExecutable`](https://www.w3.org/TR/shacl-af/#SPARQLExecutable) of the live data.
///
/// Its bounds are `{base}/def/query/minRows` and `{base}/def/query/maxRows`.
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
}

/// `vocab/examples/`, for stores that are published without it.
const BUILT_IN: &str = include_str!("../../vocab/examples/examples.ttl");

impl Example {
    /// The examples of a store, or, where it has none, those that are part of the program; in the
    /// order of their URIs.
    pub fn of(store: &Triples, base: &Base) -> Result<Vec<Self>, StorageError> {
        let stored = Self::read_all(store, base)?;
        if !stored.is_empty() {
            return Ok(stored);
        }
        let own = Store::new()?;
        let turtle = BUILT_IN.replace(&format!("{}/", Base::DEFAULT), &format!("{base}/"));
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(&turtle);
        for quad in parser {
            own.insert(&quad.map_err(|error| StorageError::Other(Box::new(error)))?)?;
        }
        Self::read_all(&own.into(), base)
    }

    /// Their text is written for the default base; another base takes its place.
    fn read_all(store: &Triples, base: &Base) -> Result<Vec<Self>, StorageError> {
        let mut examples = Vec::new();
        for (class, property) in [
            (sh_af::SPARQL_SELECT_EXECUTABLE, sh_af::SELECT),
            (sh_af::SPARQL_CONSTRUCT_EXECUTABLE, sh_af::CONSTRUCT),
        ] {
            for iri in subjects(store, rdf::TYPE, class) {
                examples.push(Self::read(store, base, iri?, property)?);
            }
        }
        examples.sort_by(|a, b| a.iri.as_str().cmp(b.iri.as_str()));
        Ok(examples)
    }

    fn read(
        store: &Triples,
        base: &Base,
        iri: NamedNode,
        property: NamedNodeRef<'_>,
    ) -> Result<Self, StorageError> {
        let text = |property: NamedNodeRef<'_>| text(store, &iri, property);
        let bound = |name| -> Result<Option<usize>, StorageError> {
            Ok(text(base.term("query", name).as_ref())?.parse().ok())
        };
        let (least, most) = (bound("minRows")?, bound("maxRows")?);
        let query = text(property)?;
        Ok(Self {
            question: text(rdfs::LABEL)?,
            comment: text(rdfs::COMMENT)?,
            query: query.replace(&format!("{}/", Base::DEFAULT), &format!("{base}/")),
            rows: least.unwrap_or(0)..=most.unwrap_or(usize::MAX),
            iri,
        })
    }

    /// The name by which it is called: the last part of its URI.
    pub fn name(&self) -> &str {
        let iri = self.iri.as_str();
        iri.rsplit('/').next().unwrap_or(iri)
    }

    /// How many rows or triples it gives.
    fn count(&self, store: &Store) -> Result<usize, String> {
        let query = SparqlEvaluator::new().parse_query(&self.query);
        let query = query.map_err(|error| error.to_string())?;
        let results = query.on_store(store).execute();
        let counted = results.and_then(|results| match results {
            QueryResults::Solutions(rows) => rows.map(|row| row.map(|_| 1)).sum(),
            QueryResults::Graph(triples) => triples.map(|triple| triple.map(|_| 1)).sum(),
            QueryResults::Boolean(_) => Ok(1),
        });
        counted.map_err(|error| error.to_string())
    }
}

/// Asks a store all its examples, before it goes live, and reports those that do not give what
/// they promise.
pub fn check_examples(store: &Store, base: &Base) -> Result<Findings, StorageError> {
    let mut findings = Findings::default();
    for example in Example::of(&store.clone().into(), base)? {
        let name = example.name();
        match example.count(store) {
            Err(error) => {
                let message = format!("The example `{name}` cannot be evaluated: {error}");
                findings.push(Finding::new(EXAMPLE_BROKEN, message));
            }
            Ok(rows) if !example.rows.contains(&rows) => {
                let (least, most) = (example.rows.start(), example.rows.end());
                let message = format!(
                    "The example `{name}` gives {rows} rows; it promises {least} to {most}."
                );
                findings.push(Finding::new(EXAMPLE_ROWS, message));
            }
            Ok(_) => {}
        }
    }
    Ok(findings)
}

fn text(
    store: &Triples,
    thing: &NamedNode,
    property: NamedNodeRef<'_>,
) -> Result<String, StorageError> {
    let value = objects(store, &thing.clone().into(), property).next();
    Ok(match value.transpose()? {
        Some(Term::Literal(text)) => text.value().trim().to_owned(),
        _ => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(turtle: &str) -> Vec<String> {
        let store = Store::new().unwrap();
        let prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix query: <http://justice.data.gov.uk/def/query/> .";
        let turtle = format!("{prefixes}\n{turtle}");
        store.load_from_slice(RdfFormat::Turtle, &turtle).unwrap();
        let findings = check_examples(&store, &Base::default()).unwrap();
        findings
            .iter()
            .map(|finding| finding.code.id().to_owned())
            .collect()
    }

    #[test]
    fn an_example_that_keeps_its_promise_is_no_finding() {
        let kept = "<a:b/kept> a sh:SPARQLSelectExecutable ; query:minRows 1 ;
            sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";
        assert!(findings(kept).is_empty());
    }

    #[test]
    fn an_example_with_too_few_rows_or_none_at_all_is_a_finding() {
        let few = "<a:b/few> a sh:SPARQLSelectExecutable ; query:minRows 3 ;
            sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";
        assert_eq!(findings(few), ["serve-example-rows"]);
        let broken = "<a:b/broken> a sh:SPARQLSelectExecutable ; sh:select 'SELECT' .";
        assert_eq!(findings(broken), ["serve-example-broken"]);
    }
}
