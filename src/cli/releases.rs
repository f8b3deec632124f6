use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Exit, Session};
use crate::store::{Generation, Generations};

/// Lists the generations of a store and the releases that each holds.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the store; the configuration's where not given.
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = match session.config() {
        Ok(config) => config,
        Err(findings) => return Ok(session.findings.report(&findings)?),
    };
    let store = Generations::at(arguments.store.as_ref().unwrap_or(&config.store));
    let live = store.live()?.number();
    let mut out = io::stdout().lock();
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
        writeln!(
            out,
            "  {} {}: {} observations from {} rows",
            release.dataset, release.edition, release.rows.observations, release.rows.read
        )?;
    }
    Ok(())
}
