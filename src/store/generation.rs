use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::store::Store;

use super::{Census, Manifest, Release, StoreError};
use crate::cube::columns::{ColumnsError, Cube, Cubes};

/// One immutable state of everything that is published.
#[derive(Clone, Debug)]
pub struct Generation {
    folder: PathBuf,
    number: u64,
    manifest: Manifest,
}

impl Generation {
    pub(super) const DATABASE: &'static str = "database";
    pub(super) const RELEASES: &'static str = "releases";
    /// The name of the N-Quads among the files of a release.
    pub const DUMP: &'static str = "observations.nq.zst";
    /// The name of the columns among the files of a release.
    pub const COLUMNS: &'static str = "observations.columns";
    /// The name of the whole cube as Parquet among the files of a release.
    pub const PARQUET: &'static str = "observations.parquet";
    pub(super) const NEIGHBOURS: &'static str = "context.subjects";
    /// The name of the provenance among the files of a release.
    pub const PROVENANCE: &'static str = "provenance.nq.zst";
    /// The name of the mapping that a release was converted with, among its files.
    pub const MAPPING: &'static str = "mapping.toml";
    /// The name of the table of differences to the release before, among the files of a release.
    pub const DIFFERENCE: &'static str = "difference.csv";
    pub(super) const LEDGER: &'static str = "ledger";
    pub(super) const CATALOGUE: &'static str = "catalogue.nq.zst";
    pub(super) const CONTEXT: &'static str = "context.nq.zst";

    pub(super) fn read(folder: PathBuf, number: u64) -> Result<Self, StoreError> {
        let manifest = Manifest::read(&folder)?;
        Ok(Self {
            folder,
            number,
            manifest,
        })
    }

    /// Its number; the first is 1, and numbers are never used again.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Opens its database for reading; many processes may.
    pub fn open(&self) -> Result<Store, StoreError> {
        Ok(Store::open_read_only(self.database_folder())?)
    }

    pub(super) fn database_folder(&self) -> PathBuf {
        self.folder.join(Self::DATABASE)
    }

    /// What its database holds of each predicate; `None` where it was published without a census.
    pub fn census(&self) -> Result<Option<Census>, StoreError> {
        Census::read(&self.folder)
    }

    /// The columns of each live release, and what is wrong with those that cannot be used; the
    /// next publication writes these anew.
    pub fn cubes(&self) -> (Cubes, Vec<(PathBuf, ColumnsError)>) {
        cubes(&self.folder, self.manifest.live())
    }

    /// The folder with the files of a release.
    pub fn release_folder(&self, dataset: &str, edition: &str) -> PathBuf {
        release_folder(&self.folder, dataset, edition)
    }

    /// The folder with the ledger of every URI that this and earlier generations published.
    pub fn ledger_folder(&self) -> PathBuf {
        self.folder.join(Self::LEDGER)
    }

    /// The N-Quads of the catalogue; not there where it was published without one.
    pub fn catalogue_file(&self) -> PathBuf {
        self.folder.join(Self::CATALOGUE)
    }

    /// The N-Quads of registers and vocabulary.
    pub fn context_file(&self) -> PathBuf {
        self.folder.join(Self::CONTEXT)
    }
}

/// The columns of these live releases in the folder of a generation.
pub(super) fn cubes<'r>(
    generation: &Path,
    live: impl Iterator<Item = &'r Release>,
) -> (Cubes, Vec<(PathBuf, ColumnsError)>) {
    let (mut cubes, mut unusable) = (Vec::new(), Vec::new());
    for release in live {
        let folder = release_folder(generation, &release.dataset, &release.edition);
        let path = folder.join(Generation::COLUMNS);
        match Cube::open(&path) {
            Ok(cube) => cubes.push(cube),
            Err(error) => unusable.push((path, error)),
        }
    }
    let context = fs::read_to_string(generation.join(Generation::NEIGHBOURS)).ok();
    let context = context.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    (Cubes::of_releases(cubes, context.as_deref()), unusable)
}

pub(super) fn release_folder(generation: &Path, dataset: &str, edition: &str) -> PathBuf {
    let releases = generation.join(Generation::RELEASES);
    releases.join(dataset).join(edition)
}
