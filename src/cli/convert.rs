use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use oxrdfio::RdfSerializer;
use tempfile::NamedTempFile;

use super::output::output;
use super::progress::Progress;
use super::release::ReleaseArguments;
use super::syntax::Syntax;
use super::{Exit, Session};
use crate::cube::foreign::ForeignCube;
use crate::diagnostic::Findings;
use crate::graph::GraphWriter;
use crate::mapping::Mapping;
use crate::pipeline::{Meaning, Route};
use crate::tidy::Tidied;

/// Converts a release to RDF without publishing it: structure, code lists and observations.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    release: ReleaseArguments,

    /// The RDF syntax.
    #[arg(long, value_name = "FORMAT", default_value = "nquads")]
    format: Syntax,

    /// The file to write; `-` is standard output. A file is whole or not there.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let route = session.route()?;
    let order = arguments.release.order(&route)?;
    let folder = tempfile::tempdir()?;
    let mut findings = Findings::default();
    let progress = Progress::spinner("converting");
    let conversion = Conversion {
        route: &route,
        folder: folder.path(),
        format: arguments.format,
        content: match &order.meaning {
            Meaning::Csvw(cube) => Some(Content::Foreign(cube)),
            Meaning::Mapping(mapping) => {
                let tidied = route.tidy(&order, mapping, folder.path(), &mut findings)?;
                let tidied = tidied.filter(|_| !findings.has_errors());
                tidied.map(|tidied| Content::Tidied(mapping, Box::new(tidied)))
            }
        },
    };
    conversion.write_to(&arguments.out, &mut findings)?;
    drop(progress);
    Ok(session.findings.report(&findings)?)
}

struct Conversion<'c> {
    route: &'c Route,
    folder: &'c Path,
    format: Syntax,
    /// What is to be converted; nothing if the release is wrong.
    content: Option<Content<'c>>,
}

enum Content<'c> {
    Tidied(&'c Mapping, Box<Tidied>),
    Foreign(&'c ForeignCube),
}

impl Conversion<'_> {
    fn write_to(&self, out: &Path, findings: &mut Findings) -> anyhow::Result<()> {
        if self.content.is_none() {
            return Ok(());
        }
        if out == Path::new("-") {
            return self.write(output(), findings);
        }
        let folder = out.parent().filter(|folder| *folder != Path::new(""));
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
            .with_context(|| format!("{} cannot be written", out.display()))?;
        self.write(file.as_file(), findings)?;
        if !findings.has_errors() {
            file.persist(out)?;
        }
        Ok(())
    }

    fn write(&self, out: impl Write, findings: &mut Findings) -> anyhow::Result<()> {
        let serializer = RdfSerializer::from_format(self.format.into());
        let mut writer = GraphWriter::new(serializer, BufWriter::new(out));
        match &self.content {
            None => {}
            Some(Content::Tidied(mapping, tidied)) => {
                self.route
                    .describe(mapping, tidied, &mut writer, findings)?;
            }
            Some(Content::Foreign(cube)) => {
                self.route
                    .describe_foreign(cube, self.folder, &mut writer, findings)?;
            }
        }
        writer.finish()?.flush()?;
        Ok(())
    }
}
