//! Plain reads of the default graph, without SPARQL.

use oxigraph::store::StorageError;
use oxrdf::{
    NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple,
};

use super::triples::Triples;
use crate::examples::Lookup;

/// The triples with these parts.
pub(super) fn matching<'s>(
    store: &'s Triples,
    subject: Option<NamedOrBlankNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
) -> impl Iterator<Item = Result<Triple, StorageError>> + use<'s> {
    let matching = store.matching(subject, predicate, object);
    matching.map(|statement| Ok(statement?.into_triple()))
}

/// The values of a property of a thing; a literal has none.
pub(super) fn objects<'s>(
    store: &'s Triples,
    thing: &Term,
    property: NamedNodeRef<'_>,
) -> impl Iterator<Item = Result<Term, StorageError>> + use<'s> {
    let subject = match thing {
        Term::NamedNode(iri) => Some(NamedOrBlankNodeRef::from(iri)),
        Term::BlankNode(node) => Some(node.into()),
        Term::Literal(_) => None,
    };
    let triples = subject.map(|subject| matching(store, Some(subject), Some(property), None));
    let triples = triples.into_iter().flatten();
    triples.map(|triple| Ok(triple?.object))
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
pub(super) fn subjects<'s>(
    store: &'s Triples,
    property: NamedNodeRef<'_>,
    value: NamedNodeRef<'_>,
) -> impl Iterator<Item = Result<NamedNode, StorageError>> + use<'s> {
    let triples = matching(store, None, Some(property), Some(value.into()));
    triples.filter_map(|triple| match triple.map(|triple| triple.subject) {
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
