//! How fast the server is beside what it could be at best: `make serving`.
//!
//! Documents are compared with the same bytes from a static axum handler, SPARQL point look-ups
//! with `oxigraph serve-read-only` on the same store (`make peers` installs it), or, where that is
//! not there, with the same server that evaluates them in its own process; all by `wrk` on
//! loopback, in one run.
//!
//! *First time* means that the process that is asked was never asked for the document before, in
//! any form, and has made none ready: it is started for the measurement, asked for documents about
//! areas so that it has begun its work, and then for each path once. No look-up is asked twice, so
//! that no kept answer is counted. Each row is measured several times, ours and what stands beside
//! it by turns, and has the rates and the ratio of the run whose ratio is in the middle.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "serving/server.rs"]
mod server;
#[path = "serving/wrk.rs"]
mod wrk;

use std::collections::HashMap;
use std::future::pending;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use assize::serve::{Limits, Live, Site, run};
use assize::store::Generations;
use assize::uri::Base;
use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use server::{Peer, Server};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wrk::{List, Round};

const COURT: &str = "/doc/court/snaresbrook-crown-court.ttl";
const FORMS: [&str; 4] = ["ttl", "nt", "jsonld", "rdf"];
const RUNS: usize = 5;
/// All courts are asked for in a fifth of a second, in which a neighbour on the machine may have had
/// its processors.
const RUNS_ONCE: usize = 15;
/// More look-ups than are made in a run.
const LOOK_UPS: usize = 150_000;

fn main() {
    let Some(store) = server::store() else {
        println!("serving: no store is named, nothing is measured; `make serving` names one");
        return;
    };
    if Command::new("wrk").arg("-v").output().is_err() {
        println!("serving: nothing is measured without wrk: `apt-get install wrk` has it");
        return;
    }
    let runtime = Runtime::new().unwrap();
    println!("| what | requests a second | beside | requests a second | ratio |");
    println!("|---|---|---|---|---|");
    let observations = measure_documents(&store, &runtime);
    measure_look_ups(&store, &runtime, &observations);
}

/// Prints the rows of documents; gives the paths of many observations.
fn measure_documents(store: &Path, runtime: &Runtime) -> Vec<String> {
    // What is asked for first is learnt from a server that is not measured.
    let server = start(store);
    let (courts, areas) = (documents(&server, "Court"), documents(&server, "Area"));
    let (data, pages) = (in_forms(&courts, &FORMS), in_forms(&courts, &["html"]));
    let others = [in_forms(&areas, &FORMS), in_forms(&areas, &["html"])].concat();
    let observations = observations(&server);
    let some: Vec<_> = observations.iter().take(10_000).cloned().collect();
    let mut bodies = HashMap::new();
    for path in data.iter().chain(&pages).chain(&some) {
        bodies.insert(path.clone(), body(&server, path));
    }
    drop(server);
    let fixed = runtime.block_on(static_handler(bodies));
    for (what, paths) in [
        ("courts as data, first time", &data),
        ("courts as pages, first time", &pages),
        ("observations, first time", &some),
    ] {
        let once = list(paths, Round::Once);
        row(what, "static handler", RUNS_ONCE, || {
            let server = start(store);
            list(&others, Round::Once).rate(&server.door);
            (once.rate(&server.door), once.rate(&fixed))
        });
    }
    let server = start(store);
    for (what, paths) in [
        ("a court, kept", &[COURT.to_owned()][..]),
        ("courts as data, kept", &data),
    ] {
        list(paths, Round::Once).rate(&server.door);
        let again = list(paths, Round::Again);
        row(what, "static handler", RUNS, || {
            (again.rate(&server.door), again.rate(&fixed))
        });
    }
    observations
}

fn measure_look_ups(store: &Path, runtime: &Runtime, observations: &[String]) {
    let server = start(store);
    let peer = Peer::start(store);
    let (beside, door, path) = match &peer {
        Some(peer) => ("oxigraph serve-read-only", peer.door.clone(), "/query"),
        None => (
            "without isolation",
            runtime.block_on(in_process(store)),
            "/sparql",
        ),
    };
    let mut numbers = 0..RUNS;
    row("point look-ups", beside, RUNS, || {
        let first = numbers.next().unwrap() * LOOK_UPS;
        let rate = |door: &str, path| {
            let list = List {
                paths: &queries(observations, path, first),
                accept: "application/sparql-results+json",
                round: Round::Again,
            };
            list.rate(door)
        };
        (rate(&server.door, "/sparql"), rate(&door, path))
    });
}

