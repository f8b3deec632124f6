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
use super::table::{Out, TablePlan};

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
        let mut file = File {
            rows: Rows::new(reader, self.dialect),
            record: Record::default(),
            header: Header::default(),
        };
        match self.rows(&mut file, sink, &mut report) {
            Ok(converted) => Ok(converted),
            Err(Ended::Sink(error)) => Err(ConvertError::Sink(error)),
            Err(Ended::Row(error)) => {
                report.unreadable(&error);
                Err(ConvertError::Stopped)
            }
        }
    }

    fn rows<R: Read, S: TripleSink>(
        self,
        file: &mut File<R>,
        sink: &mut S,
        report: &mut Report<'_>,
    ) -> Result<Converted, Ended<S::Error>> {
        let Self { table, dialect, .. } = self;
        file.header
            .read(&mut file.rows, dialect, &mut file.record)?;
        let outcome = file.next_row()?;
        if outcome == Outcome::Row {
            file.header.count_columns(&file.record, dialect);
        }
        let headings = &file.header.headings;
        for mismatch in mismatches(table, headings, report.purpose) {
            report.mismatch(&mismatch, table, file.header.line);
        }
        let columns = annotate(table, headings, dialect.skip_columns);
        let (mut plan, unknown) = TablePlan::new(table, &columns, dialect.skip_columns);
        for variable in unknown {
            report.unknown_variable(variable, table);
        }
        let node = match self.group {
            Some(group) => Some(begin_table(
                sink,
                self.blanks,
                group,
                table,
                &file.header.comments,
            )),
            None => None,
        };
        let node = node.transpose().map_err(Ended::Sink)?;
        let mut out = Out {
            sink,
            blanks: self.blanks,
            report,
        };
        let read = file.each_row(outcome, dialect.blank_rows, |record, number| {
            plan.row(record, number, node.as_ref(), self.keys, &mut out)
        });
        // Rows that wait are whole, even where the file cannot be read further.
        plan.flush(&mut out).map_err(Ended::Sink)?;
        Ok(Converted {
            rows: read?,
            triples: plan.triples(),
        })
    }
}

/// A file while it is read.
struct File<R> {
    rows: Rows<R>,
    record: Record,
    header: Header,
}

/// Why reading ended early.
enum Ended<E> {
    Sink(E),
    Row(RowError),
}

impl<E> From<RowError> for Ended<E> {
    fn from(error: RowError) -> Self {
        Self::Row(error)
    }
}

impl<R: Read> File<R> {
    /// Reads the next row that is no comment.
    fn next_row(&mut self) -> Result<Outcome, RowError> {
        loop {
            match self.rows.read(&mut self.record)? {
                Outcome::Comment => self.header.comment(&self.record),
                outcome => return Ok(outcome),
            }
        }
    }

    /// Gives all rows from the one that was just read, numbered from 1; says how many there are.
    fn each_row<E>(
        &mut self,
        mut outcome: Outcome,
        blank: BlankRows,
        mut take: impl FnMut(&Record, u64) -> Result<(), E>,
    ) -> Result<u64, Ended<E>> {
        let mut number = 0;
        while outcome == Outcome::Row {
            if blank == BlankRows::Kept || !self.record.is_blank() {
                number += 1;
                take(&self.record, number).map_err(Ended::Sink)?;
            }
            outcome = self.next_row()?;
        }
        Ok(number)
    }
}
