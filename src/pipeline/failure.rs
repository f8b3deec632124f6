use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::difference::DifferenceError;
use crate::release::ReleaseError;
use crate::store::StoreError;
use crate::tidy::TidyError;

/// Why Assize could not do its work; what is wrong with the data is a finding.
#[derive(Debug, Error)]
pub enum Failure {
    /// A release could not be read.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The tidy table could not be written.
    #[error(transparent)]
    Tidy(#[from] TidyError),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Two releases could not be compared.
    #[error("{}: {source}", path.display())]
    Difference {
        /// The release.
        path: PathBuf,
        /// What was in the way.
        source: DifferenceError,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Failure {
    /// Says which file an input or output error is about.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::File {
            path: path.to_owned(),
            source,
        }
    }
}
