use std::io::Write;

use clap::Args;

use super::Exit;
use super::output::output;
use crate::mapping;

/// Prints the JSON Schema of mappings, for editors that check TOML files.
#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut out = output();
    serde_json::to_writer_pretty(&mut out, &mapping::schema())?;
    writeln!(out)?;
    Ok(Exit::Fine)
}
