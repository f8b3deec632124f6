use oxrdf::{LiteralRef, NamedNodeRef};

use crate::csvw::metadata::{Annotation, AnnotationValue};
use crate::graph::{TermId, Triple, TripleSink};
use crate::vocab::rdf;

use super::group::BlankNodes;

/// Writes what metadata say of a node, as
/// [JSON-LD to RDF](https://www.w3.org/TR/csv2rdf/#json-ld-to-rdf) says.
pub(super) fn annotations<S: TripleSink>(
    sink: &mut S,
    blanks: &mut BlankNodes,
    subject: TermId,
    annotations: &[Annotation],
) -> Result<(), S::Error> {
    for annotation in annotations {
        let property = sink
            .terms()
            .intern(NamedNodeRef::new_unchecked(&annotation.property));
        for value in &annotation.values {
            annotation_value(sink, blanks, subject, property, value)?;
        }
    }
    Ok(())
}

/// Writes one value.
pub(super) fn annotation_value<S: TripleSink>(
    sink: &mut S,
    blanks: &mut BlankNodes,
    subject: TermId,
    property: TermId,
    value: &AnnotationValue,
) -> Result<(), S::Error> {
    let (id, types, properties) = match value {
        AnnotationValue::Literal {
            value,
            datatype,
            language,
        } => {
            let literal = match language {
                Some(language) => {
                    LiteralRef::new_language_tagged_literal_unchecked(value, language)
                }
                None => LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(datatype)),
            };
            let object = sink.terms().intern(literal);
            return sink.triple(Triple::new(subject, property, object));
        }
        AnnotationValue::Node {
            id,
            types,
            properties,
        } => (id, types, properties),
    };
    let node = match id {
        Some(iri) => sink.terms().intern(NamedNodeRef::new_unchecked(iri)),
        None => blanks.fresh(sink.terms()),
    };
    sink.triple(Triple::new(subject, property, node))?;
    let rdf_type = sink.terms().intern(rdf::TYPE);
    for class in types {
        let class = sink.terms().intern(NamedNodeRef::new_unchecked(class));
        sink.triple(Triple::new(node, rdf_type, class))?;
    }
    annotations(sink, blanks, node, properties)
}
