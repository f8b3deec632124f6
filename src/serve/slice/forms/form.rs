use crate::serve::slice::request::Slice;

/// A form in which a slice is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::serve) enum SliceForm {
    /// [CSV](https://www.rfc-editor.org/rfc/rfc4180): a line a figure.
    Csv,
    /// JSON: a table with what its members are called.
    Json,
    /// [JSON-stat 2.0](https://json-stat.org/full/)
    JsonStat,
    /// [JSON-LD 1.1](https://www.w3.org/TR/json-ld11/)
    JsonLd,
    /// [RDF 1.1 Turtle](https://www.w3.org/TR/turtle/)
    Turtle,
    /// [Apache Parquet](https://parquet.apache.org/docs/file-format/)
    Parquet,
    /// A page for people.
    Html,
}

impl SliceForm {
    /// All of them, in the order in which the server prefers them where a client does not care.
    pub(in crate::serve) const ALL: [Self; 7] = [
        Self::Csv,
        Self::Json,
        Self::JsonStat,
        Self::JsonLd,
        Self::Turtle,
        Self::Parquet,
        Self::Html,
    ];

    /// The media type without parameters.
    ///
    /// JSON-stat has none of its own; this one is asked for by nobody by accident.
    pub(in crate::serve) fn essence(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::JsonStat => "application/vnd.json-stat+json",
            Self::JsonLd => "application/ld+json",
            Self::Turtle => "text/turtle",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Html => "text/html",
        }
    }

    /// The value of `Content-Type`.
    pub(in crate::serve) fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            other => other.essence(),
        }
    }

    /// What follows the dot of an address, and what `format` is in its query.
    pub(in crate::serve) fn suffix(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::JsonStat => "json-stat",
            Self::JsonLd => "jsonld",
            Self::Turtle => "ttl",
            Self::Parquet => "parquet",
            Self::Html => "html",
        }
    }

    /// What people call it.
    pub(in crate::serve) fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::JsonStat => "JSON-stat",
            Self::JsonLd => "JSON-LD",
            Self::Turtle => "Turtle",
            Self::Parquet => "Parquet",
            Self::Html => "HTML",
        }
    }

    /// The form with this suffix.
    pub(in crate::serve) fn from_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.suffix() == suffix)
    }

    /// How many lines there are on a page where the address does not say.
    pub(in crate::serve) fn usual(self) -> usize {
        match self {
            Self::Html => 100,
            _ => Slice::MOST,
        }
    }
}
