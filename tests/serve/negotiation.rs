use crate::bodies::{isomorphic, parse};
use crate::server::{Server, json, text};
use reqwest::StatusCode;

/// The literal `Accept` fields of programs that read documents, and what they get.
const CLIENTS: [(&str, &str, &str); 11] = [
    (
        "Chrome",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
        "html",
    ),
    (
        "Firefox",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "html",
    ),
    (
        "Googlebot",
        "text/html,application/xhtml+xml,application/signed-exchange;v=b3,application/xml;q=0.9,*/*;q=0.8",
        "html",
    ),
    ("curl", "*/*", "ttl"),
    ("Python requests", "*/*", "ttl"),
    (
        "rdflib",
        "text/turtle, application/rdf+xml;q=0.9, text/n3;q=0.8, application/n-triples;q=0.7, */*;q=0.1",
        "ttl",
    ),
    (
        "Comunica",
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,text/html;q=0.2",
        "jsonld",
    ),
    (
        "Jena",
        "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3",
        "ttl",
    ),
    (
        "RDF4J",
        "application/rdf+xml;q=0.8, application/n-triples;q=0.9, text/turtle;q=0.85, */*;q=0.1",
        "nt",
    ),
    (
        "N3.js",
        "text/turtle;q=1.0,application/trig;q=0.9,application/n-triples;q=0.7,application/n-quads,text/n3;q=0.5",
        "ttl",
    ),
    (
        "Protégé",
        "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09",
        "rdf",
    ),
];

/// A resource of each kind.
const KINDS: [(&str, &str); 10] = [
    ("a court", "/doc/court/snaresbrook"),
    ("a region", "/doc/hmcts-region/wales"),
    ("a list of things", "/doc/court"),
    ("a dataset", "/data/crown-court-caseload"),
    (
        "an observation",
        "/data/crown-court-caseload/snaresbrook/2025-Q4/for-trial/open",
    ),
    ("a structure", "/def/crown-court-caseload/structure"),
    ("a dimension", "/def/dimension/court"),
    ("a code", "/def/crown-court-caseload/receipt-type/for-trial"),
    ("a class", "/def/justice/Court"),
    ("a thing, by its document", "/id/court/cardiff-crown-court"),
];

#[tokio::test]
async fn each_client_gets_the_form_it_likes_best_and_can_read_it() {
    let server = Server::start().await;
    for (kind, path) in KINDS {
        let document = path.replace("/id/", "/doc/");
        let whole = server.body(&document, "application/n-triples").await;
        let whole = parse("application/n-triples", &whole).unwrap();
        for (client, accept, suffix) in CLIENTS {
            if document != path {
                let response = server.get(path, accept).await;
                assert_eq!(text(response.headers(), "location"), document, "{client}");
            }
            let response = server.get(&document, accept).await;
            assert_eq!(response.status(), StatusCode::OK, "{client}: {kind}");
            let headers = response.headers().clone();
            let location = text(&headers, "content-location");
            assert_eq!(location, format!("{document}.{suffix}"), "{client}: {kind}");
            let body = response.text().await.unwrap();
            if let Some(graph) = parse(text(&headers, "content-type"), &body) {
                assert!(isomorphic(&graph, &whole), "{client}: {kind}");
            }
        }
    }
}

#[tokio::test]
async fn every_page_is_html_without_a_fault() {
    let server = Server::start().await;
    let query = "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3";
    for path in [
        "/",
        "/sparql",
        query,
        "/sparql?query=SELECT",
        "/nowhere",
        "/doc/court?q=zz",
    ] {
        let response = server.get(path, "text/html").await;
        let content_type = text(response.headers(), "content-type").to_owned();
        assert_eq!(content_type, "text/html; charset=utf-8", "{path}");
        parse(&content_type, &response.text().await.unwrap());
    }
}

#[tokio::test]
async fn a_client_that_accepts_nothing_there_is_is_told_what_there_is() {
    let server = Server::start().await;
    for accept in ["image/png", "text/turtle;q=0", "*/*;q=0"] {
        let response = server.get("/doc/court/snaresbrook", accept).await;
        assert_eq!(response.status(), StatusCode::NOT_ACCEPTABLE, "{accept}");
        let problem = json(response).await;
        let available = problem["available"].as_array().unwrap();
        assert_eq!(available.len(), 5, "{problem}");
    }
}

#[tokio::test]
async fn a_suffix_goes_before_what_is_accepted() {
    let server = Server::start().await;
    let response = server.get("/doc/court/snaresbrook.ttl", "text/html").await;
    assert_eq!(
        text(response.headers(), "content-type"),
        "text/turtle; charset=utf-8"
    );
}
