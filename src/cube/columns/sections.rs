//! Arrays in a file: written one after the other, and found again.

use std::io::{self, Write};

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::error::ColumnsError;
use super::header::{Header, Section};

/// Writes sections and counts where they are.
pub(super) struct SectionWriter<W> {
    out: W,
    at: u64,
}

impl<W: Write> SectionWriter<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&Header::MAGIC.to_ne_bytes())?;
        Ok(Self { out, at: 8 })
    }

    pub(super) fn array<T: IntoBytes + Immutable>(&mut self, values: &[T]) -> io::Result<Section> {
        let bytes = values.as_bytes();
        let section = Section {
            start: self.at,
            len: bytes.len() as u64,
        };
        self.out.write_all(bytes)?;
        let padding = bytes.len().next_multiple_of(8) - bytes.len();
        self.out.write_all(&[0; 8][..padding])?;
        self.at += section.len + padding as u64;
        Ok(section)
    }

    /// Ends the file with its header.
    pub(super) fn finish(mut self, header: &Header) -> io::Result<W> {
        let mut text = serde_json::to_vec(header)?;
        text.resize(text.len().next_multiple_of(8), b' ');
        self.out.write_all(&text)?;
        self.out.write_all(&(text.len() as u64).to_ne_bytes())?;
        self.out.write_all(&Header::MAGIC.to_ne_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The array of a section.
pub(super) fn array<T>(bytes: &[u8], section: Section) -> Result<&[T], ColumnsError>
where
    T: FromBytes + Immutable + KnownLayout,
{
    let range = usize::try_from(section.start)
        .ok()
        .zip(usize::try_from(section.len).ok());
    let part = range.and_then(|(start, len)| bytes.get(start..start.checked_add(len)?));
    let part = part.ok_or_else(|| ColumnsError::damaged(&"a section lies outside of it"))?;
    <[T]>::ref_from_bytes(part)
        .map_err(|_shape| ColumnsError::damaged(&"a section is no array of its kind"))
}

/// The header of a file.
pub(super) fn header(bytes: &[u8]) -> Result<Header, ColumnsError> {
    let cut = || ColumnsError::damaged(&"it does not end as it should");
    let word = |end: usize| {
        let start = end.checked_sub(8)?;
        Some(u64::from_ne_bytes(bytes.get(start..end)?.try_into().ok()?))
    };
    let end = bytes.len();
    if word(8) != Some(Header::MAGIC) || word(end) != Some(Header::MAGIC) || end < 24 {
        return Err(cut());
    }
    let len = word(end - 8).and_then(|len| usize::try_from(len).ok());
    let start = len.and_then(|len| (end - 16).checked_sub(len));
    let text = &bytes[start.ok_or_else(cut)?..end - 16];
    let version =
        serde_json::from_slice::<Version>(text).map_err(|error| ColumnsError::damaged(&error))?;
    if version.version != Header::VERSION {
        return Err(ColumnsError::Version {
            found: version.version,
            expected: Header::VERSION,
        });
    }
    serde_json::from_slice(text).map_err(|error| ColumnsError::damaged(&error))
}

/// What is read first, because the rest may have changed.
#[derive(serde::Deserialize)]
struct Version {
    version: u32,
}
