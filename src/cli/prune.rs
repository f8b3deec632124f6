use std::io::{self, Write};
use std::num::NonZeroUsize;

use clap::Args;

use super::session::StoreArgument;
use super::{Exit, Session};

/// Removes old generations; the live one always stays.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many of the newest generations stay.
    #[arg(long, value_name = "N")]
    keep: NonZeroUsize,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let store = arguments.store.open(session)?;
    let lock = store.lock()?;
    let mut out = io::stdout().lock();
    for number in store.prune(&lock, arguments.keep)? {
        writeln!(out, "removed generation {number}")?;
    }
    Ok(Exit::Fine)
}
