use oxrdf::{LiteralRef, NamedNodeRef, TermRef};

use crate::graph::{Triple, TripleSink};
use crate::mapping::Text;
use crate::vocab::{rdf, rdfs, skos, xsd};

/// Writes triples about one subject after the other.
pub(super) struct Writer<'s, S> {
    sink: &'s mut S,
}

impl<'s, S: TripleSink> Writer<'s, S> {
    pub(super) fn new(sink: &'s mut S) -> Self {
        Self { sink }
    }

    pub(super) fn triple<'t>(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        object: impl Into<TermRef<'t>>,
    ) -> Result<(), S::Error> {
        let terms = self.sink.terms();
        let subject = terms.intern(subject);
        let predicate = terms.intern(predicate);
        let object = terms.intern(object.into());
        self.sink.triple(Triple::new(subject, predicate, object))
    }

    pub(super) fn is_a(
        &mut self,
        subject: NamedNodeRef<'_>,
        class: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        self.triple(subject, rdf::TYPE, class)
    }

    /// A plain string.
    pub(super) fn string(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        text: &str,
    ) -> Result<(), S::Error> {
        self.triple(subject, predicate, LiteralRef::new_simple_literal(text))
    }

    pub(super) fn english(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        text: &str,
    ) -> Result<(), S::Error> {
        let literal = LiteralRef::new_language_tagged_literal_unchecked(text, "en");
        self.triple(subject, predicate, literal)
    }

    /// A text in each of its languages.
    pub(super) fn text(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        text: &Text,
    ) -> Result<(), S::Error> {
        for (language, text) in text.iter() {
            let literal = LiteralRef::new_language_tagged_literal_unchecked(text, language);
            self.triple(subject, predicate, literal)?;
        }
        Ok(())
    }

    pub(super) fn integer(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        number: usize,
    ) -> Result<(), S::Error> {
        let digits = number.to_string();
        self.triple(
            subject,
            predicate,
            LiteralRef::new_typed_literal(&digits, xsd::INTEGER),
        )
    }

    /// A concept of a scheme, with its label as both `rdfs:label` and `skos:prefLabel`.
    pub(super) fn concept(
        &mut self,
        concept: NamedNodeRef<'_>,
        scheme: NamedNodeRef<'_>,
        label: &str,
    ) -> Result<(), S::Error> {
        self.is_a(concept, skos::CONCEPT)?;
        self.english(concept, rdfs::LABEL, label)?;
        self.english(concept, skos::PREF_LABEL, label)?;
        self.triple(concept, skos::IN_SCHEME, scheme)?;
        self.triple(concept, skos::TOP_CONCEPT_OF, scheme)?;
        self.triple(scheme, skos::HAS_TOP_CONCEPT, concept)
    }

    /// A scheme of concepts.
    pub(super) fn scheme(&mut self, scheme: NamedNodeRef<'_>, label: &str) -> Result<(), S::Error> {
        self.is_a(scheme, skos::CONCEPT_SCHEME)?;
        self.english(scheme, rdfs::LABEL, label)?;
        self.english(scheme, skos::PREF_LABEL, label)
    }
}
