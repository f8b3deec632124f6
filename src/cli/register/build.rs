use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::output::output;
use crate::cli::report::Refused;
use crate::cli::{Exit, Session};
use crate::register::build::{Built, Extent, Mode, build};
use crate::register::ledger::Ledger;

/// Makes the registers anew from their source dumps and the reviewed decisions.
///
/// Keys that were minted stay with what they name; the same sources give the same bytes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder with the source dumps.
    sources: PathBuf,

    /// Writes nothing; exit status 1 says that a table would change.
    #[arg(long)]
    compare: bool,

    /// Builds the register of courts alone, from this list of its sources alone; may be given more
    /// than once. It shows what was known on the day of a list.
    #[arg(long = "list", value_name = "SOURCE")]
    lists: Vec<String>,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mode = if arguments.compare {
        Mode::Compare
    } else {
        Mode::Write
    };
    let ledger = Ledger::read(&session.config()?.ledger).map_err(Refused)?;
    let extent = match arguments.lists.as_slice() {
        [] => Extent::All,
        lists => Extent::CourtLists(lists.to_vec()),
    };
    let (built, findings) = build(&arguments.sources, dir, &ledger, &extent, mode)?;
    let mut out = output();
    for register in &built {
        writeln!(out, "{}", line(register))?;
    }
    let exit = session.findings.report(&findings)?;
    let stale = mode == Mode::Compare && built.iter().any(|b| !b.changed.is_empty());
    Ok(if stale { Exit::Wrong } else { exit })
}

fn line(built: &Built) -> String {
    let changed = match built.changed.as_slice() {
        [] => "unchanged".to_owned(),
        files => format!("changed {}", files.join(", ")),
    };
    format!(
        "{}: {} members, {} new keys, {changed}",
        built.concept,
        built.members,
        built.minted.len()
    )
}
