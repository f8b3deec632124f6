//! What the stages of a publication cost, in rows and triples a second, on the Crown Court caseload
//! at its real size: 345,590 rows, made by `tools/make_release.py` of the shared folder
//! (`ASSIZE_SHARED`, default `../shared`). Without that folder the sample is measured.
//!
//! Each stage runs three times; the median is told with the spread, because machines are noisy.
//! `cargo bench --profile release --bench publication`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark of our own"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use assize::config::Config;
use assize::diagnostic::Findings;
use assize::graph::{Dictionary, GraphBuilder, Origins, TermGraph, Triple, TripleSink};
use assize::pipeline::{Order, Publisher, Route};
use assize::store::{Generations, Manifest};
use assize::validate::{Shapes, cube};
use chrono::DateTime;

const RUNS: usize = 3;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let release = release(folder.path());
    let route =
        Route::open(Config::default()).unwrap_or_else(|_| panic!("run in the project's folder"));
    let order = route
        .order(&release, None, None)
        .unwrap_or_else(|_| panic!("no order"));
    let rows = publish(&route, &order, folder.path()).rows;
    let triples = graph(&route, &order, folder.path()).len() as u64;
    println!("{}: {rows} rows, {triples} triples", release.display());
    println!(
        "{:<10} {:>9} {:>15} {:>12} {:>14}",
        "stage", "median", "spread", "rows/s", "triples/s"
    );
    let tell = |stage: &str, work: &mut dyn FnMut()| tell(stage, rows, triples, work);
    tell("tidy", &mut || tidy(&route, &order, folder.path()));
    tell("convert", &mut || {
        graph(&route, &order, folder.path());
    });
    let mut graph = graph(&route, &order, folder.path());
    tell("validate", &mut || validate(&mut graph));
    tell("load", &mut || load(&graph, folder.path()));
    tell("publish", &mut || {
        publish(&route, &order, folder.path());
    });
}

/// The release to measure; the real size takes the tool some seconds.
fn release(folder: &Path) -> PathBuf {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let tool = Path::new(&shared).join("tools/make_release.py");
    let release = folder.join("cc_rdos-2025-Q4.csv");
    let made = Command::new("python3")
        .arg(&tool)
        .arg("cc-rdos")
        .arg(&release)
        .output();
    if made.is_ok_and(|output| output.status.success()) {
        return release;
    }
    println!("{} cannot be run: the sample is measured", tool.display());
    "samples/crown-court-caseload/cc_rdos-2025-Q4.csv".into()
}

fn tell(stage: &str, rows: u64, triples: u64, work: &mut dyn FnMut()) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    let median = times[RUNS / 2].as_secs_f64();
    let spread = format!(
        "{:.2}–{:.2} s",
        times[0].as_secs_f64(),
        times[RUNS - 1].as_secs_f64()
    );
    println!(
        "{stage:<10} {median:>7.2} s {spread:>15} {:>12} {:>14}",
        a_second(rows, median),
        a_second(triples, median)
    );
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate for people to read"
)]
fn a_second(count: u64, seconds: f64) -> u64 {
    (count as f64 / seconds) as u64
}

/// Reads the release and writes its tidy pair.
fn tidy(route: &Route, order: &Order, folder: &Path) {
    let mut findings = Findings::default();
    let mapping = order.mapping().unwrap();
    let tidied = route.tidy(order, mapping, folder, &mut findings);
    tidied.unwrap().unwrap();
}

/// The conversion of the tidy pair to a graph, and what comes before it.
fn graph(route: &Route, order: &Order, folder: &Path) -> TermGraph {
    let mut findings = Findings::default();
    let mapping = order.mapping().unwrap();
    let tidied = route.tidy(order, mapping, folder, &mut findings);
    let tidied = tidied.unwrap().unwrap();
    let mut sink = Sink::default();
    assize::register::write_rdf(route.registers(), &route.config().base, &mut sink).unwrap();
    route
        .describe(mapping, &tidied, &mut sink, &mut findings)
        .unwrap();
    sink.0.finish()
}

/// A graph whose errors are those of the route, though it has none.
#[derive(Default)]
struct Sink(GraphBuilder);

impl TripleSink for Sink {
    type Error = std::io::Error;

    fn terms(&mut self) -> &mut Dictionary {
        self.0.terms()
    }

    fn triple(&mut self, triple: Triple) -> Result<(), Self::Error> {
        let Ok(()) = self.0.triple(triple);
        Ok(())
    }
}

fn validate(graph: &mut TermGraph) {
    let shapes = ["area", "court", "dataset", "observation", "register"];
    let shapes: Vec<_> = shapes
        .iter()
        .map(|name| format!("shapes/{name}.ttl"))
        .collect();
    let shapes = Shapes::read(&shapes).unwrap_or_else(|_| panic!("the shapes are wrong"));
    let origins = Origins::default();
    assert!(shapes.validate(graph, &origins).conforms());
    let cubes = cube::check(graph, &origins, cube::Profile::Suppressed);
    assert!(!cubes.findings.has_errors());
}

/// Loads a graph into a new store, compacts it and makes it live.
fn load(graph: &TermGraph, folder: &Path) {
    let store = tempfile::tempdir_in(folder).unwrap();
    let store = Generations::at(store.path());
    let lock = store.lock().unwrap();
    let building = store.begin(&lock).unwrap();
    building.load(graph.terms(), graph.iter()).unwrap();
    building.switch(&manifest()).unwrap();
}

fn manifest() -> Manifest {
    Manifest {
        assize: String::new(),
        published: String::new(),
        base: String::new(),
        context: assize::digest::Digest::of(b""),
        triples: 0,
        releases: Vec::new(),
    }
}

/// What a whole publication published.
struct Counted {
    rows: u64,
}

fn publish(route: &Route, order: &Order, folder: &Path) -> Counted {
    let store = tempfile::tempdir_in(folder).unwrap();
    let store = Generations::at(store.path());
    let mut findings = Findings::default();
    let publisher = Publisher::new(route, &store, DateTime::UNIX_EPOCH);
    publisher
        .publish(std::slice::from_ref(order), &mut findings)
        .unwrap();
    assert!(findings.is_empty(), "it publishes without a warning");
    let live = store.live().unwrap();
    let rows = live.manifest().releases[0].rows;
    assert_eq!(rows.observations, rows.read);
    Counted { rows: rows.read }
}
