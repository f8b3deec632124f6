use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use clap::Args;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::store::Store;

use crate::cli::report::Refused;
use crate::cli::session::StoreArgument;
use crate::cli::{Exit, Session};
use crate::register::ledger::{Ledger, LedgerPath};
use crate::uri::Base;

/// Adds every URI that the live data of a store describe.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The name of the release that published them, such as `2025-Q4`.
    release: String,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let mut ledger = Ledger::read(dir).map_err(Refused)?;
    let database = arguments.store.of(&config).live()?.open()?;
    let paths = described(&database, &config.base)?;
    let recorded = ledger.record(paths, &arguments.release);
    ledger.write(dir)?;
    let (new, kept) = (recorded.new, recorded.kept);
    writeln!(io::stdout(), "{new} URIs are new, {kept} were known")?;
    Ok(Exit::Fine)
}

/// The URIs below the base that are subjects; observations as one pattern for each dataset.
fn described(database: &Store, base: &Base) -> anyhow::Result<BTreeSet<LedgerPath>> {
    let mut paths = BTreeSet::new();
    let mut last = None;
    for quad in database.quads_for_pattern(None, None, None, None) {
        let subject = quad?.subject;
        if last.as_ref() == Some(&subject) {
            continue;
        }
        if let NamedOrBlankNode::NamedNode(uri) = &subject {
            paths.extend(LedgerPath::of(base, uri.as_str()));
        }
        last = Some(subject);
    }
    Ok(paths)
}
