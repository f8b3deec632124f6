use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::load;
use crate::cli::output::output;
use crate::cli::report::Refused;
use crate::cli::{Exit, Session};
use crate::graph::GraphBuilder;
use crate::register::ledger::{Ledger, LedgerPath, described};
use crate::register::{Registers, write_rdf};
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
    let described = described_by(&registers, &config.base);
    let of_others = |path: &LedgerPath| {
        let entry = ledger.entry(path);
        let standing = entry.filter(|_| ledger.tombstone(path).is_none());
        standing.is_some_and(|entry| entry.last != Ledger::REGISTERS)
    };
    let kept = |path: &LedgerPath| described.contains(path) || of_others(path);
    findings.append(ledger.verify(kept, |_dataset| false));
    let mut out = output();
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

fn described_by(registers: &Registers, base: &Base) -> BTreeSet<LedgerPath> {
    let mut graph = GraphBuilder::default();
    let Ok(()) = write_rdf(registers, base, &mut graph);
    described(&graph.finish(), base)
}
