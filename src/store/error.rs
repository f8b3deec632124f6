use std::io;
use std::path::{Path, PathBuf};

use oxigraph::store::StorageError;
use oxrdfio::RdfParseError;
use thiserror::Error;

/// Why the store could not be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A file or folder of the store could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The manifest of a generation is damaged.
    #[error("{}: the manifest cannot be read: {source}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Somebody else is publishing into this store.
    #[error("the store is being published to by {holder}; wait until that has ended")]
    Locked {
        /// What the lock says of its holder.
        holder: String,
    },
    /// A kept dump is damaged.
    #[error("{}: {source}", path.display())]
    Dump {
        /// The dump.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: RdfParseError,
    },
    /// Nothing has been published yet.
    #[error("{}: nothing has been published here yet; run `assize publish`", path.display())]
    Empty {
        /// The folder of the store.
        path: PathBuf,
    },
    /// The generation to go back to is not kept.
    #[error("{}", no_such_generation(*number, *live))]
    NoSuchGeneration {
        /// The number that was asked for; `None` for the one before the live one.
        number: Option<u64>,
        /// The number of the live one.
        live: u64,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] StorageError),
}

impl StoreError {
    /// Says which file an input or output error is about.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// Says which dump an error of its syntax is about.
    pub(super) fn dump(path: &Path) -> impl FnOnce(RdfParseError) -> Self + '_ {
        |source| Self::Dump {
            path: path.to_owned(),
            source,
        }
    }
}

fn no_such_generation(number: Option<u64>, live: u64) -> String {
    let what = match number {
        Some(number) => format!("there is no generation {number}"),
        None => format!("no generation before the live one, {live}, is kept"),
    };
    format!("{what}; `assize releases` lists them")
}
