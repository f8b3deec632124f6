//! [Processing tables](https://www.w3.org/TR/tabular-data-model/#processing-tables): from the URL of
//! a file or of metadata to a group of tables, converted or validated.

use std::io;
use std::path::Path;

use encoding_rs::Encoding;
use oxiri::Iri;
use thiserror::Error;

use crate::csvw::annotate::Purpose;
use crate::csvw::codes;
use crate::csvw::convert::{BlankNodes, ConvertError, Converted, Job, Mode, Options, begin_group};
use crate::csvw::datatype::is_language_tag;
use crate::csvw::dialect::Dialect;
use crate::csvw::keys::GroupKeys;
use crate::csvw::metadata::{Presence, Stopped, Table, TableGroup, read_document};
use crate::csvw::open::parse_document;
use crate::csvw::web::{Fetch, FetchError, Located, Response, locate, read_text, same_url};
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::graph::{Dictionary, Kept, Triple, TripleSink};

/// What is to be processed.
#[derive(Clone, Debug)]
pub struct Input {
    /// The URL of a tabular data file, or of metadata.
    pub url: Iri<String>,
    /// Metadata that are used instead of those that would be found.
    pub metadata: Option<Iri<String>>,
}

/// A CSVW processor: a converter and a validator.
pub struct Processor<'f> {
    fetch: &'f dyn Fetch,
}

/// Why processing ended early, after an error was reported.
#[derive(Debug, Error)]
pub enum ProcessError<E> {
    /// The sink could take no more.
    #[error(transparent)]
    Sink(E),
    /// The metadata or a file cannot be used.
    #[error("the metadata or a file cannot be used")]
    Stopped,
}

impl<E> From<Stopped> for ProcessError<E> {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// A group of tables, and the file that processing started from if it was one of them.
struct Found {
    group: TableGroup,
    file: Option<(Iri<String>, Response)>,
}

impl<'f> Processor<'f> {
    /// A processor that gets its documents from `fetch`.
    pub fn new(fetch: &'f dyn Fetch) -> Self {
        Self { fetch }
    }

    /// Reads the metadata at a URL.
    ///
    /// Gives `None` after an error, which is in the findings.
    pub fn read(&self, url: &Iri<String>, findings: &mut Findings) -> Option<TableGroup> {
        let response = self.get(url, findings).ok()?;
        self.read_group(response, url, findings).ok()
    }

    /// Converts all tables. Wrong data are worth a warning, wrong metadata an error.
    pub fn convert<S: TripleSink>(
        &self,
        input: &Input,
        mode: Mode,
        sink: &mut S,
        findings: &mut Findings,
    ) -> Result<Converted, ProcessError<S::Error>> {
        let found = self.find(input, findings)?;
        let mut blanks = BlankNodes::default();
        let node = match mode {
            Mode::Minimal => None,
            Mode::Standard => {
                Some(begin_group(sink, &mut blanks, &found.group).map_err(ProcessError::Sink)?)
            }
        };
        let mut total = Converted::default();
        let Found { group, mut file } = found;
        for mut table in group.tables {
            if table.output == Presence::Suppressed {
                continue;
            }
            let (response, dialect) = self.open(&mut table, &mut file, findings)?;
            let options = Options {
                purpose: Purpose::Convert,
                source: response.name,
            };
            let job = Job {
                table: &table,
                dialect: &dialect,
                group: node.as_ref(),
                blanks: &mut blanks,
                keys: &mut (),
            };
            match job.run(response.body, &options, sink, findings) {
                Ok(converted) => {
                    total.rows += converted.rows;
                    total.triples += converted.triples;
                }
                Err(ConvertError::Stopped) => return Err(ProcessError::Stopped),
                Err(ConvertError::Sink(error)) => return Err(ProcessError::Sink(error)),
            }
        }
        Ok(total)
    }

    /// Validates all tables and the keys between them. All that is wrong becomes a finding.
    pub fn validate(&self, input: &Input, findings: &mut Findings) {
        let Ok(Found { group, mut file }) = self.find(input, findings) else {
            return;
        };
        let mut keys = GroupKeys::new(&group);
        let mut complete = true;
        for (index, mut table) in group.tables.into_iter().enumerate() {
            let Ok((response, dialect)) = self.open(&mut table, &mut file, findings) else {
                complete = false;
                continue;
            };
            let options = Options {
                purpose: Purpose::Validate,
                source: response.name.clone(),
            };
            let job = Job {
                table: &table,
                dialect: &dialect,
                group: None,
                blanks: &mut BlankNodes::default(),
                keys: keys.of_table(index, response.name),
            };
            complete &= job
                .run(response.body, &options, &mut Discard::default(), findings)
                .is_ok();
        }
        if complete {
            keys.report(findings);
        }
    }

    /// Reads or locates the metadata.
    fn find(&self, input: &Input, findings: &mut Findings) -> Result<Found, Stopped> {
        if let Some(metadata) = &input.metadata {
            let response = self.get(metadata, findings)?;
            let group = self.read_group(response, metadata, findings)?;
            return Ok(Found { group, file: None });
        }
        let response = self.get(&input.url, findings)?;
        if is_metadata(&input.url, &response) {
            let group = self.read_group(response, &input.url, findings)?;
            return Ok(Found { group, file: None });
        }
        let mut read = |response, url: &Iri<String>, findings: &mut Findings| {
            self.read_group(response, url, findings)
        };
        let located = locate(self.fetch, &input.url, &response.links, &mut read, findings)?;
        let group = match located {
            Located::Group(group) => group,
            Located::Nothing => TableGroup::of_one(Table::undescribed(input.url.clone())),
        };
        Ok(Found {
            group,
            file: Some((input.url.clone(), response)),
        })
    }

