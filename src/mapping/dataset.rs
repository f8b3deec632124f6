use std::ops::Range;
use std::path::Path;

use regex::RegexSet;

use super::codes;
use super::column::Column;
use super::disclosure::Disclosure;
use super::document::Document;
use super::measure::Measure;
use super::read;
use super::text::Text;
use crate::diagnostic::{Code, Finding, Findings, Place, SourceName};
use crate::register::Registers;
use crate::release::{Encoding, Layout};
use crate::uri::Key;

/// What one dataset's releases mean.
///
/// ```
/// use assize::mapping::Mapping;
///
/// let mapping = Mapping::parse("prisons.toml", r#"
///     dataset = "prison-population"
///     title   = { en = "Prison population" }
///
///     [[column]]
///     name   = "date"
///     role   = "dimension"
///     period = { patterns = ["{yyyy}-{MM}-{dd}"] }
///
///     [[column]]
///     name = "population"
///     role = "measure"
///     unit = "person"
/// "#).expect("the mapping is right");
/// assert_eq!(mapping.columns.len(), 2);
///
/// let wrong = Mapping::parse("prisons.toml", "dataset = 1").unwrap_err();
/// assert!(wrong.has_errors());
/// ```
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(super) document: Document,
    /// The last part of the dataset's URI.
    pub dataset: Key,
    /// What the dataset is called.
    pub title: Text,
    /// What it holds.
    pub description: Text,
    /// The licence, as a word such as `ogl-3` or a URI.
    pub licence: Option<String>,
    /// The page from which the publisher gives the releases.
    pub page: Option<String>,
    /// Words under which people look for it.
    pub keywords: Vec<String>,
    /// How often a release appears, such as `quarterly`.
    pub frequency: Option<String>,
    /// Sentences that go with every release.
    pub notes: Vec<String>,
    /// How the file is laid out.
    pub source: Source,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The measures that rows or headings name.
    pub measures: Vec<Measure>,
    /// What several rows with the same dimensions are.
    pub duplicates: Duplicates,
    /// Which counts must be suppressed.
    pub disclosure: Option<Disclosure>,
}

/// How the file of a release is laid out.
#[derive(Clone, Debug)]
pub struct Source {
    /// A pattern of file names.
    pub file: Option<String>,
    /// How bytes stand for text.
    pub encoding: Encoding,
    /// The byte between cells.
    pub delimiter: u8,
    /// Headings that all stand in the heading row.
    pub find: Vec<String>,
    /// The line of the heading, if it is fixed.
    pub heading_line: Option<u64>,
    /// Rows that are notes.
    pub notes: RegexSet,
    /// What a heading is that no column names.
    pub unknown_columns: UnknownColumns,
    /// Whether case, space and underscores in headings matter.
    pub headings: super::heading::Headings,
}

/// What a heading is that no column of the mapping names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownColumns {
    /// A fault.
    #[default]
    Error,
    /// Worth a warning.
    Warn,
    /// Nothing worth saying.
    Ignore,
}

/// What several rows with the same dimensions are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// A fault.
    #[default]
    Error,
    /// The same observation again, which is left out; a fault if its figure is another.
    Same,
    /// Parts to be summed, because the release has lost a dimension.
    Sum,
}

impl Mapping {
    /// Reads a mapping file. The findings name every fault in it.
    pub fn read(path: &Path) -> Result<Self, Findings> {
        let source = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(source, text),
            Err(error) => {
                let mut findings = Findings::default();
                let message = format!("Cannot read the mapping: {error}.");
                findings.push(Finding::new(codes::UNREADABLE, message).at(Place::file(source)));
                Err(findings)
            }
        }
    }

    /// Reads the text of a mapping; `source` is the name that findings give it.
    pub fn parse(source: impl Into<SourceName>, text: impl Into<String>) -> Result<Self, Findings> {
        read::read(Document {
            source: source.into(),
            text: text.into(),
        })
    }

    /// The name that findings give it.
    pub fn source_name(&self) -> &SourceName {
        &self.document.source
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The dimensions, in order; the measure dimension, where there is one, is not among them.
    pub fn dimensions(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.is_dimension())
    }

    /// The columns that hold figures.
    pub fn measure_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|column| column.measure().is_some())
    }

    /// How its releases are laid out.
    pub fn layout(&self) -> Layout<'_> {
        Layout {
            encoding: self.source.encoding,
            delimiter: self.source.delimiter,
            heading: self,
            notes: &self.source.notes,
        }
    }

    /// The URI of the licence.
    pub fn licence_uri(&self) -> Option<&str> {
        Some(match self.licence.as_deref()? {
            "ogl-3" => "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "ogl-2" => "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
            other => other,
        })
    }

    /// Checks that the registers which the mapping names are there.
    pub fn check_registers(&self, registers: &Registers, findings: &mut Findings) {
        super::check::check_registers(self, registers, findings);
    }

    /// A finding about some bytes of the mapping.
    pub(crate) fn fault(
        &self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        self.document.fault(code, span, message)
    }

    /// The place of some bytes of the mapping.
    pub fn place(&self, span: Range<usize>) -> Place {
        self.document.place(span)
    }
}
