use serde::{Deserialize, Serialize};

use super::component::Kind;

/// What a file of columns says of itself; everything else is an array that a [`Section`] names.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    /// Counted up whenever the layout changes.
    pub(super) version: u32,
    pub(super) dataset: String,
    pub(super) rows: u32,
    /// How many distinct triples the observations have.
    pub(super) triples: u64,
    pub(super) components: Vec<ComponentHeader>,
    /// The components by which the rows are sorted, the first first.
    pub(super) key: Vec<usize>,
    pub(super) subjects: SubjectsHeader,
    /// The record of the release that each row came from, as `u32`; 0 where it is not known.
    pub(super) records: Option<Section>,
    /// IRIs beside the observations that lie where observations do; see `Cube::neighbours`.
    pub(super) neighbours: Vec<String>,
}

impl Header {
    pub(super) const VERSION: u32 = 1;
    /// The first and the last bytes of a file; it also tells machines of another byte order apart.
    pub(super) const MAGIC: u64 = 0x3145_4255_4345_5A41;
}

/// An array in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Section {
    /// Bytes from the start of the file; a multiple of eight.
    pub(super) start: u64,
    /// Bytes.
    pub(super) len: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ComponentHeader {
    pub(super) property: String,
    pub(super) kind: Kind,
    pub(super) terms: TermsHeader,
    pub(super) values: ValuesHeader,
}

/// Sorted terms: for each its kind and its text.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct TermsHeader {
    pub(super) kinds: Vec<TermKind>,
    pub(super) count: u32,
    /// For each term the place of its kind, as `u16`; `None` where all have the first.
    pub(super) kind_of: Option<Section>,
    /// Where each text starts, and where the last ends, as `u64`.
    pub(super) starts: Option<Section>,
    pub(super) text: Option<Section>,
}

/// What a term is beside its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TermKind {
    Blank,
    Iri,
    String,
    /// Its language tag.
    Tagged(String),
    /// The IRI of its datatype.
    Typed(String),
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ValuesHeader {
    /// All rows have the first term.
    Same,
    Codes8(Section),
    Codes16(Section),
    Codes32(Section),
    /// Where the codes of each row start, and where the last ends; then the codes; both as `u32`.
    Lists {
        starts: Section,
        codes: Section,
    },
    Numbers {
        scale: u8,
        datatype: NumberType,
        width: IntegerWidth,
        values: Section,
    },
}

/// The datatype of a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum NumberType {
    Integer,
    Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum IntegerWidth {
    One,
    Two,
    Four,
    Eight,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SubjectsHeader {
    /// The IRI of a row is the start, then for each component of the key the segment of its member,
    /// with slashes between.
    Keys {
        start: String,
        segments: Vec<SegmentsHeader>,
    },
    /// The IRI of each row: where each starts, and where the last ends, as `u64`; the text; and the
    /// rows in the order of their IRIs, as `u32`.
    Listed {
        starts: Section,
        text: Section,
        sorted: Section,
    },
}

/// The segments of a component's members, by code; and the codes in the order of the segments.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SegmentsHeader {
    pub(super) starts: Section,
    pub(super) text: Section,
    pub(super) sorted: Section,
}
