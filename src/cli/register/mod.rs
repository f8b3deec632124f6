mod accept;
mod build;
mod check;
mod matching;
mod review;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::report::Refused;
use super::{Exit, Session};
use crate::register::Registers;

/// Builds, checks and consults the registers of courts, areas and prisons.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the registers; the configuration's where not given.
    #[arg(long, global = true, value_name = "DIR")]
    registers: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Check(check::Arguments),
    Match(matching::Arguments),
    Accept(accept::Arguments),
    Review(review::Arguments),
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let dir = match &arguments.registers {
        Some(dir) => dir.clone(),
        None => session.config()?.registers,
    };
    match &arguments.command {
        Command::Build(arguments) => build::run(session, &dir, arguments),
        Command::Check(arguments) => check::run(session, &dir, arguments),
        Command::Match(arguments) => matching::run(&dir, arguments),
        Command::Accept(arguments) => accept::run(session, &dir, arguments),
        Command::Review(arguments) => review::run(session, &dir, arguments),
    }
}

/// The registers, or the findings that keep them from being read.
fn load(dir: &std::path::Path) -> Result<Registers, Refused> {
    Registers::load(dir).map_err(Refused)
}
