use std::fmt;

use oxrdf::{NamedNodeRef, Term, TermRef};

use super::{Report, sentence};
use crate::diagnostic::{self, Code, Place};
use crate::graph::{TermId, Triple};
use crate::validate::codes;
use crate::validate::path::Path;
use crate::validate::shape::{self, Constraint, Kind, Limit, Range, Shape};
use crate::validate::violation::{ResultPath, Violation};
use crate::vocab::sh;

/// One [result](https://www.w3.org/TR/shacl/#results-validation-result) of a report.
#[derive(Clone, Copy)]
pub struct Result<'r> {
    pub(super) report: &'r Report<'r>,
    pub(super) violation: &'r Violation,
}

/// What a result is worth, as the shape says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity<'r> {
    /// `sh:Violation`
    Violation,
    /// `sh:Warning`
    Warning,
    /// `sh:Info`
    Info,
    /// One of the author's own.
    Other(TermRef<'r>),
}

impl<'r> Severity<'r> {
    /// The IRI, which is what shapes and reports hold.
    pub fn term(self) -> TermRef<'r> {
        match self {
            Self::Violation => sh::VIOLATION.into(),
            Self::Warning => sh::WARNING.into(),
            Self::Info => sh::INFO.into(),
            Self::Other(term) => term,
        }
    }

    /// Whether it keeps data from being published.
    pub fn as_diagnostic(self) -> diagnostic::Severity {
        match self {
            Self::Violation | Self::Other(_) => diagnostic::Severity::Error,
            Self::Warning | Self::Info => diagnostic::Severity::Warning,
        }
    }
}

impl fmt::Display for Severity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Violation => f.write_str("violation"),
            Self::Warning => f.write_str("warning"),
            Self::Info => f.write_str("info"),
            Self::Other(term) => term.fmt(f),
        }
    }
}

impl<'r> Result<'r> {
    pub(super) fn new(report: &'r Report<'r>, violation: &'r Violation) -> Self {
        Self { report, violation }
    }

    /// The node that was checked.
    pub fn focus_node(&self) -> TermRef<'r> {
        self.data_term(self.violation.focus)
    }

    /// The value that is wrong, where it is one.
    pub fn value(&self) -> Option<TermRef<'r>> {
        let extra = self.violation.extra.as_ref();
        let made = extra.and_then(|extra| extra.value.as_ref());
        let known = self.violation.value.map(|value| self.data_term(value));
        known.or_else(|| made.map(Term::as_ref))
    }

    /// What it is worth.
    pub fn severity(&self) -> Severity<'r> {
        match self.shape().severity {
            shape::Severity::Violation => Severity::Violation,
            shape::Severity::Warning => Severity::Warning,
            shape::Severity::Info => Severity::Info,
            shape::Severity::Other(name) => Severity::Other(self.shapes_term(name)),
        }
    }

    /// The shape that found it.
    pub fn source_shape(&self) -> TermRef<'r> {
        self.shapes_term(self.shape().node)
    }

    /// The kind of constraint that found it.
    pub fn component(&self) -> NamedNodeRef<'r> {
        let terms = self.report.shapes.graph.terms();
        match &self.constraint().kind {
            Kind::Component(component) => {
                let iri = terms.iri(component.iri.0);
                iri.unwrap_or(sh::CONSTRAINT_COMPONENT)
            }
            kind => component_of(kind),
        }
    }

    /// The code of its finding.
    pub fn code(&self) -> Code {
        code_of(&self.constraint().kind)
    }

    /// The sentence: the shape's own message in the language asked for, or one in plain English.
    pub fn message(&self) -> String {
        sentence::of(self)
    }

    /// Where in the data it is: the cell, or the line of the Turtle file.
    pub fn place(&self) -> Option<Place> {
        let origins = self.report.origins;
        let property = self.property();
        let triple = match (property, self.violation.value) {
            (Some(property), Some(value)) => {
                let triple = Triple::new(self.violation.focus, property, value);
                origins.place_of(triple)
            }
            _ => None,
        };
        triple.or_else(|| origins.place(self.violation.focus, property))
    }

    /// Where in the shapes the constraint stands.
    pub fn definition(&self) -> Option<Place> {
        let spans = &self.report.shapes.spans;
        let source = self.constraint().source;
        spans
            .place(source)
            .or_else(|| spans.subject(source.subject))
    }

    /// The predicate whose values are concerned, in the numbers of the data.
    pub(super) fn property(&self) -> Option<TermId> {
        match self.violation.path {
            ResultPath::Predicate(predicate) => Some(predicate),
            ResultPath::None => None,
            ResultPath::OfShape => {
                let name = self.shape().path.as_ref()?.predicate()?;
                let term = self.report.shapes.graph.terms().term(name.0);
                self.report.graph.terms().get(term)
            }
        }
    }

    /// The path in the syntax of SPARQL.
    pub(super) fn path_text(&self) -> Option<String> {
        let extra = self.violation.extra.as_ref();
        if let Some(path) = extra.and_then(|extra| extra.path.as_ref()) {
            return Some(path.to_string());
        }
        if let Some(path) = self.path() {
            return Some(path.as_sparql(self.report.shapes.graph.terms()).to_string());
        }
        self.property()
            .map(|predicate| self.data_term(predicate).to_string())
    }

    pub(super) fn shape(&self) -> &'r Shape {
        &self.report.shapes.all[self.violation.shape.index()]
    }

    pub(super) fn constraint(&self) -> &'r Constraint {
        &self.shape().constraints[self.violation.constraint]
    }

    pub(super) fn path(&self) -> Option<&'r Path> {
        match self.violation.path {
            ResultPath::OfShape => self.shape().path.as_ref(),
            ResultPath::None | ResultPath::Predicate(_) => None,
        }
    }

    pub(super) fn data_term(&self, id: TermId) -> TermRef<'r> {
        self.report.graph.terms().term(id)
    }

    pub(super) fn shapes_term(&self, name: shape::Name) -> TermRef<'r> {
        self.report.shapes.graph.terms().term(name.0)
    }
}

