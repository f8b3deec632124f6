use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;

use crate::cli::output::output;
use crate::cli::report::Refused;
use crate::cli::session::StoreArgument;
use crate::cli::{Exit, Session};
use crate::pipeline::{Withdrawn, withdraw_dataset};
use crate::register::PartialDate;
use crate::register::ledger::{Ledger, LedgerPath, Tombstone};

/// Withdraws a URI: from then on it is answered with 410, the reason and its successor.
///
/// With a dataset everything falls that it alone described: its observations, its structure, its
/// releases and its code lists. A court or area that ended is not withdrawn: it keeps its page, with
/// the day on which it closed.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The path of the URI, such as `/def/old-list/x`.
    path: String,

    /// Why, in a sentence for whoever follows an old link.
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// The path of what replaces it.
    #[arg(long, value_name = "PATH")]
    successor: Option<String>,

    /// The day from which it is gone.
    #[arg(long, value_name = "DATE")]
    date: PartialDate,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut ledger = Ledger::read(dir).map_err(Refused)?;
    let path = parsed(&arguments.path)?;
    let dataset = path.dataset().filter(|_| path.is_dataset());
    let config = session.config()?;
    let live = match dataset {
        Some(_) => arguments.store.of(&config).current()?,
        None => None,
    };
    if let Some(live) = &live {
        // What is published and not yet recorded falls, too.
        let published = Ledger::read(&live.ledger_folder()).map_err(Refused)?;
        ledger.add_entries(&published);
    }
    let tombstone = tombstone(&ledger, arguments)?;
    listed(&ledger, &path)?;
    let date = arguments.date;
    let said = if let Some(dataset) = dataset {
        let base = &config.base;
        let fell = withdraw_dataset(&mut ledger, live.as_ref(), base, dataset, &tombstone)?;
        let Withdrawn { gone, shared } = fell;
        format!("{path} is withdrawn from {date}: {gone} URIs; {shared} that others use stay")
    } else {
        ledger.withdraw(path.clone(), tombstone);
        format!("{path} is withdrawn from {date}")
    };
    ledger.write(dir)?;
    writeln!(output(), "{said}\nPublish, and servers say so")?;
    Ok(Exit::Fine)
}

fn tombstone(ledger: &Ledger, arguments: &Arguments) -> anyhow::Result<Tombstone> {
    let successor = arguments.successor.as_deref().map(parsed).transpose()?;
    if let Some(successor) = &successor {
        listed(ledger, successor)?;
    }
    Ok(Tombstone {
        date: arguments.date,
        reason: arguments.reason.clone(),
        successor,
    })
}

fn parsed(path: &str) -> anyhow::Result<LedgerPath> {
    let parsed = LedgerPath::parse(path);
    parsed.with_context(|| format!("`{path}` is no path below /id/, /def/ or /data/"))
}

fn listed(ledger: &Ledger, path: &LedgerPath) -> anyhow::Result<()> {
    if ledger.entry(path).is_none() {
        bail!("{path} was never published: the ledger does not list it");
    }
    Ok(())
}
