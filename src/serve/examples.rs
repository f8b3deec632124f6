use oxigraph::store::{StorageError, Store};
use oxrdf::{NamedNode, Term};

use super::read::{objects, subjects};
use crate::uri::Base;
use crate::vocab::{rdf, rdfs, sh_af};

/// A stored query that answers a question people have: a
/// [`sh:SPARQLExecutable`](https://www.w3.org/TR/shacl-af/#SPARQLExecutable) of the live data.
#[derive(Clone, Debug)]
pub(super) struct Example {
    /// Its URI; the last part is its name.
    pub(super) iri: NamedNode,
    /// The question.
    pub(super) question: String,
    /// What the answer says, and what to look out for.
    pub(super) comment: String,
    /// The query.
    pub(super) query: String,
}

impl Example {
    /// Reads all examples of a store, in the order of their URIs.
    ///
    /// Their text is written for the default base; another base takes its place.
    pub(super) fn read_all(store: &Store, base: &Base) -> Result<Vec<Self>, StorageError> {
        let mut examples = Vec::new();
        for (class, property) in [
            (sh_af::SPARQL_SELECT_EXECUTABLE, sh_af::SELECT),
            (sh_af::SPARQL_CONSTRUCT_EXECUTABLE, sh_af::CONSTRUCT),
        ] {
            for iri in subjects(store, rdf::TYPE, class) {
                let iri = iri?;
                let text = |property| text(store, &iri, property);
                let query = text(property)?;
                examples.push(Self {
                    question: text(rdfs::LABEL)?,
                    comment: text(rdfs::COMMENT)?,
                    query: query.replace(&format!("{}/", Base::DEFAULT), &format!("{base}/")),
                    iri,
                });
            }
        }
        examples.sort_by(|a, b| a.iri.as_str().cmp(b.iri.as_str()));
        Ok(examples)
    }

    /// The name by which it is called.
    pub(super) fn name(&self) -> &str {
        let iri = self.iri.as_str();
        iri.rsplit('/').next().unwrap_or(iri)
    }
}

fn text(
    store: &Store,
    thing: &NamedNode,
    property: oxrdf::NamedNodeRef<'_>,
) -> Result<String, StorageError> {
    let value = objects(store, &thing.clone().into(), property).next();
    Ok(match value.transpose()? {
        Some(Term::Literal(text)) => text.value().trim().to_owned(),
        _ => String::new(),
    })
}
