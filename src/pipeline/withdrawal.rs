//! The end of a dataset: what falls with it, and what others go on using.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

use super::{Failure, Order, Route};
use crate::diagnostic::{Finding, Place};
use crate::register::codes;
use crate::register::ledger::{Ledger, LedgerPath, Tombstone};
use crate::store::{Generation, dump_lines};
use crate::uri::Base;
use crate::vocab::rdf;

/// What became of the URIs of a dataset that was withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// How many URIs have a tombstone now, the dataset's own included.
    pub gone: usize,
    /// How many stay, because another dataset describes them too.
    pub shared: usize,
}

/// Withdraws a dataset and all that it alone described, each URI with the same tombstone.
///
/// `live` is asked which terms the other datasets describe. Without it, what is neither below the
/// dataset nor in its own vocabulary stays: the next publication says so if nothing describes it.
pub fn withdraw_dataset(
    ledger: &mut Ledger,
    live: Option<&Generation>,
    base: &Base,
    dataset: &str,
    tombstone: &Tombstone,
) -> Result<Withdrawn, Failure> {
    let concerned: Vec<_> = ledger.of_dataset(dataset).cloned().collect();
    let all = concerned.len();
    let others = live.map(|live| described_by_others(live, base, dataset));
    let others = others.transpose()?;
    let falls = |path: &LedgerPath| match &others {
        Some(others) => !others.contains(path),
        None => path.is_below(dataset),
    };
    let falling: Vec<_> = concerned.into_iter().filter(falls).collect();
    let gone = falling.len();
    for path in falling {
        ledger.withdraw(path, tombstone.clone());
    }
    Ok(Withdrawn {
        gone,
        shared: all - gone,
    })
}

/// What the live releases of the other datasets describe of the vocabulary.
fn described_by_others(
    live: &Generation,
    base: &Base,
    dataset: &str,
) -> Result<BTreeSet<LedgerPath>, Failure> {
    let mut described = BTreeSet::new();
    let releases = live.manifest().live();
    for release in releases.filter(|release| release.dataset != dataset) {
        let folder = live.release_folder(&release.dataset, &release.edition);
        let dump = folder.join(Generation::DUMP);
        collect(&dump, base, &mut described).map_err(Failure::file(&dump))?;
    }
    Ok(described)
}

/// Takes the terms of a dump that have a type. Observations are most of its lines and are passed
/// over as text: parsing them would take many times as long.
fn collect(dump: &Path, base: &Base, into: &mut BTreeSet<LedgerPath>) -> std::io::Result<()> {
    let start = format!("<{base}/def/");
    let typed = format!(" {} ", rdf::TYPE);
    for line in dump_lines(dump)?.lines() {
        let line = line?;
        if line.starts_with(&start)
            && let Some((subject, _)) = line.split_once(&typed)
        {
            let uri = subject.trim_start_matches('<').trim_end_matches('>');
            into.extend(LedgerPath::of(base, uri));
        }
    }
    Ok(())
}

impl Route {
    /// What is wrong with an order for a dataset that was withdrawn.
    pub(super) fn withdrawn(&self, order: &Order) -> Option<Finding> {
        let stone = self.ledger.withdrawal(order.dataset())?;
        let message = format!(
            "The dataset {} is withdrawn from {}: {}",
            order.dataset(),
            stone.date,
            stone.reason
        );
        let finding = Finding::new(codes::LEDGER_WITHDRAWN, message);
        Some(finding.at(Place::file(order.release.display().to_string())))
    }
}
