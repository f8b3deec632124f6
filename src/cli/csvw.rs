use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use oxiri::Iri;
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};

use super::output::output;
use super::{Exit, Session};
use crate::csvw::{Input, Mapping, Mode, ProcessError, Processor, Resolver, file_url};
use crate::diagnostic::Findings;
use crate::graph::GraphWriter;

/// Converts tables to RDF, or validates them, as CSV on the Web says.
///
/// Exit status: 0 without errors, 1 with errors, 2 Assize could not do its work. Warnings do not
/// count.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The path or URL of a CSV, or of a metadata file that describes tables.
    input: String,

    /// The path or URL of metadata to use instead of those that would be found.
    #[arg(long, value_name = "METADATA")]
    metadata: Option<String>,

    /// Writes only what the cells say: no tables, no rows.
    #[arg(long)]
    minimal: bool,

    /// The syntax of the output.
    #[arg(long, value_name = "FORMAT", default_value = "turtle")]
    format: Format,

    /// Validates the tables and the keys between them instead of converting.
    #[arg(long, conflicts_with_all = ["minimal", "format"])]
    validate: bool,

    /// Answers URLs that begin with PREFIX from FOLDER; may be given several times.
    #[arg(long = "map", value_name = "PREFIX=FOLDER")]
    mappings: Vec<Mapping>,
}

/// The RDF syntaxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    #[value(aliases = ["n-triples", "nt"])]
    Ntriples,
    #[value(alias = "ttl")]
    Turtle,
    #[value(aliases = ["rdf-xml", "rdf"])]
    Rdfxml,
    #[value(alias = "json-ld")]
    Jsonld,
}

impl Format {
    fn serializer(self) -> RdfSerializer {
        RdfSerializer::from_format(match self {
            Self::Ntriples => RdfFormat::NTriples,
            Self::Turtle => RdfFormat::Turtle,
            Self::Rdfxml => RdfFormat::RdfXml,
            Self::Jsonld => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::default(),
            },
        })
    }
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let input = Input {
        url: arguments.url_of(&arguments.input)?,
        metadata: arguments
            .metadata
            .as_deref()
            .map(|text| arguments.url_of(text))
            .transpose()?,
    };
    let resolver = Resolver::new(arguments.mappings.clone(), arguments.folders());
    let processor = Processor::new(&resolver);
    let mut findings = Findings::default();
    if arguments.validate {
        processor.validate(&input, &mut findings);
    } else {
        convert(&processor, &input, arguments, &mut findings)?;
    }
    Ok(session.findings.report(&findings)?)
}

/// Writes the triples to standard output as they come.
fn convert(
    processor: &Processor<'_>,
    input: &Input,
    arguments: &Arguments,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let mode = if arguments.minimal {
        Mode::Minimal
    } else {
        Mode::Standard
    };
    let out = BufWriter::new(output());
    let mut writer = GraphWriter::new(arguments.format.serializer(), out);
    match processor.convert(input, mode, &mut writer, findings) {
        Ok(_) | Err(ProcessError::Stopped) => {}
        Err(ProcessError::Sink(error)) => return Err(error.into()),
    }
    writer.finish()?.flush()?;
    Ok(())
}

impl Arguments {
    /// The URL of what a user wrote: a URL as it is; a path in a mapped folder under its prefix; any
    /// other path as a `file:` URL.
    fn url_of(&self, text: &str) -> anyhow::Result<Iri<String>> {
        if is_url(text) {
            return Iri::parse(text.to_owned()).with_context(|| format!("{text} is no URL"));
        }
        let path = Path::new(text);
        match self
            .mappings
            .iter()
            .find_map(|mapping| mapping.url_of(path))
        {
            Some(url) => Ok(url),
            None => file_url(path).with_context(|| format!("{text} is no path")),
        }
    }

    /// The folders of the files that were named: files outside are not read.
    fn folders(&self) -> Vec<PathBuf> {
        let named = std::iter::once(&self.input).chain(&self.metadata);
        let paths = named.filter(|text| !is_url(text)).map(Path::new);
        let folder = |path: &Path| match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        paths.map(folder).collect()
    }
}

/// Whether a text is a URL rather than a path.
fn is_url(text: &str) -> bool {
    ["http://", "https://", "file://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
}
