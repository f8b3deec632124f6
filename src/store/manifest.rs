use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::difference::Version;
use crate::digest::Digest;

/// What a generation holds: the file `generation.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of Assize that built it.
    pub assize: String,
    /// When it went live, as an [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) time.
    pub published: String,
    /// The base of its URIs.
    pub base: String,
    /// The digest of registers and vocabulary.
    pub context: Digest,
    /// The digest of the catalogue in canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<Digest>,
    /// The digest of what the configuration says of the publisher, which the catalogue repeats;
    /// earlier versions of Assize noted none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Digest>,
    /// How many triples are live.
    pub triples: u64,
    /// The releases, live and kept, in the order of dataset and edition.
    pub releases: Vec<Release>,
}

/// Whether a release is what its dataset says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Its observations are in the database.
    Live,
    /// A later release took its place; its files are kept.
    Kept,
}

/// A release of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The name of the dataset, as in its mapping.
    pub dataset: String,
    /// The edition, such as `2025-Q4`.
    pub edition: String,
    /// Whether it is live.
    pub standing: Standing,
    /// What became of the rows.
    pub rows: RowCounts,
    /// The version of the dataset, computed from what changed.
    #[serde(default)]
    pub version: Option<Version>,
    /// The edition before, if there was one.
    #[serde(default)]
    pub previous: Option<String>,
    /// What changed since then, in a sentence.
    #[serde(default)]
    pub changed: Option<String>,
    /// The digest of the source file.
    pub source: Digest,
    /// The digest of the N-Quads.
    pub quads: Digest,
    /// The digests of its small graphs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<Canonical>,
}

/// The digests of the small graphs of a release in
/// [canonical form](https://www.w3.org/TR/rdf-canon/), whatever their blank nodes are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canonical {
    /// Structure, code lists and what is said of the dataset: all but the observations.
    pub structure: Digest,
    /// Where the release comes from.
    pub provenance: Digest,
}

/// What became of the rows of a source file; the parts add up to `read`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows below the heading, blank ones not counted.
    pub read: u64,
    /// Rows that became observations.
    pub published: u64,
    /// Rows left out for a reason that the report gives.
    pub excluded: u64,
    /// Rows that wait for a person's word.
    pub queued: u64,
    /// Observations made; a wide row makes several.
    pub observations: u64,
}

impl Manifest {
    pub(super) const FILE: &'static str = "generation.json";

    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(Self::FILE);
        let text = fs::read(&path).map_err(StoreError::file(&path))?;
        serde_json::from_slice(&text).map_err(|source| StoreError::Manifest { path, source })
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(Self::FILE);
        let manifest = |source| StoreError::Manifest {
            path: path.clone(),
            source,
        };
        let mut text = serde_json::to_string_pretty(self).map_err(manifest)?;
        text.push('\n');
        fs::write(&path, text).map_err(StoreError::file(&path))
    }

    /// The live release of each dataset.
    pub fn live(&self) -> impl Iterator<Item = &Release> {
        let releases = self.releases.iter();
        releases.filter(|release| release.standing == Standing::Live)
    }
}
