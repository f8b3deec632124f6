use std::fs;
use std::path::Path;

use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::json::Document;
use crate::csvw::metadata::{TableGroup, read_document};
use crate::csvw::template::{Allow, encode};
use crate::diagnostic::{Finding, Findings, Place, SourceName};

impl TableGroup {
    /// Reads metadata from a text; relative URLs are resolved against `file:///`.
    ///
    /// Gives `None` after an error, which is in the findings.
    pub fn parse(
        source: impl Into<SourceName>,
        text: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let base = Iri::parse("file:///".to_owned()).ok()?;
        parse(source.into(), text, &base, findings)
    }

    /// Reads metadata from a file; relative URLs are resolved against its path. Documents that it
    /// refers to, such as schemas of their own, are not read.
    ///
    /// Gives `None` after an error, which is in the findings.
    pub fn open(path: &Path, findings: &mut Findings) -> Option<Self> {
        let source = SourceName::new(path.to_string_lossy());
        let read = fs::read_to_string(path).and_then(|text| Ok((text, file_url(path)?)));
        match read {
            Ok((text, url)) => parse(source, &text, &url, findings),
            Err(error) => {
                let message = format!("The metadata cannot be read: {error}.");
                findings.push(Finding::new(codes::UNREADABLE, message).at(Place::file(source)));
                None
            }
        }
    }
}

fn parse(
    source: SourceName,
    text: &str,
    url: &Iri<String>,
    findings: &mut Findings,
) -> Option<TableGroup> {
    let document = parse_document(source, text, findings)?;
    let mut fetch = |_: &Iri<String>, _: &mut Findings| None;
    read_document(&document, url, &mut fetch, findings).ok()
}

/// Parses JSON; reports it if that fails.
pub(crate) fn parse_document(
    source: SourceName,
    text: &str,
    findings: &mut Findings,
) -> Option<Document> {
    match Document::parse(source, text) {
        Ok(document) => Some(document),
        Err(failed) => {
            let (error, place) = *failed;
            let message = format!("This is no JSON: {error}.");
            findings.push(Finding::new(codes::JSON, message).defined_at(place));
            None
        }
    }
}

/// The `file:` URL of a path, which need not exist.
pub fn file_url(path: &Path) -> std::io::Result<Iri<String>> {
    let absolute = std::path::absolute(path)?;
    let mut url = "file://".to_owned();
    for component in absolute.to_string_lossy().split('/').skip(1) {
        url.push('/');
        encode(&mut url, component, Allow::Unreserved);
    }
    Iri::parse(url).map_err(std::io::Error::other)
}
