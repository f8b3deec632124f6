use std::io::Write;
use std::num::NonZeroUsize;

use clap::Args;

use super::output::output;
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
    let config = session.config()?;
    let store = arguments.store.of(&config);
    let lock = store.lock()?;
    let mut out = output();
    if let Some(elsewhere) = arguments.store.elsewhere(&config)? {
        for number in elsewhere.prune(arguments.keep)? {
            writeln!(out, "removed generation {number} from the store elsewhere")?;
        }
    }
    for number in store.prune(&lock, arguments.keep)? {
        writeln!(out, "removed generation {number}")?;
    }
    Ok(Exit::Fine)
}
