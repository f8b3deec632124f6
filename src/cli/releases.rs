use std::io::{self, Write};

use clap::Args;

use super::output::output;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::store::{Generation, RemoteStore, Standing};

/// Lists the generations of a store and the releases that each holds.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let store = arguments.store.of(&config);
    if let Some(elsewhere) = arguments.store.elsewhere(&config)? {
        return list_elsewhere(&elsewhere);
    }
    let live = store.live()?.number();
    let mut out = output();
    for generation in store.all()? {
        let state = if generation.number() == live {
            "live"
        } else {
            "kept"
        };
        write_generation(&mut out, &generation, state)?;
    }
    Ok(Exit::Fine)
}

fn write_generation(out: &mut impl Write, generation: &Generation, state: &str) -> io::Result<()> {
    let manifest = generation.manifest();
    writeln!(
        out,
        "generation {} ({state}), published {}, {} triples",
        generation.number(),
        manifest.published,
        manifest.triples
    )?;
    for release in &manifest.releases {
        let standing = match release.standing {
            Standing::Live => "live",
            Standing::Kept => "kept",
        };
        writeln!(
            out,
            "  {} {} ({standing}): {} observations from {} rows",
            release.dataset, release.edition, release.rows.observations, release.rows.read
        )?;
    }
    Ok(())
}

fn list_elsewhere(elsewhere: &RemoteStore) -> anyhow::Result<Exit> {
    let live = elsewhere.live()?.entry().number;
    let mut out = output();
    for entry in elsewhere.all()? {
        let state = if entry.number == live { "live" } else { "kept" };
        writeln!(
            out,
            "generation {} ({state}), published {}, {} triples",
            entry.number, entry.published, entry.triples
        )?;
    }
    Ok(Exit::Fine)
}
