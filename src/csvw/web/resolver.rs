use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use oxiri::Iri;
use percent_encoding::percent_decode_str;
use reqwest::blocking::{Client, Response as HttpResponse};
use reqwest::header::{ACCEPT, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, LINK};
use thiserror::Error;

use crate::csvw::template::{Allow, encode};

use super::fetch::{Fetch, FetchError, Response};

/// Answers URLs from folders, from the file system and over HTTP.
///
/// Files are read only from below the folders that it was told of, wherever metadata point.
pub struct Resolver {
    mappings: Vec<Mapping>,
    folders: Vec<PathBuf>,
    client: OnceLock<Client>,
}

/// A URL prefix that a folder answers for, written `PREFIX=FOLDER`.
///
/// ```
/// use assize::csvw::Mapping;
///
/// let mapping: Mapping = "http://example.org/data/=samples".parse()?;
/// # Ok::<_, assize::csvw::MapError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    prefix: String,
    folder: PathBuf,
}

/// Why a text is no mapping.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("a mapping is written PREFIX=FOLDER, with an absolute URL before the last `=`")]
pub struct MapError;

impl FromStr for Mapping {
    type Err = MapError;

    fn from_str(text: &str) -> Result<Self, MapError> {
        let (prefix, folder) = text.rsplit_once('=').ok_or(MapError)?;
        Iri::parse(prefix).ok().ok_or(MapError)?;
        Ok(Self {
            prefix: prefix.to_owned(),
            folder: PathBuf::from(folder),
        })
    }
}

impl Mapping {
    /// Lets a folder answer for an absolute URL prefix.
    pub fn new(prefix: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        Self {
            prefix: prefix.into(),
            folder: folder.into(),
        }
    }

    /// The file that answers for a URL below the prefix, or for the prefix itself.
    fn file(&self, url: &str) -> Option<PathBuf> {
        let rest = url.strip_prefix(&self.prefix)?;
        let path = rest.split(['?', '#']).next()?;
        if path.is_empty() {
            return Some(self.folder.clone());
        }
        Some(self.folder.join(decoded(path.trim_start_matches('/'))))
    }

    /// The URL below the prefix that a path in the folder answers for.
    pub fn url_of(&self, path: &Path) -> Option<Iri<String>> {
        let (path, folder) = (path.canonicalize().ok()?, self.folder.canonicalize().ok()?);
        let mut url = self.prefix.trim_end_matches('/').to_owned();
        for component in path.strip_prefix(folder).ok()?.components() {
            url.push('/');
            encode(&mut url, component.as_os_str().to_str()?, Allow::Unreserved);
        }
        Iri::parse(url).ok()
    }

    /// Whether it speaks for the server of a URL: then the network is not asked for that one.
    fn has_origin_of(&self, url: &Iri<String>) -> bool {
        let own = Iri::parse(self.prefix.as_str()).ok();
        own.is_some_and(|own| own.scheme() == url.scheme() && own.authority() == url.authority())
    }
}

impl Resolver {
    /// Answers with these mappings and reads files below these folders.
    pub fn new(mappings: Vec<Mapping>, folders: Vec<PathBuf>) -> Self {
        Self {
            mappings,
            folders,
            client: OnceLock::new(),
        }
    }

    /// The client, made when the network is first needed.
    fn client(&self) -> Result<&Client, FetchError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // Large files take long; only a server that does not answer is given up soon.
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(30))
            .timeout(Duration::from_hours(1))
            .build();
        let client = client.map_err(|error| FetchError::Other(error.to_string()))?;
        Ok(self.client.get_or_init(|| client))
    }

    fn http(&self, url: &Iri<String>) -> Result<Response, FetchError> {
        let other = |error: reqwest::Error| FetchError::Other(error.to_string());
        let client = self.client()?;
        let request = client.get(url.as_str()).header(
            ACCEPT,
            "text/csv, application/csvm+json, application/ld+json, application/json, */*;q=0.1",
        );
        let response = request.send().map_err(other)?;
        match response.status() {
            status if status.is_success() => Ok(of_http(url, response)),
            status if matches!(status.as_u16(), 404 | 410) => Err(FetchError::NotFound),
            status => Err(FetchError::Other(format!("the server answers {status}"))),
        }
    }
}

impl Fetch for Resolver {
    fn fetch(&self, url: &Iri<String>) -> Result<Response, FetchError> {
        for mapping in &self.mappings {
            if let Some(path) = mapping.file(url.as_str()) {
                return open(&path, std::slice::from_ref(&mapping.folder));
            }
        }
        match url.scheme() {
            "file" => open(&PathBuf::from(decoded(url.path())), &self.folders),
            "http" | "https"
                if self
                    .mappings
                    .iter()
                    .any(|mapping| mapping.has_origin_of(url)) =>
            {
                Err(FetchError::NotFound)
            }
            "http" | "https" => self.http(url),
            scheme => Err(FetchError::Other(format!(
                "URLs of the scheme `{scheme}` are not answered"
            ))),
        }
    }
}

/// Opens a file if it is below one of the folders, links followed.
fn open(path: &Path, folders: &[PathBuf]) -> Result<Response, FetchError> {
    let real = path.canonicalize().map_err(|error| of_io(&error))?;
    let within = |folder: &PathBuf| {
        folder
            .canonicalize()
            .is_ok_and(|folder| real.starts_with(folder))
    };
    if !folders.iter().any(within) {
        return Err(FetchError::Outside);
    }
    let file = File::open(&real).map_err(|error| of_io(&error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(FetchError::NotFound);
    }
    Ok(Response::new(path.to_string_lossy(), file))
}

fn of_io(error: &io::Error) -> FetchError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FetchError::NotFound,
        _ => FetchError::Other(error.to_string()),
    }
}

fn of_http(url: &Iri<String>, response: HttpResponse) -> Response {
    let all = |name: HeaderName| {
        let values = response.headers().get_all(name).iter();
        values
            .filter_map(|value| value.to_str().ok().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    Response {
        name: url.as_str().into(),
        links: all(LINK),
        content_type: all(CONTENT_TYPE).pop(),
        content_language: all(CONTENT_LANGUAGE).pop(),
        body: Box::new(response),
    }
}

/// The path of a URL as a path of the file system.
fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iri(text: &str) -> Iri<String> {
        Iri::parse(text.to_owned()).unwrap()
    }

    #[test]
    fn a_mapping_answers_below_its_prefix_and_nothing_else_of_its_server() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a b.csv"), "x").unwrap();
        let text = format!("http://example.org/data/={}", folder.path().display());
        let resolver = Resolver::new(vec![text.parse().unwrap()], Vec::new());
        assert!(
            resolver
                .fetch(&iri("http://example.org/data/a%20b.csv?x"))
                .is_ok()
        );
        for url in [
            "http://example.org/data/c.csv",
            "http://example.org/.well-known/csvm",
        ] {
            assert!(
                matches!(resolver.fetch(&iri(url)), Err(FetchError::NotFound)),
                "{url}"
            );
        }
    }

    #[test]
    fn files_outside_the_folders_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("out.csv"), "x").unwrap();
        let inside = folder.path().join("in");
        let text = format!("http://example.org/={}", inside.display());
        let resolver = Resolver::new(vec![text.parse().unwrap()], vec![inside]);
        for url in [
            "http://example.org/%2E%2E/out.csv".to_owned(),
            format!("file://{}/in/../out.csv", folder.path().display()),
        ] {
            assert!(
                matches!(resolver.fetch(&iri(&url)), Err(FetchError::Outside)),
                "{url}"
            );
        }
    }
}