fn start(store: &Path) -> Server {
    Server::start(store, &["--client-budget", "100000"])
}

fn list(paths: &[String], round: Round) -> List<'_> {
    List {
        paths,
        accept: "text/turtle",
        round,
    }
}

/// Measures our rate and the best, so many times, and prints the run in the middle.
fn row(what: &str, beside: &str, runs: usize, mut measure: impl FnMut() -> (f64, f64)) {
    let mut runs: Vec<_> = (0..runs).map(|_| measure()).collect();
    runs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (ours, best) = runs[runs.len() / 2];
    println!(
        "| {what} | {ours:.0} | {beside} | {best:.0} | {:.2} |",
        ours / best
    );
}

/// Serves these bodies by their paths, as fast as axum can.
async fn static_handler(bodies: HashMap<String, Bytes>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    let bodies = Arc::new(bodies);
    let router = Router::new().fallback(get(move |uri: Uri| {
        let body = bodies.get(uri.path()).cloned();
        let kind = [("content-type", "text/turtle; charset=utf-8")];
        async move { body.map(|body| (kind, body)).ok_or(StatusCode::NOT_FOUND) }
    }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    door
}

/// The same server without workers.
async fn in_process(store: &Path) -> String {
    let base = Base::default();
    let live = Live::open(&Generations::at(store).live().unwrap(), &base).unwrap();
    let limits = Limits {
        budget: Duration::from_hours(24),
        ..Limits::default()
    };
    let site = Arc::new(Site::new(base, live).with_limits(limits));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(run(listener, site, pending()));
    door
}

fn body(server: &Server, path: &str) -> Bytes {
    let request = server.client.get(format!("{}{path}", server.door));
    let request = request.header("accept", "text/turtle");
    let response = request.send().unwrap().error_for_status().unwrap();
    response.bytes().unwrap()
}

/// The paths of many observations.
fn observations(server: &Server) -> Vec<String> {
    let query = "SELECT ?o { ?o <http://purl.org/linked-data/cube#dataSet> ?d } LIMIT 50000";
    select(server, query)
}

/// The paths of the documents about all things of a class.
fn documents(server: &Server, class: &str) -> Vec<String> {
    let base = Base::DEFAULT;
    let query = format!("SELECT ?thing {{ ?thing a <{base}/def/justice/{class}> }}");
    let things = select(server, &query).into_iter();
    things.map(|path| path.replace("/id/", "/doc/")).collect()
}

fn in_forms(paths: &[String], forms: &[&str]) -> Vec<String> {
    let paths = paths.iter();
    let paths = paths.flat_map(|path| forms.iter().map(move |form| format!("{path}.{form}")));
    paths.collect()
}

/// The paths of what a query gives.
fn select(server: &Server, query: &str) -> Vec<String> {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let pairs = pairs
        .append_pair("query", query)
        .append_pair("format", "csv");
    let request = server
        .client
        .get(format!("{}/sparql?{}", server.door, pairs.finish()));
    let answer = request.send().unwrap().text().unwrap();
    let lines = answer.lines().skip(1);
    lines
        .map(|line| line.trim().replace(Base::DEFAULT, ""))
        .collect()
}

/// Queries for one thing each, of which no two are the same, from a number on.
fn queries(paths: &[String], endpoint: &str, first: usize) -> Vec<String> {
    let base = Base::DEFAULT;
    let queries = (first..first + LOOK_UPS).map(|at| {
        let path = &paths[at % paths.len()];
        let query = format!("SELECT ?p ?o {{ <{base}{path}> ?p ?o }} LIMIT {}", 100 + at);
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let pairs = pairs.append_pair("query", &query).finish();
        format!("{endpoint}?{pairs}")
    });
    queries.collect()
}
