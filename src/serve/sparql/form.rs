use oxrdfio::RdfFormat;
use serde::{Deserialize, Serialize};
use sparesults::QueryResultsFormat;

use crate::serve::{Form, choose};

/// A form of the solutions of a SELECT or the answer to an ASK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SolutionForm {
    /// [SPARQL 1.1 Query Results JSON](https://www.w3.org/TR/sparql11-results-json/)
    Json,
    /// [SPARQL Query Results XML](https://www.w3.org/TR/rdf-sparql-XMLres/)
    Xml,
    /// [CSV](https://www.w3.org/TR/sparql11-results-csv-tsv/)
    Csv,
    /// [TSV](https://www.w3.org/TR/sparql11-results-csv-tsv/)
    Tsv,
}

impl SolutionForm {
    /// What is offered, in order: each media type, and those that people ask for instead.
    const OFFERS: [(&str, Self); 6] = [
        ("application/sparql-results+json", Self::Json),
        ("application/sparql-results+xml", Self::Xml),
        ("text/csv", Self::Csv),
        ("text/tab-separated-values", Self::Tsv),
        ("application/json", Self::Json),
        ("application/xml", Self::Xml),
    ];

    /// The media types that answers are sent as.
    pub(super) const MEDIA_TYPES: [&str; 4] = [
        Self::OFFERS[0].0,
        Self::OFFERS[1].0,
        Self::OFFERS[2].0,
        Self::OFFERS[3].0,
    ];

    pub(super) fn format(self) -> QueryResultsFormat {
        match self {
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
        }
    }

    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/sparql-results+json",
            Self::Xml => "application/sparql-results+xml",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
        }
    }
}

/// The RDF forms that graphs are offered in.
pub(super) const GRAPH_FORMS: [(&str, Form); 4] = [
    ("text/turtle", Form::Turtle),
    ("application/n-triples", Form::NTriples),
    ("application/ld+json", Form::JsonLd),
    ("application/rdf+xml", Form::RdfXml),
];

/// What a client accepts: which of the two is used is known when its query has been parsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Forms {
    /// The form for SELECT and ASK, if it accepts any.
    pub solutions: Option<SolutionForm>,
    /// The form for CONSTRUCT and DESCRIBE, if it accepts any.
    pub graph: Option<GraphForm>,
}

/// A form of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GraphForm {
    /// Turtle
    Turtle,
    /// N-Triples
    NTriples,
    /// JSON-LD
    JsonLd,
    /// RDF/XML
    RdfXml,
}

impl GraphForm {
    fn of(form: Form) -> Option<Self> {
        match form {
            Form::Turtle => Some(Self::Turtle),
            Form::NTriples => Some(Self::NTriples),
            Form::JsonLd => Some(Self::JsonLd),
            Form::RdfXml => Some(Self::RdfXml),
            Form::Html => None,
        }
    }

    fn form(self) -> Form {
        match self {
            Self::Turtle => Form::Turtle,
            Self::NTriples => Form::NTriples,
            Self::JsonLd => Form::JsonLd,
            Self::RdfXml => Form::RdfXml,
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        self.form().content_type()
    }

    pub(super) fn format(self) -> RdfFormat {
        // Every form but the page is a syntax of RDF.
        self.form().rdf().unwrap_or(RdfFormat::NTriples)
    }
}

/// Who reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// A program, in these forms.
    Program(Forms),
    /// A person, on a page.
    Person,
}

impl Reader {
    /// Reads an `Accept` field; a page is only sent where it is liked better than any data.
    pub(super) fn from_accept(accept: Option<&str>) -> Self {
        let data = SolutionForm::OFFERS.map(|(media_type, _)| (media_type, false));
        let graph = GRAPH_FORMS.map(|(media_type, _)| (media_type, false));
        let offers: Vec<_> = data
            .into_iter()
            .chain(graph)
            .chain([("text/html", true)])
            .collect();
        if choose(accept, &offers) == Some(true) {
            return Self::Person;
        }
        Self::Program(Forms {
            solutions: choose(accept, &SolutionForm::OFFERS),
            graph: choose(accept, &GRAPH_FORMS).and_then(GraphForm::of),
        })
    }

    /// Reads the short name of a form, as the page and command lines use it.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let (solutions, graph) = match name {
            "html" => return Some(Self::Person),
            "json" => (Some(SolutionForm::Json), Some(GraphForm::JsonLd)),
            "xml" => (Some(SolutionForm::Xml), Some(GraphForm::RdfXml)),
            "csv" => (Some(SolutionForm::Csv), None),
            "tsv" => (Some(SolutionForm::Tsv), None),
            "turtle" | "ttl" => (None, Some(GraphForm::Turtle)),
            "ntriples" | "nt" => (None, Some(GraphForm::NTriples)),
            "jsonld" => (None, Some(GraphForm::JsonLd)),
            "rdfxml" | "rdf" => (None, Some(GraphForm::RdfXml)),
            _ => return None,
        };
        Some(Self::Program(Forms { solutions, graph }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_a_page_and_a_program_gets_data() {
        let chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(Reader::from_accept(Some(chrome)), Reader::Person);
        let any = Forms {
            solutions: Some(SolutionForm::Json),
            graph: Some(GraphForm::Turtle),
        };
        assert_eq!(Reader::from_accept(Some("*/*")), Reader::Program(any));
        assert_eq!(Reader::from_accept(None), Reader::Program(any));
    }

    #[test]
    fn each_kind_of_answer_has_its_own_best_form() {
        let accept = "text/csv, application/rdf+xml;q=0.5, text/turtle;q=0.1";
        let forms = Forms {
            solutions: Some(SolutionForm::Csv),
            graph: Some(GraphForm::RdfXml),
        };
        assert_eq!(Reader::from_accept(Some(accept)), Reader::Program(forms));
    }
}
