use std::io::Write;

use clap::Args;

use super::output::output;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::store::{Generations, RemoteStore};

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
    let config = session.config()?;
    let store = arguments.store.of(&config);
    if let Some(elsewhere) = arguments.store.elsewhere(&config)? {
        return roll_back_elsewhere(&elsewhere, &store, arguments.generation);
    }
    let lock = store.lock()?;
    let generation = store.roll_back(&lock, arguments.generation)?;
    let published = &generation.manifest().published;
    writeln!(
        output(),
        "generation {}, published {published}, is live again",
        generation.number()
    )?;
    Ok(Exit::Fine)
}

/// The store elsewhere decides; the folder that is published from follows, where it has the
/// generation, so that the next publication begins with what is live.
fn roll_back_elsewhere(
    elsewhere: &RemoteStore,
    store: &Generations,
    to: Option<u64>,
) -> anyhow::Result<Exit> {
    let lock = store.lock()?;
    let entry = elsewhere.roll_back(to)?;
    if store.generation(entry.number)?.is_some() {
        store.roll_back(&lock, Some(entry.number))?;
    }
    writeln!(
        output(),
        "generation {}, published {}, is live again",
        entry.number,
        entry.published
    )?;
    Ok(Exit::Fine)
}
