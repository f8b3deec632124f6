use std::io::Write;
use std::path::Path;

use clap::Args;

use super::server::Server;
use super::stored::Stored;
use crate::cli::output::output;
use crate::cli::report::Refused;
use crate::cli::session::StoreArgument;
use crate::cli::{Exit, Session};
use crate::register::ledger::Ledger;

/// Asks a server, or the live data of a store, for every URI of the ledger.
///
/// Each must be answered with 303 or 200, or with 410 where it was withdrawn. For a pattern one of
/// its observations is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The server, such as `http://127.0.0.1:7878`; without it the store is asked.
    #[arg(long, value_name = "URL", conflicts_with = "store")]
    url: Option<String>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let ledger = Ledger::read(dir).map_err(Refused)?;
    let config = session.config()?;
    let asked = if let Some(url) = &arguments.url {
        let server = Server::new(url, &config.base)?;
        ledger.replay(|path| server.ask(path))?
    } else {
        let stored = Stored::open(&arguments.store.of(&config).live()?, &config.base)?;
        ledger.replay(|path| stored.ask(path))?
    };
    writeln!(
        output(),
        "{} URIs asked for, {} of them observations for a pattern; {} answered wrongly",
        asked.asked,
        asked.patterns,
        asked.findings.errors()
    )?;
    Ok(session.findings.report(&asked.findings)?)
}
