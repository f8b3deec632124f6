use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::load;
use crate::cli::report::Refused;
use crate::cli::{Exit, Session};
use crate::register::Registers;
use crate::register::ledger::{Ledger, LedgerPath};
use crate::uri::Base;

/// Finds what no single line shows: overlaps in time, circles of successors, labels that clash, and
/// keys that were published and are no longer there.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the ledger; the configuration's where not given.
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let registers = load(dir)?;
    let mut findings = crate::register::check(&registers, dir);
    let config = session.config()?;
    let ledger = arguments.ledger.as_ref().unwrap_or(&config.ledger);
    let ledger = Ledger::read(ledger).map_err(Refused)?;
    let base = config.base;
    let kept = members(&registers, &base);
    findings.append(ledger.verify(|path| !path.is_thing() || kept.contains(path)));
    let mut out = io::stdout().lock();
    for register in registers.iter() {
        let (members, labels) = (register.things(), register.things().iter());
        let labels: usize = labels.map(|thing| thing.labels.len()).sum();
        writeln!(
            out,
            "{}: {} members, {labels} labels",
            register.concept(),
            members.len()
        )?;
    }
    Ok(session.findings.report(&findings)?)
}

fn members(registers: &Registers, base: &Base) -> std::collections::HashSet<LedgerPath> {
    let uris = registers.iter().flat_map(|register| {
        let things = register.things().iter();
        things.map(|thing| register.uri(base, &thing.key).into_string())
    });
    uris.filter_map(|uri| LedgerPath::of(base, &uri)).collect()
}
