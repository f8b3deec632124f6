use std::time::{Duration, Instant};

use assize::serve::Limits;
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::server::{Server, json, pairs, store, text, turtle};

const SELECT: &str = "SELECT ?court ?name { ?court a <http://justice.data.gov.uk/def/justice/Court> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name";

#[tokio::test]
async fn solutions_come_in_every_form() {
    let server = Server::start().await;
    let mut answers = Vec::new();
    for (accept, content_type) in [
        (
            "application/sparql-results+json",
            "application/sparql-results+json",
        ),
        (
            "application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        (
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
        ),
        ("*/*", "application/sparql-results+json"),
    ] {
        let response = server.query(SELECT, accept).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(text(response.headers(), "content-type"), content_type);
        assert_eq!(text(response.headers(), "vary"), "Accept");
        answers.push(response.text().await.unwrap());
    }
    insta::assert_snapshot!(answers[2]);
    let json: Value = serde_json::from_str(&answers[0]).unwrap();
    assert_eq!(json["results"]["bindings"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_graph_comes_in_every_form() {
    let server = Server::start().await;
    for (accept, format) in [
        ("text/turtle", RdfFormat::Turtle),
        ("application/n-triples", RdfFormat::NTriples),
        ("application/rdf+xml", RdfFormat::RdfXml),
    ] {
        let query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";
        let body = server.query(query, accept).await.text().await.unwrap();
        let read = Store::new().unwrap();
        read.load_from_slice(format, &body).unwrap();
        assert_eq!(read.len().unwrap(), store(&turtle()).len().unwrap());
    }
}

#[tokio::test]
async fn a_query_may_be_sent_in_four_ways() {
    let server = Server::start().await;
    let url = format!("{}/sparql", server.door);
    let ask = "ASK { ?s ?p ?o }";
    let query = Method::from_bytes(b"QUERY").unwrap();
    let direct = "application/sparql-query";
    let requests = [
        server
            .client
            .get(format!("{url}?{}", pairs(&[("query", ask)]))),
        server.form(&[("query", ask)]),
        server
            .client
            .post(&url)
            .header("content-type", direct)
            .body(ask),
        server
            .client
            .request(query, &url)
            .header("content-type", direct)
            .body(ask),
    ];
    for request in requests {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(json(response).await["boolean"], true);
    }
}

#[tokio::test]
async fn an_update_is_refused() {
    let server = Server::start().await;
    let url = format!("{}/sparql", server.door);
    let update = "DELETE WHERE { ?s ?p ?o }";
    let requests = [
        server.form(&[("update", update)]),
        server
            .client
            .post(&url)
            .header("content-type", "application/sparql-update")
            .body(update),
        server
            .client
            .get(format!("{url}?{}", pairs(&[("update", update)]))),
    ];
    for request in requests {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(
            text(response.headers(), "allow"),
            "GET, HEAD, POST, QUERY, OPTIONS"
        );
    }
    let response = server.query(update, "*/*").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_syntax_error_says_where_it_is() {
    let server = Server::start().await;
    let response = server.query("SELECT * {\n  ?s ?p }", "*/*").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        text(response.headers(), "content-type"),
        "application/problem+json"
    );
    let problem = json(response).await;
    assert_eq!(problem["type"], "/problem/syntax");
    assert_eq!(problem["position"]["line"], 2);
}

#[tokio::test]
async fn a_query_without_end_is_ended_with_a_problem() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = Server::serve(store(&turtle()), limits).await;
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let started = Instant::now();
    let response = server.query(query, "*/*").await;
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    assert!(started.elapsed() < Duration::from_millis(800));
    let problem = json(response).await;
    assert_eq!(problem["type"], "/problem/timeout");
    assert_eq!(problem["limit"], "0.3 s");
    assert!(problem["spentMilliseconds"].as_u64().unwrap() >= 300);
}

#[tokio::test]
async fn an_answer_that_is_not_whole_is_no_finished_answer() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = Server::serve(store(&turtle()), limits).await;
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let response = server.query(query, "*/*").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.bytes().await.is_err(), "the transfer must break");
}

#[tokio::test]
async fn deep_nesting_is_refused_before_it_is_parsed() {
    let server = Server::start().await;
    let depth = 10_000;
    let query = format!(
        "ASK {{ FILTER({}1{}) }}",
        "(".repeat(depth),
        ")".repeat(depth)
    );
    let response = server.form(&[("query", &query)]).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(response).await["type"], "/problem/nesting");
}

#[tokio::test]
async fn a_query_that_is_too_long_is_refused() {
    let server = Server::start().await;
    let query = format!("ASK {{}} #{}", "x".repeat(10 << 20));
    let url = format!("{}/sparql", server.door);
    let request = server
        .client
        .post(&url)
        .header("content-type", "application/sparql-query");
    let response = request.body(query).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn another_service_is_not_asked() {
    let server = Server::start().await;
    let query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }";
    let response = server.query(query, "*/*").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_answer_that_a_client_has_is_not_evaluated_again() {
    let server = Server::start().await;
    let first = server.query(SELECT, "text/csv").await;
    let etag = text(first.headers(), "etag").to_owned();
    let spaced = SELECT.replace(' ', "\n  ");
    let again = server
        .client
        .get(format!(
            "{}/sparql?{}",
            server.door,
            pairs(&[("query", &spaced)])
        ))
        .header("accept", "text/csv");
    let again = again.header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let other = server.query(SELECT, "application/json").await;
    assert_ne!(text(other.headers(), "etag"), etag);
    let chance = server.query("SELECT (RAND() AS ?r) {}", "*/*").await;
    assert_eq!(text(chance.headers(), "etag"), "");
    assert_eq!(text(chance.headers(), "cache-control"), "no-store");
}

#[tokio::test]
async fn the_service_describes_itself() {
    let server = Server::start().await;
    let body = server.body("/sparql", "text/turtle").await;
    insta::assert_snapshot!(body);
}
