use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use oxiri::Iri;
use thiserror::Error;

use super::cube::ForeignCube;
use super::rewrite::Rewriter;
use crate::csvw::{self, ConvertError, Fetch, FetchError, Options, Presence, Purpose, TableGroup};
use crate::diagnostic::Findings;
use crate::graph::TripleSink;
use crate::uri::Key;

/// The table of a cube with metadata that say everything, as files.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The metadata.
    pub metadata: PathBuf,
    /// The tables, in the order of the metadata.
    pub tables: Vec<PairTable>,
}

/// A table of a [`Pair`].
#[derive(Clone, Debug)]
pub struct PairTable {
    /// The file.
    pub file: PathBuf,
    /// What findings call it: the file that it is a copy of.
    pub source: String,
    /// Whether its rows are the observations.
    pub content: Content,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Observations.
    Observations,
    /// Something else, such as the codes of a list.
    Other,
}

/// Why a pair could not be written or read.
#[derive(Debug, Error)]
pub enum PairError {
    /// A table could not be fetched.
    #[error("{url}: {source}")]
    Fetch {
        /// Which one.
        url: String,
        /// Why.
        source: FetchError,
    },
    /// A file could not be written or read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ForeignCube {
    /// The name of the table of the observations.
    const CSV: &'static str = "tidy.csv";
    /// The name of the metadata.
    const METADATA: &'static str = "tidy.csv-metadata.json";

    /// Writes the tables into a folder, byte for byte, with metadata that say what these leave to
    /// be understood: the type and dataset of each observation, its URI, the property of each
    /// column, and all URLs in full. Any processor makes the same triples of them.
    pub fn write_pair(&self, folder: &Path) -> Result<Pair, PairError> {
        let names = self.names();
        let mut tables = Vec::new();
        for ((at, table), name) in self.group.tables.iter().enumerate().zip(&names) {
            let file = folder.join(name);
            let source = self.copy(&table.url, &file)?;
            let content = if at == self.table {
                Content::Observations
            } else {
                Content::Other
            };
            tables.push(PairTable {
                file,
                source,
                content,
            });
        }
        let metadata = folder.join(Self::METADATA);
        let failed = |source| PairError::File {
            path: metadata.clone(),
            source,
        };
        let rewritten = Rewriter::new(self, &names).rewrite().map_err(failed)?;
        let mut text =
            serde_json::to_string_pretty(&rewritten).map_err(|error| failed(error.into()))?;
        text.push('\n');
        fs::write(&metadata, text).map_err(failed)?;
        Ok(Pair { metadata, tables })
    }

    /// Copies a table; tells what findings call it.
    fn copy(&self, url: &Iri<String>, file: &Path) -> Result<String, PairError> {
        let fetched = self.resolver().fetch(url);
        let mut response = fetched.map_err(|source| PairError::Fetch {
            url: url.to_string(),
            source,
        })?;
        let copied = File::create(file).and_then(|mut out| io::copy(&mut response.body, &mut out));
        copied.map_err(|source| PairError::File {
            path: file.to_owned(),
            source,
        })?;
        Ok(response.name.as_str().to_owned())
    }

    /// The file names of the tables: their own where they can be, and each another.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (at, table) in self.group.tables.iter().enumerate() {
            let last = table.url.path().rsplit('/').next().unwrap_or_default();
            let usable = Key::new(last).is_ok() && !names.iter().any(|name| name == last);
            names.push(match last {
                _ if at == self.table => Self::CSV.to_owned(),
                last if usable && last != Self::CSV => last.to_owned(),
                _ => format!("table-{}.csv", at + 1),
            });
        }
        names
    }
}

impl Pair {
    /// Converts the tables; `begin` is told of each before its rows.
    pub fn convert<S: TripleSink>(
        &self,
        sink: &mut S,
        begin: &mut dyn FnMut(&mut S, &PairTable),
        findings: &mut Findings,
    ) -> Result<csvw::Converted, PairError>
    where
        io::Error: From<S::Error>,
    {
        let mut total = csvw::Converted::default();
        let group = TableGroup::open(&self.metadata, findings);
        let tables = group.map_or_else(Vec::new, |group| group.tables);
        for (described, table) in tables.iter().zip(&self.tables) {
            if described.output == Presence::Suppressed {
                continue;
            }
            begin(sink, table);
            let failed = |source| PairError::File {
                path: table.file.clone(),
                source,
            };
            let csv = File::open(&table.file).map_err(failed)?;
            let options = Options {
                purpose: Purpose::Validate,
                source: table.source.as_str().into(),
            };
            match csvw::convert(described, csv, &options, sink, findings) {
                Ok(converted) if table.content == Content::Observations => {
                    total.rows += converted.rows;
                    total.triples += converted.triples;
                }
                Ok(_) | Err(ConvertError::Stopped) => {}
                Err(ConvertError::Sink(error)) => return Err(failed(error.into())),
            }
        }
        Ok(total)
    }
}
