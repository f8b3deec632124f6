use std::io::Write;
use std::path::Path;

use clap::Args;

use crate::cli::output::output;
use crate::cli::report::Refused;
use crate::cli::session::StoreArgument;
use crate::cli::{Exit, Session};
use crate::register::ledger::Ledger;

/// Adds every URI that a store has published, with its first and last release.
///
/// Run it after a publication and commit the file: from then on every store is held to it.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let mut ledger = Ledger::read(dir).map_err(Refused)?;
    let live = arguments.store.of(&config).live()?;
    let published = Ledger::read(&live.ledger_folder()).map_err(Refused)?;
    let recorded = ledger.add_entries(&published);
    ledger.write(dir)?;
    let (new, kept) = (recorded.new, recorded.kept);
    writeln!(output(), "{new} URIs are new, {kept} were known")?;
    Ok(Exit::Fine)
}
