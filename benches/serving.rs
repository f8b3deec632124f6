//! How fast the server is beside what it could be at best: `make serving STORE=folder`.
//!
//! Documents are compared with the same bytes from a static axum handler, SPARQL point look-ups
//! with the same router that evaluates them in its own process, without isolation; all by `wrk` on
//! loopback, in one run.

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

use assize::serve::{Limits, Live, Site, run};
use assize::store::Generations;
use assize::uri::Base;
use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use process::Process;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const COURT: &str = "/doc/court/snaresbrook-crown-court.ttl";

fn main() {
    let Some(store) = process::store() else {
        println!("serving: no store is named, nothing is measured; `make serving STORE=folder`");
        return;
    };
    if Command::new("wrk").arg("-v").output().is_err() {
        println!("serving: wrk is not installed, nothing is measured");
        return;
    }
    let server = Process::start(&store, &["--client-budget", "100000"]);
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bytes = server
        .client
        .get(format!("{}{COURT}", server.door))
        .send()
        .unwrap()
        .bytes();
    let fixed = runtime.block_on(static_handler(bytes.unwrap()));
    let here = runtime.block_on(in_process(&store));
    let paths = observations(&server);
    let documents = script(folder.path(), "documents", &paths);
    let queries: Vec<_> = (0..50_000)
        .map(|at| query(&paths[at % paths.len()], at))
        .collect();
    let queries = script(folder.path(), "queries", &queries);

    println!("| what | requests a second | beside | requests a second | ratio |");
    println!("|---|---|---|---|---|");
    let best = wrk(&fixed, COURT, None);
    row(
        "a court, kept",
        wrk(&server.door, COURT, None),
        "static handler",
        best,
    );
    row(
        "documents, first time",
        wrk(&server.door, "/", Some(&documents)),
        "static handler",
        best,
    );
    let here = wrk(&here, "/", Some(&queries));
    row(
        "point look-ups",
        wrk(&server.door, "/", Some(&queries)),
        "without isolation",
        here,
    );
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
        budget: std::time::Duration::from_hours(24),
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
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let pairs = pairs
        .append_pair("query", query)
        .append_pair("format", "csv")
        .finish();
    let answer = server
        .client
        .get(format!("{}/sparql?{pairs}", server.door))
        .send()
        .unwrap();
    let answer = answer.text().unwrap();
    let paths = answer
        .lines()
        .skip(1)
        .map(|line| line.trim().replace(Base::DEFAULT, ""));
    paths.collect()
}

/// A query for one thing, which is asked once.
fn query(path: &str, number: usize) -> String {
    let base = Base::DEFAULT;
    let query = format!(
        "SELECT ?p ?o {{ <{base}{path}> ?p ?o }} LIMIT {}",
        100 + number
    );
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    format!("/sparql?{}", pairs.append_pair("query", &query).finish())
}

/// A script by which wrk asks for one path after the other.
fn script(folder: &Path, name: &str, paths: &[String]) -> String {
    let list = folder.join(format!("{name}.txt"));
    fs::write(&list, paths.join("\n")).unwrap();
    let script = format!(
        "local paths, at = {{}}, 0
        for line in io.lines(\"{}\") do paths[#paths + 1] = line end
        request = function()
          at = at % #paths + 1
          return wrk.format(\"GET\", paths[at], {{ [\"Accept\"] = \"*/*\" }})
        end",
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
