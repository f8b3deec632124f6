use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::output::output;
use super::report::Refused;
use super::{Exit, Session};
use crate::diagnostic::Findings;
use crate::register::Registers;
use crate::tidy::{guess_dataset, guess_mapping};
use crate::uri::Key;

/// Reads a release that has no mapping yet, and writes a first one with a comment at each guess.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The release: a CSV file, plain or compressed with gzip.
    release: PathBuf,

    /// The name of the dataset; where not given, made from the file's name without its edition.
    #[arg(long, value_name = "NAME", value_parser = Key::new)]
    dataset: Option<Key>,

    /// The new mapping file; standard output where not given. A file that is there is left alone.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let registers = Registers::load(&config.registers).map_err(Refused)?;
    let dataset = arguments.dataset.clone();
    let dataset = dataset.unwrap_or_else(|| guess_dataset(&arguments.release));
    let mut findings = Findings::default();
    let mapping = guess_mapping(&arguments.release, &dataset, &registers, &mut findings)?;
    if let Some(mapping) = mapping {
        match &arguments.out {
            Some(path) => {
                let file = OpenOptions::new().write(true).create_new(true).open(path);
                let mut file = file.with_context(|| format!("cannot create {}", path.display()))?;
                file.write_all(mapping.as_bytes())?;
            }
            None => output().write_all(mapping.as_bytes())?,
        }
    }
    Ok(session.findings.report(&findings)?)
}
