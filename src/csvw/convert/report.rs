use crate::csvw::annotate::{AnnotatedColumn, Mismatch, Purpose};
use crate::csvw::cell::CellFault;
use crate::csvw::codes;
use crate::csvw::metadata::Table;
use crate::csvw::tabular::RowError;
use crate::diagnostic::{Code, Finding, Findings, Place, Severity, SourceName};

use super::bind::Unknown;

/// Where the findings about one file go, and how bad they are.
pub(super) struct Report<'f> {
    pub(super) source: SourceName,
    pub(super) purpose: Purpose,
    pub(super) findings: &'f mut Findings,
}

impl Report<'_> {
    /// What is wrong with the data is an error for validators and a warning for converters.
    fn severity(&self) -> Severity {
        match self.purpose {
            Purpose::Convert => Severity::Warning,
            Purpose::Validate => Severity::Error,
        }
    }

    fn judge(&mut self, code: Code, message: String, place: Place, definition: Option<&Place>) {
        let mut finding = Finding::new(code, message)
            .with_severity(self.severity())
            .at(place);
        finding.definition = definition.cloned();
        self.findings.push(finding);
    }

    /// A row that could not be read, after which nothing can be.
    pub(super) fn unreadable(&mut self, error: &RowError) {
        let (code, line) = match error {
            RowError::Io(_) => (codes::UNREADABLE, None),
            RowError::TooLarge { line } | RowError::TooWide { line } => {
                (codes::TOO_LARGE, Some(*line))
            }
            RowError::Unclosed { line } | RowError::StrayQuote { line } => {
                (codes::PARSE, Some(*line))
            }
        };
        let place = match line {
            Some(line) => Place::line(self.source.clone(), line),
            None => Place::file(self.source.clone()),
        };
        let message = format!("The file cannot be read further: {error}.");
        self.findings.push(Finding::new(code, message).at(place));
    }

    pub(super) fn mismatch(&mut self, mismatch: &Mismatch, table: &Table, line: u64) {
        let place = Place::line(self.source.clone(), line);
        let (message, place, definition) = match mismatch {
            Mismatch::Count { described, found } => {
                let message =
                    format!("The metadata describe {described} columns, the file has {found}.");
                (message, place, table.place.as_ref())
            }
            Mismatch::Titles(index) => {
                let message = format!(
                    "The heading of column {} is none of the titles in the metadata.",
                    index + 1
                );
                let column = table.columns().get(*index);
                (
                    message,
                    place.with_field(index + 1, None),
                    column.and_then(|column| column.place.as_ref()),
                )
            }
        };
        self.judge(codes::INCOMPATIBLE, message, place, definition);
    }

    pub(super) fn ragged(&mut self, line: u64, found: usize, expected: usize) {
        let message = format!("This row has {found} cells; the table has {expected} columns.");
        let place = Place::line(self.source.clone(), line);
        self.judge(codes::RAGGED, message, place, None);
    }

    pub(super) fn cell(&mut self, line: u64, column: &AnnotatedColumn, fault: &CellFault) {
        let shown: String = fault.text.chars().take(80).collect();
        let message = if shown.is_empty() {
            format!("The cell {}.", fault.fault)
        } else {
            format!("`{shown}` {}.", fault.fault)
        };
        let place = self.cell_place(line, column);
        self.judge(codes::CELL, message, place, None);
    }

    pub(super) fn bad_iri(
        &mut self,
        line: u64,
        column: &AnnotatedColumn,
        property: &str,
        iri: &str,
    ) {
        let shown: String = iri.chars().take(80).collect();
        let message = format!("`{property}` gives `{shown}`, which is no IRI.");
        let place = self.cell_place(line, column);
        self.judge(codes::BAD_IRI, message, place, None);
    }

    pub(super) fn unknown_variable(&mut self, variable: Unknown, table: &Table) {
        let name = variable.name;
        let message =
            format!("A URI template uses the variable `{name}`, which no column has as its name.");
        let mut finding = Finding::new(codes::UNKNOWN_VARIABLE, message);
        finding.definition = variable.definition.or_else(|| table.place.clone());
        self.findings.push(finding);
    }

    fn cell_place(&self, line: u64, column: &AnnotatedColumn) -> Place {
        let place = Place::line(self.source.clone(), line);
        match column.source_number {
            Some(number) => place.with_field(number, column.heading.clone()),
            None => place,
        }
    }
}