fn component_of(kind: &Kind) -> NamedNodeRef<'static> {
    match kind {
        Kind::Class(_) => sh::CLASS_CONSTRAINT_COMPONENT,
        Kind::Datatype(_) => sh::DATATYPE_CONSTRAINT_COMPONENT,
        Kind::NodeKind(_) => sh::NODE_KIND_CONSTRAINT_COMPONENT,
        Kind::MinCount(_) => sh::MIN_COUNT_CONSTRAINT_COMPONENT,
        Kind::MaxCount(_) => sh::MAX_COUNT_CONSTRAINT_COMPONENT,
        Kind::Range(Range::MinExclusive, _) => sh::MIN_EXCLUSIVE_CONSTRAINT_COMPONENT,
        Kind::Range(Range::MinInclusive, _) => sh::MIN_INCLUSIVE_CONSTRAINT_COMPONENT,
        Kind::Range(Range::MaxExclusive, _) => sh::MAX_EXCLUSIVE_CONSTRAINT_COMPONENT,
        Kind::Range(Range::MaxInclusive, _) => sh::MAX_INCLUSIVE_CONSTRAINT_COMPONENT,
        Kind::MinLength(_) => sh::MIN_LENGTH_CONSTRAINT_COMPONENT,
        Kind::MaxLength(_) => sh::MAX_LENGTH_CONSTRAINT_COMPONENT,
        Kind::Pattern(_) => sh::PATTERN_CONSTRAINT_COMPONENT,
        Kind::LanguageIn(_) => sh::LANGUAGE_IN_CONSTRAINT_COMPONENT,
        Kind::UniqueLang => sh::UNIQUE_LANG_CONSTRAINT_COMPONENT,
        Kind::Equals(_) => sh::EQUALS_CONSTRAINT_COMPONENT,
        Kind::Disjoint(_) => sh::DISJOINT_CONSTRAINT_COMPONENT,
        Kind::LessThan(_) => sh::LESS_THAN_CONSTRAINT_COMPONENT,
        Kind::LessThanOrEquals(_) => sh::LESS_THAN_OR_EQUALS_CONSTRAINT_COMPONENT,
        Kind::Not(_) => sh::NOT_CONSTRAINT_COMPONENT,
        Kind::And(_) => sh::AND_CONSTRAINT_COMPONENT,
        Kind::Or(_) => sh::OR_CONSTRAINT_COMPONENT,
        Kind::Xone(_) => sh::XONE_CONSTRAINT_COMPONENT,
        Kind::Node(_) => sh::NODE_CONSTRAINT_COMPONENT,
        Kind::Property(_) => sh::PROPERTY_CONSTRAINT_COMPONENT,
        Kind::Qualified(qualified) => match qualified.limit {
            Limit::AtLeast(_) => sh::QUALIFIED_MIN_COUNT_CONSTRAINT_COMPONENT,
            Limit::AtMost(_) => sh::QUALIFIED_MAX_COUNT_CONSTRAINT_COMPONENT,
        },
        Kind::Closed(_) => sh::CLOSED_CONSTRAINT_COMPONENT,
        Kind::HasValue(_) => sh::HAS_VALUE_CONSTRAINT_COMPONENT,
        Kind::In(_) => sh::IN_CONSTRAINT_COMPONENT,
        Kind::Sparql(_) => sh::SPARQL_CONSTRAINT_COMPONENT,
        Kind::Component(_) => sh::CONSTRAINT_COMPONENT,
    }
}

fn code_of(kind: &Kind) -> Code {
    match kind {
        Kind::Class(_) => codes::CLASS,
        Kind::Datatype(_) => codes::DATATYPE,
        Kind::NodeKind(_) => codes::NODE_KIND,
        Kind::MinCount(_) => codes::MIN_COUNT,
        Kind::MaxCount(_) => codes::MAX_COUNT,
        Kind::Range(..) => codes::RANGE,
        Kind::MinLength(_) | Kind::MaxLength(_) => codes::LENGTH,
        Kind::Pattern(_) => codes::PATTERN,
        Kind::LanguageIn(_) => codes::LANGUAGE_IN,
        Kind::UniqueLang => codes::UNIQUE_LANG,
        Kind::Equals(_) => codes::EQUALS,
        Kind::Disjoint(_) => codes::DISJOINT,
        Kind::LessThan(_) | Kind::LessThanOrEquals(_) => codes::LESS_THAN,
        Kind::Not(_) => codes::NOT,
        Kind::And(_) => codes::AND,
        Kind::Or(_) => codes::OR,
        Kind::Xone(_) => codes::XONE,
        // Properties report their own results.
        Kind::Node(_) | Kind::Property(_) => codes::NODE,
        Kind::Qualified(_) => codes::QUALIFIED,
        Kind::Closed(_) => codes::CLOSED,
        Kind::HasValue(_) => codes::HAS_VALUE,
        Kind::In(_) => codes::IN,
        Kind::Sparql(_) => codes::SPARQL,
        Kind::Component(_) => codes::COMPONENT,
    }
}
