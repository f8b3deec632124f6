use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::output::output;
use super::progress::Progress;
use super::release::ReleaseArguments;
use super::{Exit, Session};
use crate::diagnostic::Findings;
use crate::mapping::{Column, Mapping};
use crate::pipeline::Route;
use crate::tidy::Tidied;

/// Writes the tidy table of a release with its CSVW metadata, and accounts for every row.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    release: ReleaseArguments,

    /// The folder for tidy.csv, tidy.csv-metadata.json and accounting.json.
    #[arg(long, value_name = "DIR", default_value = "tidy")]
    out: PathBuf,

    /// Writes new values into the frozen code lists.
    #[arg(long)]
    freeze: bool,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let route = session.route()?;
    let order = arguments.release.order(&route)?;
    let Some(mapping) = order.mapping() else {
        bail!(
            "a cube that CSVW metadata describe has no mapping; `assize publish` takes it as it is"
        );
    };
    fs::create_dir_all(&arguments.out)?;
    let mut findings = Findings::default();
    let progress = Progress::spinner("tidying");
    let tidied = route.tidy(&order, mapping, &arguments.out, &mut findings)?;
    drop(progress);
    if let Some(tidied) = tidied {
        write_accounting(&tidied, &arguments.out)?;
        write!(output(), "{}", tidied.accounting)?;
        if arguments.freeze && !findings.has_errors() {
            freeze(&route, mapping, &tidied)?;
        }
    }
    Ok(session.findings.report(&findings)?)
}

fn write_accounting(tidied: &Tidied, folder: &Path) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(folder.join("accounting.json"))?);
    serde_json::to_writer_pretty(&mut file, &tidied.accounting)?;
    writeln!(file)?;
    Ok(file.flush()?)
}

/// Writes the code lists that have new members, but not those that the mapping leaves open.
fn freeze(route: &Route, mapping: &Mapping, tidied: &Tidied) -> anyhow::Result<()> {
    for members in &tidied.columns {
        let open = mapping
            .column(&members.name)
            .is_some_and(Column::has_open_codes);
        let Some(list) = members
            .code_list
            .as_ref()
            .filter(|list| list.has_new() && !open)
        else {
            continue;
        };
        let path = route.code_lists().freeze(list)?;
        writeln!(
            output(),
            "{}: {} members",
            path.display(),
            list.entries().len()
        )?;
    }
    Ok(())
}
