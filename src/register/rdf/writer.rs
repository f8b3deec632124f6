use oxrdf::{LiteralRef, NamedNode, NamedNodeRef, TermRef};

use crate::graph::{Triple, TripleSink};
use crate::register::date::{PartialDate, Span};
use crate::uri::{Base, Key};
use crate::vocab::{dct, rdf, xsd};

/// Puts triples into a sink term by term; registers are small, so no numbers are kept.
pub(super) struct Writer<'w, S> {
    pub(super) base: &'w Base,
    sink: &'w mut S,
}

impl<'w, S: TripleSink> Writer<'w, S> {
    pub(super) fn new(base: &'w Base, sink: &'w mut S) -> Self {
        Self { base, sink }
    }

    /// A term of our own ontology, `{base}/def/justice/{name}`.
    pub(super) fn own(&self, name: &str) -> NamedNode {
        self.base.term("justice", name)
    }

    /// The URI of a source of facts.
    pub(super) fn source(&self, key: &Key) -> NamedNode {
        self.base.term("source", key.as_str())
    }

    pub(super) fn triple<'t>(
        &mut self,
        subject: NamedNodeRef<'t>,
        predicate: NamedNodeRef<'t>,
        object: impl Into<TermRef<'t>>,
    ) -> Result<(), S::Error> {
        let terms = self.sink.terms();
        let triple = Triple::new(
            terms.intern(subject),
            terms.intern(predicate),
            terms.intern(object),
        );
        self.sink.triple(triple)
    }

    pub(super) fn kind(
        &mut self,
        subject: NamedNodeRef<'_>,
        class: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        self.triple(subject, rdf::TYPE, class)
    }

    /// A text in a language.
    pub(super) fn text(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        text: &str,
        language: &str,
    ) -> Result<(), S::Error> {
        let literal = LiteralRef::new_language_tagged_literal_unchecked(text, language);
        self.triple(subject, predicate, literal)
    }

    /// A literal with a datatype.
    pub(super) fn typed(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        value: &str,
        datatype: NamedNodeRef<'_>,
    ) -> Result<(), S::Error> {
        self.triple(
            subject,
            predicate,
            LiteralRef::new_typed_literal(value, datatype),
        )
    }

    /// A plain string; nothing where it is empty.
    pub(super) fn string(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        value: &str,
    ) -> Result<(), S::Error> {
        if value.is_empty() {
            return Ok(());
        }
        self.typed(subject, predicate, value, xsd::STRING)
    }

    pub(super) fn date(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        date: Option<PartialDate>,
    ) -> Result<(), S::Error> {
        match date {
            Some(date) => self.typed(subject, predicate, &date.to_string(), date.datatype()),
            None => Ok(()),
        }
    }

    /// The two ends of a span by two of our own properties.
    pub(super) fn span(
        &mut self,
        subject: NamedNodeRef<'_>,
        (from, to): (&str, &str),
        span: Span,
    ) -> Result<(), S::Error> {
        let (from, to) = (self.own(from), self.own(to));
        self.date(subject, from.as_ref(), span.from)?;
        self.date(subject, to.as_ref(), span.to)
    }

    pub(super) fn sources<'k>(
        &mut self,
        subject: NamedNodeRef<'_>,
        keys: impl IntoIterator<Item = &'k Key>,
    ) -> Result<(), S::Error> {
        for key in keys {
            let source = self.source(key);
            self.triple(subject, dct::SOURCE, source.as_ref())?;
        }
        Ok(())
    }

    /// Says that a member is complete.
    pub(super) fn end(&mut self) -> Result<(), S::Error> {
        // No number is kept from one member to the next, so it does not matter what was forgotten.
        let _kept = self.sink.row_end()?;
        Ok(())
    }
}
