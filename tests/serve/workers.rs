use std::fs;
use std::time::{Duration, Instant};

use assize::examples::{Count, Example, Fault};
use assize::serve::Limits;
use assize::store::Generations;
use assize::uri::Base;
use reqwest::StatusCode;
use tempfile::TempDir;

use crate::process::Process;
use crate::server::{Server, examiner, json, pairs, publish, text, turtle};

async fn serve(limits: Limits) -> (TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &turtle());
    let server = Server::with_workers(folder.path(), limits).await;
    (folder, server)
}

fn short() -> Limits {
    Limits {
        time: Duration::from_millis(500),
        ..Limits::default()
    }
}

#[tokio::test]
async fn a_worker_answers_as_the_process_itself_does() {
    let (_folder, workers) = serve(Limits::default()).await;
    let here = Server::start().await;
    for query in [
        "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p ?o",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT { ?c a ?c } WHERE { { SELECT ?c { [] a ?c } ORDER BY ?c } }",
        "SELECT",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ] {
        let (a, b) = (
            workers.query(query, "*/*").await,
            here.query(query, "*/*").await,
        );
        assert_eq!(a.status(), b.status(), "{query}");
        assert_eq!(
            text(a.headers(), "content-type"),
            text(b.headers(), "content-type")
        );
        assert_eq!(a.text().await.unwrap(), b.text().await.unwrap(), "{query}");
    }
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_killed_and_the_next_is_answered() {
    let (_folder, server) = serve(short()).await;
    // Cancelling politely would not end it: it is one call that never comes back.
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let started = Instant::now();
    let response = server.query(query, "*/*").await;
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(
        json(response).await["see"][0],
        "/data/crown-court-caseload",
        "what would do"
    );
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    let response = server.query("ASK {}", "*/*").await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_query_that_needs_too_much_memory_is_ended_and_says_so() {
    let limits = Limits {
        time: Duration::from_secs(20),
        ..Limits::default()
    };
    let (_folder, server) = serve(limits).await;
    // Sorting holds all rows in memory.
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?e ?i";
    let response = server.query(query, "*/*").await;
    assert_eq!(response.status(), StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(json(response).await["limit"], "512 MiB");
}

#[tokio::test]
async fn an_answer_whose_worker_is_killed_is_no_finished_answer() {
    let (_folder, server) = serve(short()).await;
    let response = server
        .query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "*/*")
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.bytes().await.is_err(), "the transfer must break");
}

/// The workers of a server, with the processor time that each has had.
fn workers(process: &Process) -> Vec<(u64, i32)> {
    let worker = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        let user_time = fields.split_whitespace().nth(11)?.parse().ok()?;
        Some((user_time, pid.cast_signed()))
    };
    process.workers().into_iter().filter_map(worker).collect()
}

#[tokio::test]
async fn an_answer_whose_worker_dies_in_the_middle_is_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &turtle());
    // Its workers are no other test's.
    let process = Process::of_store(folder.path(), &[]);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let url = format!("{}/sparql?{}", process.door, pairs(&[("query", query)]));
    let mut response = client.get(url).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    while response.chunk().await.unwrap().is_some() {
        let busiest = workers(&process).into_iter().max().unwrap();
        if busiest.0 > 10 {
            let pid = rustix::process::Pid::from_raw(busiest.1).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
            break;
        }
    }
    let ended = loop {
        match response.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => break "whole",
            Err(_) => break "broken off",
        }
    };
    assert_eq!(ended, "broken off");
}

#[tokio::test]
async fn many_queries_at_once_are_all_answered() {
    let (_folder, server) = serve(Limits::default()).await;
    let server = std::sync::Arc::new(server);
    let queries: Vec<_> = (0..24)
        .map(|number| {
            let server = std::sync::Arc::clone(&server);
            tokio::spawn(async move {
                let query = format!("SELECT ({number} AS ?n) {{}}");
                let response = server.query(&query, "text/csv").await;
                assert_eq!(response.status(), StatusCode::OK);
                assert_eq!(response.text().await.unwrap(), format!("n\r\n{number}\r\n"));
            })
        })
        .collect();
    for query in queries {
        query.await.unwrap();
    }
}

