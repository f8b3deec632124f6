use std::io::{self, Read};

use oxiri::Iri;
use thiserror::Error;

use crate::diagnostic::SourceName;

/// A document larger than this is not read as metadata.
const TEXT_LIMIT: u64 = 8 * 1024 * 1024;

/// Answers URLs.
pub trait Fetch {
    /// Fetches the document at a URL.
    fn fetch(&self, url: &Iri<String>) -> Result<Response, FetchError>;
}

/// The document at a URL, with what was said about it.
pub struct Response {
    /// What findings call it.
    pub name: SourceName,
    /// The values of its `Link` headers, in order.
    pub links: Vec<String>,
    /// The value of its `Content-Type` header.
    pub content_type: Option<String>,
    /// The value of its `Content-Language` header.
    pub content_language: Option<String>,
    /// The document itself.
    pub body: Box<dyn Read>,
}

/// Why a URL was not answered.
#[derive(Debug, Error)]
pub enum FetchError {
    /// There is no such document.
    #[error("there is no such document")]
    NotFound,
    /// It is a file outside the folders that may be read.
    #[error("it is outside the folders that may be read")]
    Outside,
    /// Something else went wrong.
    #[error("{0}")]
    Other(String),
}

impl Response {
    /// A document of which nothing else is known.
    pub fn new(name: impl Into<SourceName>, body: impl Read + 'static) -> Self {
        Self {
            name: name.into(),
            links: Vec::new(),
            content_type: None,
            content_language: None,
            body: Box::new(body),
        }
    }

    /// The media type, without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let text = self.content_type.as_deref()?;
        Some(text.split(';').next()?.trim().to_ascii_lowercase())
    }

    /// Whether it is said to be JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.media_type()
            .is_some_and(|media_type| media_type.ends_with("json"))
    }

    /// A parameter of the media type.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut parameters = self.content_type.as_deref()?.split(';').skip(1);
        parameters.find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            let is_wanted = key.trim().eq_ignore_ascii_case(name);
            is_wanted.then(|| value.trim().trim_matches('"').to_owned())
        })
    }
}

/// Reads a document whole, as UTF-8.
pub(crate) fn read_text(body: Box<dyn Read>) -> io::Result<String> {
    let mut bytes = Vec::new();
    body.take(TEXT_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > TEXT_LIMIT {
        let reason = format!("it is larger than {} MiB", TEXT_LIMIT >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
