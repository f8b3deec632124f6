mod check;
mod record;
mod server;
mod stored;
mod withdraw;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Exit, Session};

/// Keeps every URI that was ever published alive.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the ledger; the configuration's where not given.
    #[arg(long, global = true, value_name = "DIR")]
    ledger: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Record(record::Arguments),
    Withdraw(withdraw::Arguments),
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let dir = match &arguments.ledger {
        Some(dir) => dir.clone(),
        None => session.config()?.ledger,
    };
    let dir = dir.as_path();
    match &arguments.command {
        Command::Check(arguments) => check::run(session, dir, arguments),
        Command::Record(arguments) => record::run(session, dir, arguments),
        Command::Withdraw(arguments) => withdraw::run(session, dir, arguments),
    }
}
