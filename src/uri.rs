//! The URIs that Assize mints, all below one [`Base`] from the configuration.

use std::fmt;

use oxiri::Iri;
use oxrdf::NamedNode;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The start of every URI that is published, such as `http://justice.data.gov.uk`.
///
/// It comes from the configuration and never from a request's Host header: the server answers for
/// this base wherever it runs. It has no slash at its end.
///
/// ```
/// use assize::uri::{Base, Key};
///
/// let base = Base::new("http://justice.data.gov.uk/")?;
/// let court = base.thing("court", &Key::from_label("St Albans"));
/// assert_eq!(court.as_str(), "http://justice.data.gov.uk/id/court/st-albans");
/// # Ok::<_, assize::uri::BaseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// Why a text is no base.
#[derive(Debug, Error)]
#[error("the base `{text}` must be an absolute http or https URI without query and fragment")]
pub struct BaseError {
    text: String,
}

impl Base {
    /// The base that is used where the configuration names none.
    pub const DEFAULT: &'static str = "http://justice.data.gov.uk";

    /// Takes an absolute `http` or `https` URI without query and fragment; slashes at its end are
    /// dropped.
    pub fn new(text: &str) -> Result<Self, BaseError> {
        let error = || BaseError {
            text: text.to_owned(),
        };
        let iri = Iri::parse(text).ok().ok_or_else(error)?;
        let plain = iri.query().is_none() && iri.fragment().is_none();
        if plain && matches!(iri.scheme(), "http" | "https") && iri.authority().is_some() {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(error())
        }
    }

    /// The text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `{base}/id/{concept}/{key}`: a thing, such as a court.
    pub fn thing(&self, concept: &str, key: &Key) -> NamedNode {
        self.join(&["id", concept, key.as_str()])
    }

    /// `{base}/doc/{concept}/{key}`: the document about a thing.
    pub fn document(&self, concept: &str, key: &Key) -> NamedNode {
        self.join(&["doc", concept, key.as_str()])
    }

    /// `{base}/def/{vocabulary}/{term}`: a class, property, concept scheme or concept.
    pub fn term(&self, vocabulary: &str, term: &str) -> NamedNode {
        self.join(&["def", vocabulary, term])
    }

    /// `{base}/data/{dataset}`.
    pub fn dataset(&self, dataset: &str) -> NamedNode {
        self.join(&["data", dataset])
    }

    /// `{base}/data/{dataset}/release/{edition}`.
    pub fn release(&self, dataset: &str, edition: &str) -> NamedNode {
        self.join(&["data", dataset, "release", edition])
    }

    fn join(&self, segments: &[&str]) -> NamedNode {
        NamedNode::new_unchecked(format!("{}/{}", self.0, segments.join("/")))
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The last part of a URI: ASCII letters, digits, `-`, `.` and `_`, so that it needs no escape
/// anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

/// Why a text is no key.
#[derive(Debug, Error)]
#[error("`{text}` is no key: a key is made of ASCII letters, digits, `-`, `.` and `_`")]
pub struct KeyError {
    text: String,
}

impl Key {
    /// Takes a key as it stands, such as `snaresbrook` or `E06000001`.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let reserved = text.is_empty() || text.chars().all(|c| c == '.');
        if !reserved && text.chars().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError {
                text: text.to_owned(),
            })
        }
    }

    /// Makes a readable key from a label: lower case, without accents, hyphens for all between.
    ///
    /// Labels that differ may give the same key; who mints keys must look for that.
    /// A label without any letter or digit gives `x`.
    ///
    /// ```
    /// use assize::uri::Key;
    ///
    /// assert_eq!(Key::from_label("Newport (Isle of Wight)").as_str(), "newport-isle-of-wight");
    /// assert_eq!(Key::from_label("King's Lynn & Tŷ").as_str(), "kings-lynn-and-ty");
    /// ```
    pub fn from_label(label: &str) -> Self {
        let plain = label.replace('&', " and ").replace(['\'', '’'], "");
        let letters = plain.nfkd().filter(|c| !is_combining_mark(*c));
        let letters: String = letters.flat_map(char::to_lowercase).collect();
        let words = letters.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            Self("x".to_owned())
        } else {
            Self(words.join("-"))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_without_authority_or_with_a_query_is_refused() {
        for text in [
            "justice",
            "file:///x",
            "http://a?b",
            "http://a#b",
            "ftp://a",
        ] {
            assert!(Base::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dots_alone_are_no_key() {
        assert!(Key::new("..").is_err());
        assert!(Key::new("a/b").is_err());
        assert!(Key::new("2025-Q4").is_ok());
    }
}
