use std::io;

use thiserror::Error;

/// Why a file of columns could not be read.
#[derive(Debug, Error)]
pub enum ColumnsError {
    /// It could not be read at all.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It was written by a version of Assize that laid columns out otherwise.
    #[error("its layout is of version {found}, and this is for version {expected}")]
    Version {
        /// The version of the file.
        found: u32,
        /// The version that this program reads.
        expected: u32,
    },
    /// It is no file of columns, or not a whole one.
    #[error("it is damaged: {0}")]
    Damaged(String),
}

impl ColumnsError {
    pub(super) fn damaged(what: &impl ToString) -> Self {
        Self::Damaged(what.to_string())
    }
}
