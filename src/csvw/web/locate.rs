//! [Locating metadata](https://www.w3.org/TR/tabular-data-model/#locating-metadata) for a file.

use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::metadata::{Stopped, TableGroup};
use crate::csvw::template::{Template, Variable};
use crate::diagnostic::{Finding, Findings, Place};

use super::fetch::{Fetch, FetchError, Response, read_text};
use super::link::Link;
use super::url::same_url;

/// Where metadata are looked for if the server does not say otherwise.
const DEFAULT_PATTERNS: &str = "{+url}-metadata.json\ncsv-metadata.json";

/// Metadata that were found for a file.
pub(crate) enum Located {
    Group(TableGroup),
    Nothing,
}

/// Reads a group of tables from a response; what is wrong goes into the findings.
pub(crate) type ReadGroup<'r> =
    dyn FnMut(Response, &Iri<String>, &mut Findings) -> Result<TableGroup, Stopped> + 'r;

/// Looks for metadata that describe the file at `url`: in its `Link` headers, of which the last
/// that leads to some counts, then where the server or the specification says.
pub(crate) fn locate(
    fetch: &dyn Fetch,
    url: &Iri<String>,
    links: &[String],
    read: &mut ReadGroup<'_>,
    findings: &mut Findings,
) -> Result<Located, Stopped> {
    let linked = links.iter().flat_map(|header| Link::parse_all(header));
    let mut linked: Vec<_> = linked.filter(Link::describes).collect();
    linked.reverse();
    let linked = linked
        .iter()
        .filter_map(|link| url.resolve(&link.target).ok());
    // The standard places are asked for only where no link helps.
    let standard = std::iter::once_with(|| standard_places(fetch, url)).flatten();
    for candidate in linked.chain(standard) {
        let response = match fetch.fetch(&candidate) {
            Ok(response) => response,
            Err(FetchError::NotFound | FetchError::Other(_) | FetchError::Outside) => continue,
        };
        // A server may answer with the file itself when only the query differs.
        if candidate.path() == url.path() && !response.is_json() {
            continue;
        }
        let name = response.name.clone();
        let group = read(response, &candidate, findings)?;
        if group
            .tables
            .iter()
            .any(|table| same_url(table.url.as_str(), url.as_str()))
        {
            return Ok(Located::Group(group));
        }
        let message = format!("These metadata do not describe <{url}>; they are ignored.");
        findings.push(Finding::new(codes::NOT_DESCRIBED, message).defined_at(Place::file(name)));
    }
    Ok(Located::Nothing)
}

/// The [site-wide location configuration](https://www.w3.org/TR/tabular-data-model/#site-wide-location-configuration):
/// one template a line.
fn standard_places(fetch: &dyn Fetch, url: &Iri<String>) -> Vec<Iri<String>> {
    let configured = match url.scheme() {
        "http" | "https" => url
            .resolve("/.well-known/csvm")
            .ok()
            .and_then(|place| fetch.fetch(&place).ok()),
        _ => None,
    };
    let patterns = configured.and_then(|response| read_text(response.body).ok());
    let patterns = patterns.unwrap_or_else(|| DEFAULT_PATTERNS.to_owned());
    let file = super::url::without_fragment(url.as_str());
    let expand = |line: &str| {
        let mut text = String::new();
        Template::parse(line)
            .ok()?
            .expand(&mut text, |name| match name {
                "url" => Variable::One(file),
                _ => Variable::Undefined,
            });
        url.resolve(&text).ok()
    };
    patterns
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .filter_map(expand)
        .collect()
}
