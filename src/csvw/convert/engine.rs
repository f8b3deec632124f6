use std::io::Read;

use thiserror::Error;

use crate::csvw::annotate::{Purpose, annotate, mismatches};
use crate::csvw::dialect::{BlankRows, Dialect};
use crate::csvw::metadata::Table;
use crate::csvw::tabular::{Outcome, Record, RowError, Rows};
use crate::diagnostic::{Findings, SourceName};
use crate::graph::TripleSink;

use super::group::{BlankNodes, GroupNode, begin_table};
use super::header::Header;
use super::report::Report;
use super::row::Keys;
use super::table::{Around, TablePlan};

/// How much is written: one of the two modes of
/// [csv2rdf](https://www.w3.org/TR/csv2rdf/#dfn-standard-mode).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The tables and rows are described, too.
    Standard,
    /// Only what the cells say.
    Minimal,
}

/// What a conversion of one table is told besides the table.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether wrong data are an error or a warning.
    pub purpose: Purpose,
    /// What findings call the file.
    pub source: SourceName,
}

/// What was converted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// How many rows were read.
    pub rows: u64,
    /// How many triples their cells gave.
    pub triples: u64,
}

/// Why a conversion ended early.
#[derive(Debug, Error)]
pub enum ConvertError<E> {
    /// The sink could take no more.
    #[error(transparent)]
    Sink(E),
    /// The file cannot be read further; a finding says why.
    #[error("the file cannot be read further")]
    Stopped,
}

/// Converts a table in minimal mode, row by row: memory does not grow with the rows.
///
/// Before the triples of a row the sink learns its number by
/// [`row_start`](TripleSink::row_start). What is wrong becomes a finding, and conversion goes on
/// with the next cell: a value that is not of its datatype is written as a string.
///
/// ```
/// use assize::csvw::{Options, Purpose, TableGroup, convert};
/// use assize::diagnostic::Findings;
/// use assize::graph::TripleList;
///
/// let metadata = r##"{
///   "@context": "http://www.w3.org/ns/csvw",
///   "url": "http://example.org/cases.csv",
///   "tableSchema": {
///     "columns": [
///       {"name": "court", "propertyUrl": "http://example.org/court", "valueUrl": "http://example.org/id/{court}"},
///       {"name": "cases", "propertyUrl": "http://example.org/cases", "datatype": "integer"}
///     ],
///     "aboutUrl": "http://example.org/data/{court}"
///   }
/// }"##;
/// let mut findings = Findings::default();
/// let group = TableGroup::parse("cases.json", metadata, &mut findings).unwrap();
/// let options = Options { purpose: Purpose::Validate, source: "cases.csv".into() };
/// let mut triples = TripleList::default();
/// let csv = "court,cases\nsnaresbrook,12\n".as_bytes();
/// let converted = convert(&group.tables[0], csv, &options, &mut triples, &mut findings)?;
/// assert_eq!((converted.rows, converted.triples), (1, 2));
/// assert_eq!(triples.to_string(),
///     "<http://example.org/data/snaresbrook> <http://example.org/court> <http://example.org/id/snaresbrook> .\n\
///      <http://example.org/data/snaresbrook> <http://example.org/cases> \"12\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
/// # assert!(findings.iter().all(|finding| finding.code == assize::csvw::codes::INCOMPATIBLE));
/// # Ok::<_, assize::csvw::ConvertError<std::convert::Infallible>>(())
/// ```
pub fn convert<S: TripleSink>(
    table: &Table,
    reader: impl Read,
    options: &Options,
    sink: &mut S,
    findings: &mut Findings,
) -> Result<Converted, ConvertError<S::Error>> {
    let mut blanks = BlankNodes::default();
    let job = Job {
        table,
        dialect: &table.dialect.clone().unwrap_or_default(),
        group: None,
        blanks: &mut blanks,
        keys: &mut (),
    };
    job.run(reader, options, sink, findings)
}

/// One table to be converted, with what it shares with the others of its group.
pub(crate) struct Job<'j> {
    pub(crate) table: &'j Table,
    pub(crate) dialect: &'j Dialect,
    /// The node of the group, in standard mode.
    pub(crate) group: Option<&'j GroupNode>,
    pub(crate) blanks: &'j mut BlankNodes,
    pub(crate) keys: &'j mut dyn Keys,
}

impl Job<'_> {
    /// Reads the headings, then row after row.
    pub(crate) fn run<S: TripleSink>(
        self,
        reader: impl Read,
        options: &Options,
        sink: &mut S,
        findings: &mut Findings,
    ) -> Result<Converted, ConvertError<S::Error>> {
        let mut report = Report {
            source: options.source.clone(),
            purpose: options.purpose,
            findings,
        };
        let mut rows = Rows::new(reader, self.dialect);
        let mut record = Record::default();
        let stop = |error: RowError, report: &mut Report<'_>| {
            report.unreadable(&error);
            ConvertError::Stopped
        };
        let mut header = match Header::read(&mut rows, self.dialect, &mut record) {
            Ok(header) => header,
            Err(error) => return Err(stop(error, &mut report)),
        };
        let mut outcome = next_row(&mut rows, &mut record, &mut header)
            .map_err(|error| stop(error, &mut report))?;
        header.count_columns(&record, self.dialect);
        for mismatch in mismatches(self.table, &header.headings, options.purpose) {
            report.mismatch(&mismatch, self.table, header.line);
        }
        let columns = annotate(self.table, &header.headings, self.dialect.skip_columns);
        let (mut plan, unknown) = TablePlan::new(self.table, &columns, self.dialect.skip_columns);
        for name in unknown {
            report.unknown_variable(&name, self.table);
        }
        let mut around = Around {
            table: None,
            blanks: self.blanks,
            keys: self.keys,
        };
        if let Some(group) = self.group {
            let comments = if self.table.place.is_none() {
                header.comments.as_slice()
            } else {
                &[]
            };
            let node = begin_table(sink, around.blanks, group, self.table, comments);
            around.table = Some(node.map_err(ConvertError::Sink)?);
        }
        let mut number = 0;
        while outcome == Outcome::Row {
            if self.dialect.blank_rows == BlankRows::Kept || !record.is_blank() {
                number += 1;
                plan.row(&record, number, sink, &mut around, &mut report)
                    .map_err(ConvertError::Sink)?;
            }
            outcome = next_row(&mut rows, &mut record, &mut header)
                .map_err(|error| stop(error, &mut report))?;
        }
        Ok(Converted {
            rows: number,
            triples: plan.triples(),
        })
    }
}

/// Reads the next row that is no comment.
fn next_row<R: Read>(
    rows: &mut Rows<R>,
    record: &mut Record,
    header: &mut Header,
) -> Result<Outcome, RowError> {
    loop {
        match rows.read(record)? {
            Outcome::Comment => header.comment(record),
            outcome => return Ok(outcome),
        }
    }
}
