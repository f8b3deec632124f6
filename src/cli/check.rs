use std::io::Write;

use clap::Args;

use super::output::output;
use super::progress::Progress;
use super::release::ReleaseArguments;
use super::{Exit, Session};
use crate::diagnostic::Findings;

/// Checks a release without publishing it: the mapping, every cell, and the shapes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    release: ReleaseArguments,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let route = session.route()?;
    let order = arguments.release.order(&route)?;
    let folder = tempfile::tempdir()?;
    let mut findings = Findings::default();
    let progress = Progress::spinner("checking");
    let accounting = route.check(&order, folder.path(), &mut findings)?;
    drop(progress);
    if let Some(accounting) = accounting {
        write!(output(), "{accounting}")?;
    }
    Ok(session.findings.report(&findings)?)
}