    fn read_group(
        &self,
        response: Response,
        url: &Iri<String>,
        findings: &mut Findings,
    ) -> Result<TableGroup, Stopped> {
        let name = response.name.clone();
        let text = read_text(response.body).map_err(|error| {
            let message = format!("The metadata cannot be read: {error}.");
            findings.push(Finding::new(read_code(&error), message).at(Place::file(name)));
            Stopped
        })?;
        let document = parse_document(response.name, &text, findings).ok_or(Stopped)?;
        let mut fetch = |url: &Iri<String>, findings: &mut Findings| {
            let response = self.get(url, findings).ok()?;
            parse_document(response.name, &read_text(response.body).ok()?, findings)
        };
        read_document(&document, url, &mut fetch, findings)
    }

    /// Fetches a document that must be there.
    fn get(&self, url: &Iri<String>, findings: &mut Findings) -> Result<Response, Stopped> {
        self.get_for(url, None, findings)
    }

    /// Fetches a document that must be there because metadata name it at a place.
    fn get_for(
        &self,
        url: &Iri<String>,
        definition: Option<&Place>,
        findings: &mut Findings,
    ) -> Result<Response, Stopped> {
        self.fetch.fetch(url).map_err(|error| {
            let code = match error {
                FetchError::Outside => codes::OUTSIDE,
                FetchError::NotFound | FetchError::Other(_) => codes::UNREADABLE,
            };
            let finding = Finding::new(code, format!("<{url}> cannot be read: {error}."));
            let mut finding = finding.at(Place::file(url.as_str()));
            finding.definition = definition.cloned();
            findings.push(finding);
            Stopped
        })
    }

    /// Opens the file of a table, with the dialect that it is to be parsed with.
    fn open(
        &self,
        table: &mut Table,
        file: &mut Option<(Iri<String>, Response)>,
        findings: &mut Findings,
    ) -> Result<(Response, Dialect), Stopped> {
        let response = match file.take_if(|(url, _)| same_url(url.as_str(), table.url.as_str())) {
            Some((_, response)) => response,
            None => self.get_for(&table.url, table.place.as_ref(), findings)?,
        };
        if table.inherited.lang.is_none()
            && let Some(language) = response
                .content_language
                .as_deref()
                .filter(|tag| is_language_tag(tag))
        {
            table.set_language(language);
        }
        let dialect = table
            .dialect
            .clone()
            .unwrap_or_else(|| dialect_of(&response));
        Ok((response, dialect))
    }
}

impl Table {
    /// Sets the language of all cells of which nothing else is said.
    fn set_language(&mut self, language: &str) {
        let columns = self
            .schema
            .iter_mut()
            .flat_map(|schema| &mut schema.columns);
        for properties in columns
            .map(|column| &mut column.properties)
            .chain([&mut self.inherited])
        {
            properties.lang.get_or_insert_with(|| language.to_owned());
        }
    }
}

fn read_code(error: &io::Error) -> Code {
    match error.kind() {
        io::ErrorKind::FileTooLarge => codes::TOO_LARGE,
        _ => codes::UNREADABLE,
    }
}

/// Whether a document is metadata rather than a tabular data file.
fn is_metadata(url: &Iri<String>, response: &Response) -> bool {
    match response.media_type() {
        _ if response.is_json() => true,
        Some(media_type)
            if matches!(
                media_type.as_str(),
                "text/csv" | "text/tab-separated-values"
            ) =>
        {
            false
        }
        _ => Path::new(url.path())
            .extension()
            .is_some_and(|extension| extension == "json" || extension == "jsonld"),
    }
}

/// The default dialect, with what the headers of a response say.
fn dialect_of(response: &Response) -> Dialect {
    let mut dialect = Dialect::default();
    let media_type = response.media_type();
    if matches!(
        media_type.as_deref(),
        Some("text/tsv" | "text/tab-separated-values")
    ) {
        "\t".clone_into(&mut dialect.delimiter);
    }
    if response.parameter("header").as_deref() == Some("absent") {
        dialect.header_rows = 0;
    }
    let charset = response.parameter("charset");
    if let Some(encoding) = charset.and_then(|label| Encoding::for_label(label.as_bytes())) {
        dialect.encoding = encoding;
    }
    dialect
}

/// Takes triples and forgets them.
#[derive(Default)]
struct Discard {
    terms: Dictionary,
}

/// How much text of terms is kept between rows.
const DISCARD_BYTES: usize = 1 << 20;

impl TripleSink for Discard {
    type Error = std::convert::Infallible;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, _: Triple) -> Result<(), Self::Error> {
        Ok(())
    }

    fn row_end(&mut self) -> Result<Kept, Self::Error> {
        if self.terms.text_bytes() < DISCARD_BYTES {
            return Ok(Kept::All);
        }
        self.terms.clear();
        Ok(Kept::None)
    }
}