#[tokio::test]
async fn another_service_is_asked_only_if_it_is_on_the_list() {
    let other = Server::start().await;
    let service = format!("{}/sparql", other.door);
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), "<a:a> <a:b> <a:c> .");
    let query = format!(
        "SELECT ?name {{ SERVICE <{service}> {{
            <http://justice.data.gov.uk/id/court/snaresbrook>
                <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }} }}"
    );
    let strict = Server::with_workers(folder.path(), Limits::default()).await;
    let refused = strict.query(&query, "text/csv").await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let allowed = ["--allow-service".to_owned(), service];
    let open = Server::with_flags(folder.path(), Limits::default(), &allowed).await;
    let answer = open.query(&query, "text/csv").await;
    assert_eq!(answer.text().await.unwrap(), "name\r\nSnaresbrook\r\n");
}

/// The counts of some examples, each with so many milliseconds, by name.
fn examined(examples: &str, milliseconds: u64) -> Vec<(String, Count)> {
    let folder = tempfile::tempdir().unwrap();
    let prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix query: <http://justice.data.gov.uk/def/query/> .";
    publish(
        folder.path(),
        &format!("{}\n{prefixes}\n{examples}", turtle()),
    );
    let base = Base::default();
    let database = Generations::at(folder.path())
        .live()
        .unwrap()
        .open()
        .unwrap();
    let examples = Example::of(&database, &base).unwrap();
    let examiner = examiner(folder.path());
    let counts = examiner.count(1, &examples, Duration::from_millis(milliseconds));
    let names = examples.iter().map(|example| example.name().to_owned());
    names.zip(counts).collect()
}

#[test]
fn the_rows_and_triples_of_an_example_are_counted_whatever_is_in_them() {
    let counts = examined(
        "<a:b/none> a sh:SPARQLSelectExecutable ; sh:select 'SELECT * { <a:nothing> ?p ?o }' .
        <a:b/rows> a sh:SPARQLSelectExecutable ;
            sh:select 'SELECT * { VALUES ?a { \"a\\\\nb\" 2 } }' .
        <a:b/triples> a sh:SPARQLConstructExecutable ;
            sh:construct 'CONSTRUCT { ?a <a:p> \"a\\\\nb\" } { VALUES ?a { <a:1> <a:2> <a:3> } }' .
        <a:b/wrong> a sh:SPARQLSelectExecutable ; sh:select 'SELECT' .",
        20_000,
    );
    let [none, rows, triples, wrong, ..] = &counts[..] else {
        panic!("{counts:?}");
    };
    assert_eq!(none.1, Ok(0));
    assert_eq!(rows.1, Ok(2));
    assert_eq!(triples.1, Ok(3));
    assert!(matches!(&wrong.1, Err(Fault::Broken(_))), "{wrong:?}");
}

#[test]
fn an_example_that_takes_too_long_is_killed_and_the_next_is_counted() {
    let patterns: Vec<_> = (0..20).map(|n| format!("?s ?p{n} ?o{n}")).collect();
    let started = Instant::now();
    let counts = examined(
        &format!(
            "<a:b/1-slow> a sh:SPARQLSelectExecutable ;
                sh:select 'SELECT (COUNT(*) AS ?n) {{ {} }}' .
            <a:b/2-quick> a sh:SPARQLSelectExecutable ; sh:select 'SELECT (1 AS ?n) {{}}' .",
            patterns.join(" . ")
        ),
        3_000,
    );
    assert_eq!(counts[0].1, Err(Fault::Slow));
    assert_eq!(counts[1].1, Ok(1));
    assert!(started.elapsed() < Duration::from_mins(1));
}
