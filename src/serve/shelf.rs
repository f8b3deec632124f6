use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::store::{Generation, checksums};
use crate::uri::Base;

/// The files that a generation keeps of its releases, by the path at which each is served.
///
/// What is not listed here is not found, so that no path leads anywhere else.
#[derive(Default)]
pub(super) struct Shelf {
    /// By path, such as `/data/timeliness/release/2025/tidy.csv`; nothing in it is encoded.
    files: BTreeMap<String, Held>,
    /// The path of the live release of each dataset, by that of the dataset.
    live: BTreeMap<String, String>,
}

/// A file of a release.
pub(super) struct Held {
    /// Its name.
    pub(super) name: String,
    /// Where it lies.
    pub(super) file: PathBuf,
    /// The local address at which it is served.
    pub(super) address: String,
    /// The local address of its release.
    pub(super) release: String,
    /// The address of its [metadata](https://www.w3.org/TR/tabular-metadata/), if it is a table
    /// that has some.
    pub(super) metadata: Option<String>,
    /// Its size.
    pub(super) bytes: u64,
    /// A strong entity tag: its checksum.
    pub(super) etag: String,
    /// When it was written.
    pub(super) modified: Option<DateTime<Utc>>,
}

/// What stands in a segment of a path as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Shelf {
    /// The files of all releases, kept ones too. A release whose files cannot be looked at is
    /// logged and has none.
    pub(super) fn of(generation: &Generation, base: &Base) -> Self {
        let mut shelf = Self::default();
        let path = |uri: &str| uri.trim_start_matches(base.as_str()).to_owned();
        for release in &generation.manifest().releases {
            let (dataset, edition) = (&release.dataset, &release.edition);
            let folder = generation.release_folder(dataset, edition);
            let address = path(base.release(dataset, edition).as_str());
            if let Err(error) = shelf.add(&folder, &address) {
                let folder = folder.display();
                tracing::warn!(%folder, %error, "the files of this release cannot be served");
            }
        }
        for release in generation.manifest().live() {
            let live = path(base.release(&release.dataset, &release.edition).as_str());
            let dataset = path(base.dataset(&release.dataset).as_str());
            shelf.live.insert(dataset, live);
        }
        shelf
    }

    fn add(&mut self, folder: &Path, release: &str) -> io::Result<()> {
        let kept = checksums::files(folder)?;
        let names: BTreeSet<_> = kept.iter().map(|kept| kept.name.clone()).collect();
        let address = |name: &str| format!("{release}/{}", utf8_percent_encode(name, PLAIN));
        for kept in kept {
            let file = folder.join(&kept.name);
            let modified = file.metadata()?.modified().ok().map(DateTime::from);
            let metadata = format!("{}-metadata.json", kept.name);
            let held = Held {
                address: address(&kept.name),
                metadata: names.contains(&metadata).then(|| address(&metadata)),
                release: release.to_owned(),
                bytes: kept.bytes,
                etag: format!("\"{}\"", kept.digest),
                file,
                modified,
                name: kept.name,
            };
            let path = format!("{release}/{}", held.name);
            self.files.insert(path, held);
        }
        Ok(())
    }

    /// The file that the path of a request leads to.
    pub(super) fn find(&self, path: &str) -> Option<&Held> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        self.files.get(&*path)
    }

    /// The path of the live release of a dataset.
    pub(super) fn live_release(&self, dataset: &str) -> Option<&str> {
        self.live.get(dataset).map(String::as_str)
    }

    /// The files of a release, or of the live release of a dataset.
    pub(super) fn of_page(&self, path: &str) -> impl Iterator<Item = &Held> {
        let release = self.live_release(path).unwrap_or(path);
        let start = format!("{release}/");
        let from = (Bound::Included(start.clone()), Bound::Unbounded);
        let files = self.files.range::<String, _>(from);
        let files = files.take_while(move |(path, _)| path.starts_with(&start));
        files.map(|(_, held)| held)
    }
}

impl Held {
    /// What the file ends with, by which its kind is known.
    const KINDS: [(&'static str, &'static str); 7] = [
        (".csv", "text/csv; charset=utf-8; header=present"),
        ("-metadata.json", Self::METADATA),
        (".json", "application/json"),
        (".toml", "application/toml"),
        (".zst", Self::ZSTD),
        (".parquet", Self::PARQUET),
        (checksums::FILE, "text/plain; charset=utf-8"),
    ];

    /// What the columns of a table mean.
    pub(super) const METADATA: &'static str = "application/csvm+json";
    /// What is compressed already.
    pub(super) const ZSTD: &'static str = "application/zstd";
    /// Columns, which are compressed within.
    pub(super) const PARQUET: &'static str = "application/vnd.apache.parquet";

    /// The value of `Content-Type`.
    pub(super) fn content_type(&self) -> &'static str {
        let mut kinds = Self::KINDS.into_iter();
        let kind = kinds.find(|(end, _)| self.name.ends_with(end));
        kind.map_or("application/octet-stream", |(_, kind)| kind)
    }
}
