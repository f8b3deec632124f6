use std::io::{self, Write};
use std::path::Path;

use clap::Args;
use oxigraph::model::NamedNode;
use oxigraph::store::Store;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use crate::cli::report::Refused;
use crate::cli::session::StoreArgument;
use crate::cli::{Exit, Session};
use crate::register::ledger::{Answer, Asked, Ledger, LedgerPath};
use crate::uri::Base;

/// Asks a server, or the live data of a store, for every URI of the ledger.
///
/// Each must be answered with 303 or 200, or with 410 where it was withdrawn.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The server, such as `http://127.0.0.1:7878`; without it the store is asked.
    #[arg(long, value_name = "URL", conflicts_with = "store")]
    url: Option<String>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let ledger = Ledger::read(dir).map_err(Refused)?;
    let asked = if let Some(url) = &arguments.url {
        ask_server(&ledger, url.trim_end_matches('/'))?
    } else {
        let config = session.config()?;
        let database = arguments.store.of(&config).live()?.open()?;
        ask_store(&ledger, &database, &config.base)?
    };
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} URIs asked for, {} answered wrongly, {} patterns of observations left out",
        asked.asked,
        asked.findings.errors(),
        asked.patterns
    )?;
    Ok(session.findings.report(&asked.findings)?)
}

fn ask_server(ledger: &Ledger, url: &str) -> anyhow::Result<Asked> {
    let client = Client::builder().redirect(Policy::none()).build()?;
    let ask = |path: &LedgerPath| -> reqwest::Result<Answer> {
        let answer = client.head(format!("{url}{path}")).send()?;
        Ok(match answer.status().as_u16() {
            200 | 303 => Answer::Described,
            410 => Answer::Gone,
            other => Answer::Other(other),
        })
    };
    Ok(ledger.replay(ask)?)
}

/// A store describes a URI with any triple; one that was withdrawn is answered by its tombstone.
fn ask_store(ledger: &Ledger, database: &Store, base: &Base) -> anyhow::Result<Asked> {
    let ask = |path: &LedgerPath| -> anyhow::Result<Answer> {
        let uri = NamedNode::new(path.uri(base))?;
        let subject = uri.as_ref().into();
        let mut quads = database.quads_for_pattern(Some(subject), None, None, None);
        let described = quads.next().transpose()?.is_some();
        Ok(match ledger.tombstone(path) {
            Some(_) => Answer::Gone,
            None if described => Answer::Described,
            None => Answer::Other(404),
        })
    };
    ledger.replay(ask)
}
