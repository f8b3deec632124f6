//! What the stages of a publication cost, in rows and triples a second, on the Crown Court caseload
//! at its real size: 345,590 rows, made by `tools/make_release.py` of the shared folder
//! (`ASSIZE_SHARED`, default `../shared`). Without that folder the sample is measured.
//!
//! Each stage runs three times; the median is told with the spread, because machines are noisy.
//!
//! A whole publication is also held against `oxigraph load` of its N-Quads alone, in the same run,
//! where `OXIGRAPH` names that command or `make` has put it among the peers.
//! `ASSIZE_BENCH_ROWS=1000000` measures a release of that size, some nine triples a row.
//! `cargo bench --profile release --bench publication`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark of our own"
)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use assize::config::Config;
use assize::diagnostic::Findings;
use assize::examples::Example;
use assize::graph::{Dictionary, GraphBuilder, Origins, Part, TermGraph, Triple, TripleSink};
use assize::pipeline::{Order, Publisher, Route};
use assize::serve::{Examiner, Workers};
use assize::store::{Generation, Generations, Manifest};
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
    println!("peak memory of all of it: {} MB", peak_memory());
    tell_ratio(&route, &order, folder.path());
}

/// Publishes and lets `oxigraph load` load the same triples, one after the other.
fn tell_ratio(route: &Route, order: &Order, folder: &Path) {
    let Some(oxigraph) = oxigraph() else {
        println!("no `oxigraph` to compare with");
        return;
    };
    let quads = folder.join("published.nq");
    let ratios = (0..RUNS).map(|_| {
        let store = tempfile::tempdir_in(folder).unwrap();
        let start = Instant::now();
        publish_into(store.path(), route, order);
        let published = start.elapsed().as_secs_f64();
        unpack(
            &Generations::at(store.path()).live().unwrap(),
            order,
            &quads,
        );
        let start = Instant::now();
        load_with(&oxigraph, &quads, folder);
        let loaded = start.elapsed().as_secs_f64();
        println!("publish {published:.2} s, `oxigraph load` of its N-Quads {loaded:.2} s");
        published / loaded
    });
    let mut ratios: Vec<f64> = ratios.collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "publish takes {:.2} of the time of `oxigraph load`",
        ratios[RUNS / 2]
    );
}

fn oxigraph() -> Option<PathBuf> {
    let peer =
        || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/assize/peers/bin/oxigraph"));
    let named = std::env::var_os("OXIGRAPH").map(PathBuf::from);
    named.or_else(peer).filter(|path| path.is_file())
}

fn unpack(live: &Generation, order: &Order, quads: &Path) {
    let folder = live.release_folder(order.dataset(), order.edition.as_str());
    let kept = std::fs::File::open(folder.join(Generation::DUMP)).unwrap();
    zstd::stream::copy_decode(kept, std::fs::File::create(quads).unwrap()).unwrap();
}

fn load_with(oxigraph: &Path, quads: &Path, folder: &Path) {
    let location = tempfile::tempdir_in(folder).unwrap();
    let mut command = Command::new(oxigraph);
    command.arg("load").arg("--location").arg(location.path());
    let output = command.arg("--file").arg(quads).output().unwrap();
    assert!(output.status.success());
}

/// The most memory that this process had so far, in megabytes.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// The release to measure; the real size takes the tool some seconds.
fn release(folder: &Path) -> PathBuf {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let tool = Path::new(&shared).join("tools/make_release.py");
    let release = folder.join("cc_rdos-2025-Q4.csv");
    let mut command = Command::new("python3");
    command.arg(&tool).arg("cc-rdos").arg(&release);
    if let Some(rows) = std::env::var_os("ASSIZE_BENCH_ROWS") {
        // The real series of quarters is too short for more rows than a real release has.
        command.args(["--edition", "2059Q4", "--rows"]).arg(rows);
    }
    let made = command.output();
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
    building.load(&[Part::whole(graph)]).unwrap();
    building.compact().unwrap();
    building.switch(&manifest()).unwrap();
}

fn manifest() -> Manifest {
    Manifest {
        assize: String::new(),
        published: String::new(),
        base: String::new(),
        context: assize::digest::Digest::of(b""),
        catalogue: None,
        publisher: None,
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
    publish_into(store.path(), route, order)
}

fn publish_into(store: &Path, route: &Route, order: &Order) -> Counted {
    let store = Generations::at(store);
    let mut findings = Findings::default();
    let base = route.config().base.as_str();
    let mut arguments: Vec<OsString> = ["worker", "--unfinished", "--base", base, "--store"]
        .map(Into::into)
        .into();
    arguments.push(store.folder().into());
    let examiner = Examiner::new(Workers::new(env!("CARGO_BIN_EXE_assize"), arguments)).unwrap();
    let count = |number, examples: &[Example], time| examiner.count(number, examples, time);
    let publisher = Publisher::new(route, &store, DateTime::UNIX_EPOCH, &count);
    publisher
        .publish(std::slice::from_ref(order), &mut findings)
        .unwrap();
    // That other datasets are not in this store is a warning.
    assert!(!findings.has_errors(), "it publishes");
    let live = store.live().unwrap();
    let rows = live.manifest().releases[0].rows;
    assert_eq!(rows.observations, rows.read);
    Counted { rows: rows.read }
}
