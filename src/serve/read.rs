//! Plain reads of the default graph, without SPARQL.

use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};

use super::triples::{Matching, Triples};
use crate::examples::Lookup;

/// The triples with these parts.
pub(super) fn matching(
    store: &Triples,
    subject: Option<NamedOrBlankNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
) -> Matching {
    store.matching(subject, predicate, object)
}

/// The values of a property of a thing; a literal has none.
pub(super) fn objects(
    store: &Triples,
    thing: &Term,
    property: NamedNodeRef<'_>,
) -> impl Iterator<Item = Result<Term, StorageError>> + use<> {
    let subject = match thing {
        Term::NamedNode(iri) => Some(NamedOrBlankNodeRef::from(iri)),
        Term::BlankNode(node) => Some(node.into()),
        Term::Literal(_) => None,
    };
    let quads = subject.map(|subject| matching(store, Some(subject), Some(property), None));
    quads.into_iter().flatten().map(|quad| Ok(quad?.object))
}

/// The values of a property of a thing that are IRIs.
pub(super) fn iris(
    store: &Triples,
    thing: NamedNodeRef<'_>,
    property: NamedNodeRef<'_>,
) -> Result<Vec<NamedNode>, StorageError> {
    let values = objects(store, &thing.into_owned().into(), property);
    let iris = values.filter_map(|value| match value {
        Ok(Term::NamedNode(iri)) => Some(Ok(iri)),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    });
    iris.collect()
}

/// The things with an IRI of their own that have this value.
pub(super) fn subjects(
    store: &Triples,
    property: NamedNodeRef<'_>,
    value: NamedNodeRef<'_>,
) -> impl Iterator<Item = Result<NamedNode, StorageError>> + use<> {
    let quads = matching(store, None, Some(property), Some(value.into()));
    quads.filter_map(|quad| match quad.map(|quad| quad.subject) {
        Ok(NamedOrBlankNode::NamedNode(iri)) => Some(Ok(iri)),
        Ok(NamedOrBlankNode::BlankNode(_)) => None,
        Err(error) => Some(Err(error)),
    })
}

impl Lookup for Triples {
    fn subjects(
        &self,
        property: NamedNodeRef<'_>,
        value: NamedNodeRef<'_>,
    ) -> Result<Vec<NamedNode>, StorageError> {
        subjects(self, property, value).collect()
    }

    fn values(
        &self,
        thing: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, StorageError> {
        objects(self, &thing.into_owned().into(), property).collect()
    }
}
