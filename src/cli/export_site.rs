use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::runtime::Runtime;

use super::output::output;
use super::progress::Progress;
use super::report::Refused;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::export::{Export, Step};
use crate::register::ledger::Ledger;
use crate::serve::{Live, Site};

/// Writes the live generation as a site of plain files: documents in all formats, pages, downloads,
/// and the rules by which a plain server answers every URI.
///
/// The folder is there when it is whole, and not before. An earlier export in its place is replaced;
/// any other folder is left alone.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to write.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let generation = arguments.store.of(&config).live()?;
    let ledger = Ledger::read(&generation.ledger_folder()).map_err(Refused)?;
    let live = Live::open(&generation, &config.base)?;
    let progress = Progress::spinner("exporting");
    let told = |step: Step<'_>| progress.say(sentence(step));
    let export = Export {
        site: Arc::new(Site::new(config.base, live)),
        generation: &generation,
        ledger: &ledger,
        progress: &told,
    };
    let exported = Runtime::new()?.block_on(export.write(&arguments.folder))?;
    drop(progress);
    writeln!(
        output(),
        "{}: generation {}, {} documents, {} observations",
        arguments.folder.display(),
        generation.number(),
        exported.documents,
        exported.observations
    )?;
    Ok(Exit::Fine)
}

fn sentence(step: Step<'_>) -> String {
    match step {
        Step::Documents(done, all) => format!("{done} of {all} documents"),
        Step::Observations(dataset) => format!("observations of {dataset}"),
        Step::Downloads => "downloads".to_owned(),
    }
}
