use oxigraph::store::{StorageError, Store};
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

/// What examples are read from: the default graph of a store, here or elsewhere.
pub trait Lookup {
    /// The things with an IRI of their own that have this value.
    fn subjects(
        &self,
        property: NamedNodeRef<'_>,
        value: NamedNodeRef<'_>,
    ) -> Result<Vec<NamedNode>, StorageError>;

    /// The values of a property of a thing.
    fn values(
        &self,
        thing: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, StorageError>;
}

impl Lookup for Store {
    fn subjects(
        &self,
        property: NamedNodeRef<'_>,
        value: NamedNodeRef<'_>,
    ) -> Result<Vec<NamedNode>, StorageError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        let quads = self.quads_for_pattern(None, Some(property), Some(value.into()), graph);
        let subjects = quads.filter_map(|quad| match quad.map(|quad| quad.subject) {
            Ok(NamedOrBlankNode::NamedNode(iri)) => Some(Ok(iri)),
            Ok(NamedOrBlankNode::BlankNode(_)) => None,
            Err(error) => Some(Err(error)),
        });
        subjects.collect()
    }

    fn values(
        &self,
        thing: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, StorageError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        let quads = self.quads_for_pattern(Some(thing.into()), Some(property), None, graph);
        quads.map(|quad| Ok(quad?.object)).collect()
    }
}
