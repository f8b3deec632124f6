use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use chrono::Utc;
use clap::Args;

use super::output::output;
use super::progress::Progress;
use super::release::Meaning;
use super::report::Refused;
use super::session::StoreArgument;
use super::{Exit, Session, worker};
use crate::diagnostic::Findings;
use crate::examples::Example;
use crate::pipeline::{Order, Published, Publisher, Route, Stage};
use crate::serve::Examiner;
use crate::store::{Generation, Generations, Pushing, Release, RemoteStore, Standing};

/// Checks releases, converts them, and makes them live: all of them or none.
///
/// Without a release, everything in the folder of releases is published that a mapping is for.
/// Nothing changes before all checks have passed.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The releases: CSV files, plain or compressed with gzip, or URLs; or the CSVW metadata of
    /// cubes (`….csv-metadata.json`) that another tool described.
    release: Vec<String>,

    #[command(flatten)]
    meaning: Meaning,

    /// The folder in which releases are looked for; the configuration's where not given.
    #[arg(long, value_name = "DIR", conflicts_with = "release")]
    releases: Option<PathBuf>,

    #[command(flatten)]
    store: StoreArgument,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut config = session.config()?;
    if let Some(folder) = &arguments.releases {
        config.releases.clone_from(folder);
    }
    let store = arguments.store.of(&config);
    let elsewhere = arguments.store.elsewhere(&config)?;
    let route = Route::open(config).map_err(Refused)?;
    let orders = arguments.orders(&route)?;
    let progress = Progress::spinner("publishing");
    let told = |stage: Stage<'_>| progress.say(sentence(stage));
    let mut findings = Findings::default();
    let workers = worker::workers(&store, &route.config().base, ["--unfinished".into()])?;
    let examiner = Examiner::new(workers)?;
    let count = |number, examples: &[Example], time| examiner.count(number, examples, time);
    let publisher = Publisher::new(&route, &store, now(), &count).with_progress(&told);
    let outcome = publisher.publish(&orders, &mut findings)?;
    if let (Some(elsewhere), Published::Unchanged(live) | Published::Live(live)) =
        (elsewhere, &outcome)
    {
        push(&elsewhere, &store, live, &progress)?;
    }
    drop(progress);
    let exit = session.findings.report(&findings)?;
    tell(&outcome)?;
    Ok(exit)
}

/// Brings the generation to the store elsewhere; broken off, the next publication goes on.
fn push(
    elsewhere: &RemoteStore,
    store: &Generations,
    live: &Generation,
    progress: &Progress,
) -> anyhow::Result<()> {
    let _lock = store.lock()?;
    let told =
        |at: Pushing| progress.say(format!("sending {} of {} triples", at.loaded, at.triples));
    let pushed = elsewhere.push(live, &told);
    pushed.context(
        "what was live in the store elsewhere still is; `assize publish` goes on where it stopped",
    )
}

impl Arguments {
    fn orders(&self, route: &Route) -> anyhow::Result<Vec<Order>> {
        if self.release.is_empty() {
            return Ok(route.orders().map_err(Refused)?);
        }
        let releases = self.release.iter();
        releases
            .map(|release| self.meaning.order(release, route))
            .collect()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge: the clock is read here"
)]
fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

fn sentence(stage: Stage<'_>) -> String {
    match stage {
        Stage::Checking(order) => format!("checking {} {}", order.dataset(), order.edition),
        Stage::Loading(order) => format!("loading {} {}", order.dataset(), order.edition),
        Stage::Reloading(release) => {
            format!("loading {} {} again", release.dataset, release.edition)
        }
        Stage::Asking => "asking the examples".to_owned(),
        Stage::Compacting => "compacting".to_owned(),
        Stage::Switching => "switching".to_owned(),
    }
}

fn tell(outcome: &Published) -> io::Result<()> {
    let mut out = output();
    match outcome {
        Published::Refused => writeln!(out, "nothing was published; what was live still is"),
        Published::Unchanged(generation) => writeln!(
            out,
            "nothing has changed: generation {} holds the same already",
            generation.number()
        ),
        Published::Live(generation) => tell_live(&mut out, generation),
    }
}

fn tell_live(out: &mut impl Write, generation: &Generation) -> io::Result<()> {
    let manifest = generation.manifest();
    for release in &manifest.releases {
        let rows = release.rows;
        if release.standing == Standing::Live {
            writeln!(
                out,
                "{} {}: {} rows = {} observed + {} excluded + {} queued; {} observations",
                release.dataset,
                release.edition,
                rows.read,
                rows.published,
                rows.excluded,
                rows.queued,
                rows.observations
            )?;
            tell_change(out, release)?;
        }
    }
    writeln!(
        out,
        "generation {} is live: {} triples",
        generation.number(),
        manifest.triples
    )
}

fn tell_change(out: &mut impl Write, release: &Release) -> io::Result<()> {
    let (Some(version), Some(previous), Some(changed)) =
        (release.version, &release.previous, &release.changed)
    else {
        return Ok(());
    };
    writeln!(out, "  version {version}; since {previous}: {changed}")
}
