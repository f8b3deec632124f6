//! The data to be checked: files of RDF, and tables that have metadata.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::csvw::{
    ConvertError, Options, Purpose, Table, TableGroup, codes as csvw_codes, convert,
};
use crate::diagnostic::{Finding, Findings, Place, SourceName};
use crate::graph::{
    Dictionary, GraphBuilder, Origins, SourceRow, TermGraph, Triple, TripleSink, path_of_url,
    read_file,
};
use crate::validate::codes;

/// A graph of everything that was read, and what came of reading it.
pub(super) struct Data {
    pub(super) graph: TermGraph,
    pub(super) origins: Origins,
    /// What is wrong with the cells of tables, and what could not be read.
    pub(super) findings: Findings,
}

impl Data {
    /// Whether a file could not be read at all.
    pub(super) fn is_unreadable(&self) -> bool {
        let unreadable = [codes::UNREADABLE, csvw_codes::UNREADABLE];
        let mut findings = self.findings.iter();
        findings.any(|finding| unreadable.contains(&finding.code))
    }
}

/// Reads files as one graph.
pub(super) fn read(paths: &[PathBuf]) -> io::Result<Data> {
    let mut reader = Reader::default();
    for path in paths {
        match metadata_of(path) {
            Some(metadata) => reader.tables(&metadata)?,
            None => reader.graph(path),
        }
    }
    Ok(Data {
        graph: reader.builder.finish(),
        origins: reader.origins,
        findings: reader.findings,
    })
}

/// The metadata of a table or of several, by the [names](https://www.w3.org/TR/tabular-data-model/#standard-file-metadata)
/// that CSV on the Web gives them.
fn metadata_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    if name.ends_with("-metadata.json") {
        return Some(path.to_owned());
    }
    let is_table = path.extension().is_some_and(|end| end == "csv");
    let beside = [
        format!("{name}-metadata.json"),
        "csv-metadata.json".to_owned(),
    ];
    let mut beside = beside.map(|name| path.with_file_name(name)).into_iter();
    beside.find(|metadata| is_table && metadata.is_file())
}

#[derive(Default)]
struct Reader {
    builder: GraphBuilder,
    origins: Origins,
    findings: Findings,
    /// The line of the row that is being converted.
    line: Option<u64>,
}

impl Reader {
    /// Places in Turtle are kept for files that people write, not for dumps.
    fn graph(&mut self, path: &Path) {
        const LARGEST_DRAWN: u64 = 4 << 20;
        let size = path.metadata().map_or(0, |metadata| metadata.len());
        let spans = (size <= LARGEST_DRAWN).then(|| self.origins.spans());
        if let Err(error) = read_file(&mut self.builder, path, spans) {
            let finding = Finding::new(codes::UNREADABLE, error.to_string());
            self.findings.push(finding.at(error.place()));
        }
    }

    fn tables(&mut self, metadata: &Path) -> io::Result<()> {
        let mut findings = Findings::default();
        if let Some(group) = TableGroup::open(metadata, &mut findings) {
            for table in &group.tables {
                self.table(table, metadata, &mut findings)?;
            }
        }
        self.findings.append(findings);
        Ok(())
    }

    fn table(&mut self, table: &Table, metadata: &Path, findings: &mut Findings) -> io::Result<()> {
        let Some(path) = path_of_url(table.url.as_str()) else {
            let message = format!("There is no file {} here.", table.url);
            let place = Place::file(SourceName::new(metadata.to_string_lossy().as_ref()));
            findings.push(Finding::new(codes::UNREADABLE, message).at(place));
            return Ok(());
        };
        let source = SourceName::new(as_given(&path, metadata).to_string_lossy().as_ref());
        self.origins.file(source.clone());
        for (property, field) in table.fields() {
            let property = self.builder.terms().intern(property.as_ref());
            self.origins.column(property, field);
        }
        let options = Options {
            purpose: Purpose::Validate,
            source,
        };
        match convert(table, File::open(path)?, &options, self, findings) {
            Ok(_) | Err(ConvertError::Stopped) => Ok(()),
            Err(ConvertError::Sink(never)) => match never {},
        }
    }
}

/// The path of a table as a reader knows it: beside its metadata, if it is there.
fn as_given(path: &Path, metadata: &Path) -> PathBuf {
    let beside = path.file_name().map(|name| metadata.with_file_name(name));
    beside
        .filter(|beside| beside.is_file())
        .unwrap_or_else(|| path.to_owned())
}

/// Whatever a row says something about comes from its line.
impl TripleSink for Reader {
    type Error = std::convert::Infallible;

    fn terms(&mut self) -> &mut Dictionary {
        self.builder.terms()
    }

    fn triple(&mut self, triple: Triple) -> Result<(), Self::Error> {
        if let Some(line) = self.line {
            self.origins.row(triple.subject, line);
        }
        self.builder.triple(triple)
    }

    fn row_start(&mut self, row: SourceRow) -> Result<(), Self::Error> {
        self.line = Some(row.line);
        Ok(())
    }
}
