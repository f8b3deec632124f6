use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use oxrdfio::RdfSerializer;
use tempfile::NamedTempFile;

use super::progress::Progress;
use super::release::ReleaseArguments;
use super::syntax::Syntax;
use super::{Exit, Session};
use crate::diagnostic::Findings;
use crate::graph::GraphWriter;
use crate::pipeline::{Order, Route};
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
    let tidied = route.tidy(&order, folder.path(), &mut findings)?;
    if let Some(tidied) = tidied.filter(|_| !findings.has_errors()) {
        let conversion = Conversion {
            route: &route,
            order: &order,
            tidied: &tidied,
            format: arguments.format,
        };
        conversion.write_to(&arguments.out, &mut findings)?;
    }
    drop(progress);
    Ok(session.findings.report(&findings)?)
}

struct Conversion<'c> {
    route: &'c Route,
    order: &'c Order,
    tidied: &'c Tidied,
    format: Syntax,
}

impl Conversion<'_> {
    fn write_to(&self, out: &Path, findings: &mut Findings) -> anyhow::Result<()> {
        if out == Path::new("-") {
            return self.write(io::stdout().lock(), findings);
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
        self.route
            .describe(self.order, self.tidied, &mut writer, findings)?;
        writer.finish()?.flush()?;
        Ok(())
    }
}
