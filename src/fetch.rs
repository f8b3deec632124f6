//! Brings a release from a URL into a folder on this machine.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::digest::{Digest, Hashing};

/// Fetches files over HTTP and keeps them, so that what has not changed is not sent again.
///
/// A file is whole or not there: it is written beside its place and renamed.
pub struct Fetcher {
    client: Client,
    folder: PathBuf,
    limit: u64,
}

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it lies.
    pub path: PathBuf,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Whether the server sent it again.
    pub transfer: Transfer,
}

/// Whether a file was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// The server sent it.
    Sent,
    /// The server said that the kept one is still right (304).
    NotModified,
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that have arrived.
    pub arrived: u64,
    /// Bytes that the server announced, where it did.
    pub expected: Option<u64>,
}

/// Why a file could not be fetched.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The server could not be asked, or the connection broke.
    #[error("{url} could not be fetched: {source}")]
    Http {
        /// The URL.
        url: String,
        /// What went wrong.
        source: reqwest::Error,
    },
    /// The server answered with something else than the file.
    #[error("{url} answered {status}")]
    Status {
        /// The URL.
        url: String,
        /// The answer.
        status: StatusCode,
    },
    /// The file is larger than allowed.
    #[error("{url} is larger than the limit of {limit} bytes")]
    TooLarge {
        /// The URL.
        url: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The transfer broke off, or the file could not be written.
    #[error("{url} could not be kept: {source}")]
    File {
        /// The URL.
        url: String,
        /// What the system said.
        source: io::Error,
    },
}

/// What is kept beside a file: what the next request is made conditional with.
#[derive(Debug, Serialize, Deserialize)]
struct Receipt {
    url: String,
    digest: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
}

impl Fetcher {
    /// Keeps files in `folder`; one larger than `limit` bytes is refused.
    pub fn new(folder: impl Into<PathBuf>, limit: u64) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .user_agent(concat!("assize/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(30))
            // Of each read, not of the whole: only a transfer that stands still is given up.
            .timeout(Duration::from_mins(1))
            .build()?;
        Ok(Self {
            client,
            folder: folder.into(),
            limit,
        })
    }

    /// Fetches a file, unless the kept one is still right.
    pub fn fetch(
        &self,
        url: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Fetched, FetchError> {
        let place = self.place(url).map_err(file_error(url))?;
        let receipt = Receipt::read(&place);
        let response = self.ask(url, receipt.as_ref())?;
        match (response.status(), receipt) {
            (StatusCode::NOT_MODIFIED, Some(receipt)) => Ok(Fetched {
                path: place,
                digest: receipt.digest,
                transfer: Transfer::NotModified,
            }),
            (status, _) if status.is_success() => self.keep(url, place, response, progress),
            (status, _) => Err(FetchError::Status {
                url: url.to_owned(),
                status,
            }),
        }
    }

    /// Each URL has a folder of its own, in which the file keeps its name: mappings go by it.
    fn place(&self, url: &str) -> io::Result<PathBuf> {
        let digest = Digest::of(url.as_bytes());
        let folder = self.folder.join(&digest.as_str()[..16]);
        fs::create_dir_all(&folder)?;
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let name = path.rsplit('/').next().filter(|name| !name.is_empty());
        Ok(folder.join(name.unwrap_or("release.csv")))
    }

    fn ask(&self, url: &str, receipt: Option<&Receipt>) -> Result<Response, FetchError> {
        let mut request = self.client.get(url);
        if let Some(receipt) = receipt {
            if let Some(etag) = &receipt.etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            if let Some(date) = &receipt.last_modified {
                request = request.header(IF_MODIFIED_SINCE, date);
            }
        }
        request.send().map_err(|source| FetchError::Http {
            url: url.to_owned(),
            source,
        })
    }

    fn keep(
        &self,
        url: &str,
        place: PathBuf,
        mut response: Response,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Fetched, FetchError> {
        let expected = response.content_length();
        let too_large = || FetchError::TooLarge {
            url: url.to_owned(),
            limit: self.limit,
        };
        if expected.is_some_and(|length| length > self.limit) {
            return Err(too_large());
        }
        let folder = place.parent().unwrap_or(&self.folder);
        let file = NamedTempFile::new_in(folder).map_err(file_error(url))?;
        let mut hashing = Hashing::new(file);
        let mut told = |arrived| progress(Progress { arrived, expected });
        let arrived = copy(&mut response, &mut hashing, self.limit, &mut told);
        if arrived.map_err(file_error(url))? > self.limit {
            return Err(too_large());
        }
        let (file, digest) = hashing.finish();
        let receipt = Receipt::new(url, digest.clone(), response.headers());
        persist(file, &place)
            .and_then(|()| receipt.write(&place))
            .map_err(file_error(url))?;
        Ok(Fetched {
            path: place,
            digest,
            transfer: Transfer::Sent,
        })
    }
}

fn file_error(url: &str) -> impl FnOnce(io::Error) -> FetchError + '_ {
    |source| FetchError::File {
        url: url.to_owned(),
        source,
    }
}

/// Copies until the end or until more than `limit` bytes have come.
fn copy(
    from: &mut impl Read,
    to: &mut impl Write,
    limit: u64,
    told: &mut dyn FnMut(u64),
) -> io::Result<u64> {
    let mut buffer = vec![0; 64 * 1024];
    let mut arrived = 0;
    while arrived <= limit {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        to.write_all(&buffer[..n])?;
        arrived += n as u64;
        told(arrived);
    }
    Ok(arrived)
}

fn persist(file: NamedTempFile, place: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(place)?;
    Ok(())
}

impl Receipt {
    fn new(url: &str, digest: Digest, headers: &HeaderMap) -> Self {
        let text = |name| {
            let value = headers.get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        Self {
            url: url.to_owned(),
            digest,
            etag: text(ETAG),
            last_modified: text(LAST_MODIFIED),
        }
    }

    fn path(place: &Path) -> PathBuf {
        place.with_added_extension("receipt.json")
    }

    /// A receipt that cannot be read, or whose file is no longer the one it was given for, is as
    /// good as none: the file is fetched anew.
    fn read(place: &Path) -> Option<Self> {
        let text = fs::read(Self::path(place)).ok()?;
        let receipt: Self = serde_json::from_slice(&text).ok()?;
        let digest = Digest::of_file(place).ok()?;
        (receipt.digest == digest).then_some(receipt)
    }

    fn write(&self, place: &Path) -> io::Result<()> {
        let file = File::create(Self::path(place))?;
        Ok(serde_json::to_writer_pretty(file, self)?)
    }
}
