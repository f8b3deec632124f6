//! How fast the server is beside what it could be at best: `make serving`.
//!
//! Documents are compared with the same bytes from a static axum handler, SPARQL point look-ups
//! with `oxigraph serve-read-only` on the same store (`make peers` installs it), or, where that is
//! not there, with the same router that evaluates them in its own process; all by `wrk` on
//! loopback, in one run. No look-up is asked twice, so that no kept answer is counted.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "serving/process.rs"]
mod process;

use std::fs;
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
use axum::routing::get;
use process::{Peer, Process};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const COURT: &str = "/doc/court/snaresbrook-crown-court.ttl";
const FORMS: [&str; 4] = ["ttl", "nt", "jsonld", "rdf"];
/// How long documents have to be made ready.
const READY: Duration = Duration::from_secs(20);

fn main() {
    let Some(store) = process::store() else {
        println!("serving: no store is named, nothing is measured; `make serving` names one");
        return;
    };
    if Command::new("wrk").arg("-v").output().is_err() {
        println!("serving: nothing is measured without wrk: `apt-get install wrk` has it");
        return;
    }
    let server = Process::start(&store, &["--client-budget", "100000"]);
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let request = server.client.get(format!("{}{COURT}", server.door));
    let bytes = request.send().unwrap().bytes().unwrap();
    let fixed = runtime.block_on(static_handler(bytes));
    let observations = observations(&server);
    let courts = courts(&server);
    std::thread::sleep(READY);

    println!("| what | requests a second | beside | requests a second | ratio |");
    println!("|---|---|---|---|---|");
    let best = wrk(&fixed, COURT, None);
    let once = script(folder.path(), "courts", &courts, Round::Once);
    let first = wrk(&server.door, "/", Some(&once));
    row("courts, first time", first, "static handler", best);
    let kept = wrk(&server.door, COURT, None);
    row("a court, kept", kept, "static handler", best);
    let list = script(folder.path(), "observations", &observations, Round::Again);
    let made = wrk(&server.door, "/", Some(&list));
    row("observations, not made ready", made, "static handler", best);

    let peer = Peer::start(&store);
    let (beside, door, path) = match &peer {
        Some(peer) => ("oxigraph serve-read-only", peer.door.clone(), "/query"),
        None => (
            "without isolation",
            runtime.block_on(in_process(&store)),
            "/sparql",
        ),
    };
    let theirs = script(
        folder.path(),
        "theirs",
        &queries(&observations, path),
        Round::Again,
    );
    let theirs = wrk(&door, "/", Some(&theirs));
    let ours = script(
        folder.path(),
        "ours",
        &queries(&observations, "/sparql"),
        Round::Again,
    );
    let ours = wrk(&server.door, "/", Some(&ours));
    row("point look-ups", ours, beside, theirs);
}

fn row(what: &str, ours: f64, beside: &str, best: f64) {
    println!(
        "| {what} | {ours:.0} | {beside} | {best:.0} | {:.2} |",
        ours / best
    );
}

/// Serves bytes as fast as axum can.
async fn static_handler(bytes: Bytes) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(get(move || {
        let bytes = bytes.clone();
        async move { ([("content-type", "text/turtle; charset=utf-8")], bytes) }
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

/// The paths of many observations.
fn observations(server: &Process) -> Vec<String> {
    let query = "SELECT ?o { ?o <http://purl.org/linked-data/cube#dataSet> ?d } LIMIT 50000";
    select(server, query)
}

/// The paths of the documents about all courts, in each form.
fn courts(server: &Process) -> Vec<String> {
    let query = "SELECT ?c { ?c a <http://justice.data.gov.uk/def/justice/Court> }";
    let courts = select(server, query).into_iter();
    let documents = courts.map(|path| path.replace("/id/", "/doc/"));
    let forms = |path: String| FORMS.map(|form| format!("{path}.{form}"));
    documents.flat_map(forms).collect()
}

/// The paths of what a query gives.
fn select(server: &Process, query: &str) -> Vec<String> {
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

/// Queries for one thing each, of which no two are the same.
fn queries(paths: &[String], endpoint: &str) -> Vec<String> {
    let base = Base::DEFAULT;
    let queries = (0..200_000).map(|at| {
        let path = &paths[at % paths.len()];
        let query = format!("SELECT ?p ?o {{ <{base}{path}> ?p ?o }} LIMIT {}", 100 + at);
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let pairs = pairs.append_pair("query", &query).finish();
        format!("{endpoint}?{pairs}")
    });
    queries.collect()
}

/// What becomes of a list of paths when its end is met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    /// The measurement ends.
    Once,
    /// It begins again.
    Again,
}

/// A script by which wrk asks for one path after the other.
fn script(folder: &Path, name: &str, paths: &[String], round: Round) -> String {
    let list = folder.join(format!("{name}.txt"));
    fs::write(&list, paths.join("\n")).unwrap();
    let at_end = match round {
        Round::Once => "if at > #paths then wrk.thread:stop() end",
        Round::Again => "",
    };
    let accept = if name == "courts" || name == "observations" {
        "text/turtle"
    } else {
        "application/sparql-results+json"
    };
    let script = format!(
        "local paths, at = {{}}, 0
        for line in io.lines(\"{}\") do paths[#paths + 1] = line end
        request = function()
          at = at + 1
          return wrk.format(\"GET\", paths[(at - 1) % #paths + 1], {{ [\"Accept\"] = \"{accept}\" }})
        end
        response = function() {at_end} end",
        list.display()
    );
    let file = folder.join(format!("{name}.lua"));
    fs::write(&file, script).unwrap();
    file.display().to_string()
}

/// Requests a second; an error of any kind ends the measurement.
fn wrk(door: &str, path: &str, script: Option<&str>) -> f64 {
    let mut command = Command::new("wrk");
    command.args(["-t", "1", "-c", "16", "-d", "5s"]);
    if let Some(script) = script {
        command.args(["-s", script]);
    }
    let output = command.arg(format!("{door}{path}")).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        !text.contains("Non-2xx") && !text.contains("Socket errors"),
        "{text}"
    );
    let line = text.lines().find(|line| line.starts_with("Requests/sec:"));
    line.and_then(|line| line.split_whitespace().last()?.parse().ok())
        .unwrap()
}
