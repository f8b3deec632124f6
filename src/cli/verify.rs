use std::io::Write;

use anyhow::Context;
use clap::Args;

use super::output::output;
use super::progress::Progress;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::diagnostic::Findings;

/// Computes all of a generation again: checksums, conversions, and what its database holds.
///
/// Exit status 1 means that something is not as it was published.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The number of the generation, as `assize releases` lists it; without one, the live one.
    generation: Option<u64>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let store = arguments.store.open(session)?;
    let generation = match arguments.generation {
        None => store.live()?,
        Some(number) => {
            let found = store.generation(number)?;
            found.with_context(|| format!("there is no generation {number}"))?
        }
    };
    let route = session.route()?;
    let mut findings = Findings::default();
    let progress = Progress::spinner("verifying");
    route.verify(&generation, &mut findings)?;
    drop(progress);
    if !findings.has_errors() {
        let releases = generation.manifest().releases.len();
        writeln!(
            output(),
            "generation {} is as it was published: {releases} releases, {} triples",
            generation.number(),
            generation.manifest().triples
        )?;
    }
    Ok(session.findings.report(&findings)?)
}
