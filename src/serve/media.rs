use oxrdfio::{JsonLdProfileSet, RdfFormat};

/// A form in which a document is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// [RDF 1.1 Turtle](https://www.w3.org/TR/turtle/)
    Turtle,
    /// [RDF 1.1 N-Triples](https://www.w3.org/TR/n-triples/)
    NTriples,
    /// [JSON-LD 1.1](https://www.w3.org/TR/json-ld11/)
    JsonLd,
    /// [RDF 1.1 XML](https://www.w3.org/TR/rdf-syntax-grammar/)
    RdfXml,
    /// A page for people.
    Html,
}

impl Form {
    /// All of them, in the order in which the server prefers them where a client does not care.
    pub const ALL: [Self; 5] = [
        Self::Turtle,
        Self::NTriples,
        Self::JsonLd,
        Self::RdfXml,
        Self::Html,
    ];

    /// The media type without parameters.
    pub fn essence(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            Self::NTriples => "application/n-triples",
            Self::JsonLd => "application/ld+json",
            Self::RdfXml => "application/rdf+xml",
            Self::Html => "text/html",
        }
    }

    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            other => other.essence(),
        }
    }

    /// What a document's address ends with in this form, without the dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::JsonLd => "jsonld",
            Self::RdfXml => "rdf",
            Self::Html => "html",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turtle => "Turtle",
            Self::NTriples => "N-Triples",
            Self::JsonLd => "JSON-LD",
            Self::RdfXml => "RDF/XML",
            Self::Html => "HTML",
        }
    }

    /// The form with this suffix.
    pub fn from_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.suffix() == suffix)
    }

    /// The RDF syntax; `None` for the page.
    pub fn rdf(self) -> Option<RdfFormat> {
        match self {
            Self::Turtle => Some(RdfFormat::Turtle),
            Self::NTriples => Some(RdfFormat::NTriples),
            Self::JsonLd => Some(RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            }),
            Self::RdfXml => Some(RdfFormat::RdfXml),
            Self::Html => None,
        }
    }
}
