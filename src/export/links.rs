use std::collections::BTreeMap;

use regex::{Captures, Regex};

use super::ExportError;
use crate::serve::Form;

/// What stands below a dataset and is no observation.
pub(super) const APART: [&str; 4] = ["release", "structure", "slice", "observations"];

/// Turns the links of pages, which begin at the root of a server, into links between files.
pub(super) struct Links {
    attribute: Regex,
    form: Regex,
    base: String,
    /// How many keys name a document of observations, by dataset.
    depths: BTreeMap<String, usize>,
}

impl Links {
    pub(super) fn new(base: &str, depths: BTreeMap<String, usize>) -> Result<Self, ExportError> {
        let pattern = |text: &str| {
            Regex::new(text).map_err(|error| ExportError::Page {
                path: text.to_owned(),
                reason: error.to_string(),
            })
        };
        Ok(Self {
            attribute: pattern(r#"\b(href|src)="(/[^"]*)""#)?,
            // Nothing is there to take what a form would send.
            form: pattern(r"(?s)<form\b.*?</form>\n?")?,
            base: base.to_owned(),
            depths,
        })
    }

    /// The page of a file, with links to the files beside it.
    pub(super) fn rewrite(&self, file: &str, page: &str) -> String {
        let up = "../".repeat(file.matches('/').count());
        let page = self.form.replace_all(page, "");
        let replaced = self.attribute.replace_all(&page, |found: &Captures<'_>| {
            let target = found[2].replace("&amp;", "&").replace("&#38;", "&");
            let target = match self.file(&target) {
                Some(file) => format!("{up}{file}"),
                // Only a server can answer it: where the base is one, it does.
                None => format!("{}{target}", self.base),
            };
            format!("{}=\"{}\"", &found[1], target.replace('&', "&amp;"))
        });
        replaced.into_owned()
    }

    /// The file that a local address leads to; `None` for what only a server can answer.
    fn file(&self, address: &str) -> Option<String> {
        let (address, fragment) = split(address, '#');
        let (path, query) = split(address, '?');
        let path = path.trim_matches('/');
        let document = match path.strip_prefix("id/") {
            Some(thing) => format!("doc/{thing}"),
            None => path.to_owned(),
        };
        // A slice is asked of a server.
        if document.starts_with("data/") && document.ends_with("/slice") {
            return None;
        }
        let hash = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
        match query {
            None | Some("lang=en") => {}
            Some("file") => return Some(path.to_owned()),
            Some("lang=cy") => {
                let stem = document.strip_suffix(".html").unwrap_or(&document);
                return Some(format!("{stem}/index.cy.html"));
            }
            Some(query) => return page(&document, query),
        }
        match document.split(['/', '.']).next().unwrap_or_default() {
            "" => Some(format!("index.html{hash}")),
            "assets" => Some(document),
            "doc" | "def" | "data" | "catalogue" => Some(self.document(&document) + &hash),
            _ => None,
        }
    }

    fn document(&self, path: &str) -> String {
        if let Some((stem, suffix)) = path.rsplit_once('.')
            && let Some(form) = Form::from_suffix(suffix)
        {
            return match form {
                Form::Html => format!("{stem}/index.html"),
                _ => path.to_owned(),
            };
        }
        if is_file(path) {
            return path.to_owned();
        }
        match self.observations(path) {
            Some(together) => format!("{together}/index.html#/{path}"),
            None => format!("{path}/index.html"),
        }
    }

    /// The document in which an observation stands; `None` for what is none.
    pub(super) fn observations(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches('/');
        let mut segments = path.strip_prefix("data/")?.split('/');
        let dataset = segments.next()?;
        let depth = *self.depths.get(dataset)?;
        let keys: Vec<_> = segments.collect();
        // An observation with no more keys than that has the document to itself.
        if keys.len() < depth || APART.contains(&keys[0]) {
            return None;
        }
        Some(format!("data/{dataset}/{}", keys[..depth].join("/")))
    }
}

/// Whether it is one of the files that are kept of a release.
fn is_file(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    // What the release was made from is described, and not kept.
    matches!(parts[..], ["data", _, "release", _, name] if name != "source")
}

/// A page of a list is a file; the further links to a thing are in the downloads.
fn page(document: &str, query: &str) -> Option<String> {
    let number = query.strip_prefix("page=")?;
    if number == "1" {
        return Some(format!("{document}/index.html"));
    }
    let list = document.starts_with("doc/") && document.matches('/').count() == 1;
    Some(if list {
        format!("{document}.page-{number}.html")
    } else {
        "downloads/index.html".to_owned()
    })
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_link_leads_to_its_file() {
        let depths = BTreeMap::from([("caseload".to_owned(), 1)]);
        let links = Links::new("http://example.com", depths).unwrap();
        for (from, to) in [
            ("/", "index.html"),
            ("/#courts", "index.html#courts"),
            ("/assets/site.css", "assets/site.css"),
            ("/id/court/x", "doc/court/x/index.html"),
            ("/doc/court/x.ttl", "doc/court/x.ttl"),
            ("/doc/court/x.html?lang=cy", "doc/court/x/index.cy.html"),
            ("/doc/court?page=2", "doc/court.page-2.html"),
            ("/doc/court/x?page=2", "downloads/index.html"),
            ("/data/caseload", "data/caseload/index.html"),
            (
                "/data/caseload/x/2025-Q4/open",
                "data/caseload/x/index.html#/data/caseload/x/2025-Q4/open",
            ),
            (
                "/data/caseload/release/2025-Q4",
                "data/caseload/release/2025-Q4/index.html",
            ),
            (
                "/data/caseload/release/2025-Q4/tidy.csv",
                "data/caseload/release/2025-Q4/tidy.csv",
            ),
            (
                "/data/caseload/release/2025-Q4/source",
                "data/caseload/release/2025-Q4/source/index.html",
            ),
            ("/catalogue", "catalogue/index.html"),
            ("/catalogue.ttl", "catalogue.ttl"),
        ] {
            assert_eq!(links.file(from).as_deref(), Some(to), "{from}");
        }
        assert_eq!(links.file("/sparql?query=x"), None);
        let page = "<a href=\"/id/court/x\">x</a> <form action=\"/doc\">\n</form><a href=\"/sparql?a=b&amp;c=d\">";
        assert_eq!(
            links.rewrite("doc/court/y/index.html", page),
            "<a href=\"../../../doc/court/x/index.html\">x</a> \
             <a href=\"http://example.com/sparql?a=b&amp;c=d\">"
        );
    }
}
