use super::Code;
use super::error::ColumnsError;
use super::header::{SegmentsHeader, SubjectsHeader};
use super::sections::array;
use super::terms::Texts;

/// The IRIs of the observations, by row.
pub(super) enum Subjects<'c> {
    Keys {
        start: &'c str,
        segments: &'c [SegmentsHeader],
    },
    Listed {
        texts: Texts<'c>,
        sorted: &'c [u32],
    },
}

/// The segments of the members of one component.
pub(super) struct Segments<'c> {
    texts: Texts<'c>,
    sorted: &'c [u32],
}

impl<'c> Subjects<'c> {
    pub(super) fn open(header: &'c SubjectsHeader, bytes: &'c [u8]) -> Result<Self, ColumnsError> {
        Ok(match header {
            SubjectsHeader::Keys { start, segments } => Self::Keys { start, segments },
            SubjectsHeader::Listed {
                starts,
                text,
                sorted,
            } => {
                let texts = Texts {
                    starts: array(bytes, *starts)?,
                    text: array(bytes, *text)?,
                };
                let sorted = array(bytes, *sorted)?;
                Self::Listed { texts, sorted }
            }
        })
    }
}

impl<'c> Segments<'c> {
    pub(super) fn open(header: &SegmentsHeader, bytes: &'c [u8]) -> Result<Self, ColumnsError> {
        Ok(Self {
            texts: Texts {
                starts: array(bytes, header.starts)?,
                text: array(bytes, header.text)?,
            },
            sorted: array(bytes, header.sorted)?,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn get(&self, code: Code) -> &'c str {
        self.texts.get(code as usize)
    }

    pub(super) fn find(&self, segment: &str) -> Option<Code> {
        self.texts.find(self.sorted, segment)
    }
}
