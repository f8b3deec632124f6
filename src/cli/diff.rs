use std::io::{self, Write};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::output::output;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::difference::{self, Change, DifferenceError, Members, Named, Summary, TableWriter};
use crate::pipeline::name_members;
use crate::store::{Generation, Release, dump_lines};

/// Shows what changed from one release of a dataset to another.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The dataset, as `assize releases` lists it.
    dataset: String,

    /// The earlier edition; without one, that before the later one.
    #[arg(requires = "new")]
    old: Option<String>,

    /// The later edition; without one, the live one.
    new: Option<String>,

    /// How the difference is written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    #[command(flatten)]
    store: StoreArgument,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A summary in sentences.
    Human,
    /// One changed property a row.
    Csv,
    /// The summary as one object.
    Json,
    /// What was removed and added, each in a graph of its own.
    Nquads,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let live = arguments.store.open(session)?.live()?;
    let (old, new) = arguments.releases(&live)?;
    let mut out = output();
    match arguments.format {
        Format::Csv => {
            let mut table = TableWriter::new(&mut out)?;
            compare(&live, old, new, |change| Ok(table.write(change)?))?;
            table.finish()?;
        }
        Format::Nquads => {
            let release = config.base.release(&new.dataset, &new.edition);
            compare(&live, old, new, |change| {
                Ok(difference::write_quads(&mut out, change, release.as_str())?)
            })?;
        }
        Format::Json => {
            let summary = compare(&live, old, new, |_| Ok(()))?;
            writeln!(out, "{}", serde_json::to_string_pretty(&summary)?)?;
        }
        Format::Human => {
            let summary = compare(&live, old, new, |_| Ok(()))?;
            writeln!(out, "{} {} → {}", new.dataset, shown(old), shown(new))?;
            tell(&mut out, &summary)?;
        }
    }
    Ok(Exit::Fine)
}

impl Arguments {
    fn releases<'g>(&self, live: &'g Generation) -> anyhow::Result<(&'g Release, &'g Release)> {
        let dataset = self.dataset.as_str();
        let find = |edition: &str| {
            let mut releases = live.manifest().releases.iter();
            let found = releases.find(|r| r.dataset == dataset && r.edition == edition);
            found.with_context(|| {
                format!("there is no release {edition} of {dataset}; `assize releases` lists them")
            })
        };
        let new = match &self.new {
            Some(edition) => find(edition)?,
            None => live
                .manifest()
                .live()
                .find(|release| release.dataset == dataset)
                .with_context(|| {
                    format!("{dataset} is not live; `assize releases` lists what is")
                })?,
        };
        let old = self.old.as_ref().or(new.previous.as_ref());
        let old =
            old.with_context(|| format!("{} is the first release of {dataset}", new.edition))?;
        Ok((find(old)?, new))
    }
}

fn compare(
    live: &Generation,
    old: &Release,
    new: &Release,
    tell: impl FnMut(&Change<'_>) -> Result<(), DifferenceError>,
) -> anyhow::Result<Summary> {
    let lines = |release: &Release| {
        let folder = live.release_folder(&release.dataset, &release.edition);
        dump_lines(&folder.join(Generation::DUMP))
    };
    let mut summary = difference::compare(lines(old)?, lines(new)?, tell)?;
    name_members(&mut summary, &live.context_file())?;
    Ok(summary)
}

fn shown(release: &Release) -> String {
    match release.version {
        Some(version) => format!("{} ({version})", release.edition),
        None => release.edition.clone(),
    }
}

fn tell(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    writeln!(out, "{summary}")?;
    for Members {
        dimension,
        added,
        removed,
    } in &summary.members
    {
        let lists = [("new", added), ("gone", removed)];
        for (what, members) in lists.into_iter().filter(|(_, members)| !members.is_empty()) {
            let names: Vec<_> = members.iter().map(Named::shown).collect();
            writeln!(out, "{}, {what}: {}", dimension.shown(), names.join(", "))?;
        }
    }
    Ok(())
}
