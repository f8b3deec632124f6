use std::io;
use std::path::{Path, PathBuf};

use oxigraph::store::StorageError;
use thiserror::Error;

use crate::store::StoreError;

/// Why a site could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The folder holds something else.
    #[error("{} is there already and was not exported by Assize; name another folder", path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The server has no answer to a URI that was published.
    #[error("{path} cannot be rendered: {reason}")]
    Page {
        /// The path of the document.
        path: String,
        /// What the server said.
        reason: String,
    },
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] StorageError),
}

impl ExportError {
    /// Says which file an input or output error is about.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::File {
            path: path.to_owned(),
            source,
        }
    }
}
