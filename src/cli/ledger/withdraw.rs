use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;

use crate::cli::Exit;
use crate::cli::report::Refused;
use crate::register::PartialDate;
use crate::register::ledger::{Ledger, LedgerPath, Tombstone};

/// Withdraws a URI: from then on it is answered with 410, the reason and its successor.
///
/// A court or area that ended is not withdrawn: it keeps its page, with the day on which it closed.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The path of the URI, such as `/def/old-list/x`.
    path: String,

    /// Why, in a sentence for whoever follows an old link.
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// The path of what replaces it.
    #[arg(long, value_name = "PATH")]
    successor: Option<String>,

    /// The day from which it is gone.
    #[arg(long, value_name = "DATE")]
    date: PartialDate,
}

pub(super) fn run(dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut ledger = Ledger::read(dir).map_err(Refused)?;
    let path = listed(&ledger, &arguments.path)?;
    let successor = arguments.successor.as_deref();
    let successor = successor.map(|path| listed(&ledger, path)).transpose()?;
    let tombstone = Tombstone {
        date: arguments.date,
        reason: arguments.reason.clone(),
        successor,
    };
    writeln!(io::stdout(), "{path} is withdrawn from {}", arguments.date)?;
    ledger.withdraw(path, tombstone);
    ledger.write(dir)?;
    Ok(Exit::Fine)
}

fn listed(ledger: &Ledger, path: &str) -> anyhow::Result<LedgerPath> {
    let path = LedgerPath::parse(path)
        .with_context(|| format!("`{path}` is no path below /id/, /def/ or /data/"))?;
    if ledger.entry(&path).is_none() {
        bail!("{path} was never published: the ledger does not list it");
    }
    Ok(path)
}
