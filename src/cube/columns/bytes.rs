//! The bytes of a file of columns, mapped or in memory.

use std::fs::File;
use std::io;
use std::path::Path;

use memmap2::Mmap;
use zerocopy::IntoBytes;

/// Bytes that start at a multiple of eight.
pub(super) enum Bytes {
    Mapped(Mmap),
    Owned { words: Vec<u64>, len: usize },
}

impl Bytes {
    /// Maps a file; the operating system reads what is looked at, and all processes share it.
    #[expect(
        unsafe_code,
        reason = "a mapped file must not change: a generation never does, and removing one leaves \
                  what is mapped alone"
    )]
    pub(super) fn map(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // SAFETY: files of a finished generation are never written to again.
        Ok(Self::Mapped(unsafe { Mmap::map(&file)? }))
    }

    /// Takes bytes that were written into memory.
    pub(super) fn owned(bytes: &[u8]) -> Self {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        words.as_mut_bytes()[..bytes.len()].copy_from_slice(bytes);
        let len = bytes.len();
        Self::Owned { words, len }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned { words, len } => &words.as_bytes()[..*len],
        }
    }
}
