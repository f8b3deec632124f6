use std::borrow::Cow;

use thiserror::Error;

use super::builtin::{Builtin, Family, Text};
use super::facets::{Facets, Limit};
use super::format::Format;
use super::integer::is_integer;
use super::value::Ordered;

/// A [datatype](https://www.w3.org/TR/tabular-data-model/#datatypes): a built-in one, perhaps
/// narrowed by a format and constraints.
#[derive(Clone, Debug)]
pub struct Datatype {
    base: Builtin,
    /// The IRI that was given to it, instead of the base's.
    id: Option<String>,
    format: Option<Format>,
    facets: Facets,
}

/// What a cell's text stands for.
#[derive(Debug)]
pub(crate) struct Parsed<'t> {
    /// The lexical form in RDF; the text itself where it could not be read.
    pub(crate) lexical: Cow<'t, str>,
    /// Whether the text is a value of the datatype and within its constraints.
    pub(crate) typed: bool,
    pub(crate) faults: Vec<Fault>,
}

/// What is wrong with a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum Fault {
    #[error("is no {0}")]
    Datatype(&'static str),
    #[error("does not match the format of its column")]
    Format,
    #[error("has the length {0}, which its column does not allow")]
    Length(usize),
    #[error("is beyond the `{}` of its column", .0.name())]
    Limit(Limit),
    #[error("is empty, but its column requires a value")]
    Required,
}

impl Default for Datatype {
    fn default() -> Self {
        Self::new(Builtin::STRING)
    }
}

impl Datatype {
    /// A built-in datatype as it is.
    pub fn new(base: Builtin) -> Self {
        Self {
            base,
            id: None,
            format: None,
            facets: Facets::default(),
        }
    }

    pub(crate) fn with_id(mut self, id: Option<String>) -> Self {
        self.id = id;
        self
    }

    pub(crate) fn with_format(mut self, format: Option<Format>) -> Self {
        self.format = format;
        self
    }

    pub(crate) fn with_facets(mut self, facets: Facets) -> Self {
        self.facets = facets;
        self
    }

    /// The built-in datatype that it is or narrows.
    pub fn base(&self) -> Builtin {
        self.base
    }

    /// The datatype IRI of its literals.
    pub fn iri(&self) -> &str {
        self.id
            .as_deref()
            .unwrap_or_else(|| self.base.iri().as_str())
    }

    /// Whether its literals are plain strings, which carry the language of their column.
    pub(crate) fn is_string(&self) -> bool {
        self.id.is_none() && self.base.family() == Family::Text(Text::String)
    }

    /// The first steps of [parsing cells](https://www.w3.org/TR/tabular-data-model/#parsing-cells):
    /// line ends and white space, as the base wants it.
    pub(crate) fn normalized<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let (keeps_line_ends, keeps_spaces) = match self.base.family() {
            Family::Text(text) => (text.keeps_line_ends(), text.keeps_spaces()),
            _ => (false, false),
        };
        if keeps_line_ends {
            return Cow::Borrowed(text);
        }
        let breaks = ['\r', '\n', '\t'];
        if keeps_spaces {
            return if text.contains(breaks) {
                Cow::Owned(text.replace(breaks, " "))
            } else {
                Cow::Borrowed(text)
            };
        }
        let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
        if trimmed.contains(breaks) || trimmed.contains("  ") {
            let words: Vec<_> = trimmed
                .split([' ', '\t', '\r', '\n'])
                .filter(|w| !w.is_empty())
                .collect();
            return Cow::Owned(words.join(" "));
        }
        Cow::Borrowed(trimmed)
    }

    /// Reads one value from a text whose white space was treated.
    pub(crate) fn parse<'t>(&self, text: &'t str) -> Parsed<'t> {
        let lexical = match self.lexical(text) {
            Ok(lexical) => lexical,
            Err(fault) => {
                return Parsed {
                    lexical: Cow::Borrowed(text),
                    typed: false,
                    faults: vec![fault],
                };
            }
        };
        let mut faults = Vec::new();
        if self.facets != Facets::default() {
            let value = Ordered::parse(self.base.family(), &lexical);
            self.facets
                .judge(|| self.length(&lexical), value.as_ref(), &mut faults);
        }
        Parsed {
            lexical: if faults.is_empty() {
                lexical
            } else {
                Cow::Borrowed(text)
            },
            typed: faults.is_empty(),
            faults,
        }
    }

    fn lexical<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, Fault> {
        let lexical = match &self.format {
            Some(Format::Expression(expression)) if !expression.matches(text) => {
                return Err(Fault::Format);
            }
            None | Some(Format::Expression(_)) => Cow::Borrowed(text),
            Some(Format::Number(format)) => Cow::Owned(format.parse(text).ok_or(Fault::Format)?),
            Some(Format::Date(kind, pattern)) => {
                Cow::Owned(pattern.to_xsd(*kind, text).ok_or(Fault::Format)?)
            }
            Some(Format::Boolean(yes, _)) if text == yes => return Ok(Cow::Borrowed("true")),
            Some(Format::Boolean(_, no)) if text == no => return Ok(Cow::Borrowed("false")),
            Some(Format::Boolean(..)) => return Err(Fault::Format),
        };
        if self.allows(&lexical) {
            Ok(self.spelt(lexical))
        } else {
            Err(Fault::Datatype(self.base.name()))
        }
    }

    /// Whether a text is in the lexical space of the base.
    fn allows(&self, text: &str) -> bool {
        match self.base.family() {
            Family::Text(kind) => kind.allows(text),
            Family::Binary(kind) => kind.length(text).is_some(),
            Family::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            Family::Integer(range) => is_integer(text, range),
            family => Ordered::parse(family, text).is_some(),
        }
    }

    /// `1` and `0` are other spellings of the two booleans; all else stays as it is.
    fn spelt<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        match (self.base.family(), &*text) {
            (Family::Boolean, "1") => Cow::Borrowed("true"),
            (Family::Boolean, "0") => Cow::Borrowed("false"),
            _ => text,
        }
    }

    fn length(&self, lexical: &str) -> usize {
        match self.base.family() {
            Family::Binary(kind) => kind.length(lexical).unwrap_or_default(),
            _ => lexical.chars().count(),
        }
    }

    /// The [canonical representation](https://www.w3.org/TR/xmlschema11-2/#dt-canonical-representation)
    /// of a lexical form, as URI templates want it.
    pub(crate) fn canonical<'t>(&self, lexical: &'t str) -> Cow<'t, str> {
        match self.base.family() {
            Family::Text(_) | Family::Binary(_) | Family::Boolean => Cow::Borrowed(lexical),
            family => match Ordered::parse(family, lexical) {
                Some(value) => Cow::Owned(value.canonical()),
                None => Cow::Borrowed(lexical),
            },
        }
    }
}
