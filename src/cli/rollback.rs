use std::io::{self, Write};

use clap::Args;

use super::session::StoreArgument;
use super::{Exit, Session};

/// Makes an earlier generation live again, in a moment.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The number of the generation, as `assize releases` lists it; without one, the last before
    /// the live one.
    generation: Option<u64>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let store = arguments.store.open(session)?;
    let lock = store.lock()?;
    let generation = store.roll_back(&lock, arguments.generation)?;
    let published = &generation.manifest().published;
    writeln!(
        io::stdout(),
        "generation {}, published {published}, is live again",
        generation.number()
    )?;
    Ok(Exit::Fine)
}
