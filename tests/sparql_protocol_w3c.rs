//! The requests of W3C's suites for the SPARQL 1.1 Protocol and the Service Description, replayed
//! from their manifests against the real server.
//!
//! The server is read-only: an update that the suite expects to succeed must be refused with 4xx,
//! and the queries that would look at what it did are left out.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use assize::serve::{Live, Site, run};
use assize::uri::Base;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, QuerySolution, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::{NamedNode, Term};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Method, Response, StatusCode};

const BASE: &str = "http://justice.data.gov.uk";
const PREFIXES: &str = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
    PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
    PREFIX cnt: <http://www.w3.org/2011/content#>
    PREFIX ht: <http://www.w3.org/2011/http#>
    PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ";

/// The folder of a suite; `None` where the suites are not at hand.
fn suite(name: &str) -> Option<PathBuf> {
    let folder = Path::new(&env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into()))
        .join("w3c")
        .join(name);
    folder.exists().then_some(folder)
}

fn manifest(folder: &Path) -> Store {
    let store = Store::new().unwrap();
    let text = fs::read(folder.join("manifest.ttl")).unwrap();
    let base = format!("file://{}/", folder.display());
    let parser = RdfParser::from_format(RdfFormat::Turtle)
        .with_base_iri(base)
        .unwrap();
    store.load_from_slice(parser, &text).unwrap();
    store
}

fn select(store: &Store, query: &str) -> Vec<QuerySolution> {
    let query = SparqlEvaluator::new()
        .parse_query(&format!("{PREFIXES}{query}"))
        .unwrap();
    match query.on_store(store).execute().unwrap() {
        QueryResults::Solutions(solutions) => solutions.map(Result::unwrap).collect(),
        _ => panic!("not a SELECT"),
    }
}

fn text(solution: &QuerySolution, variable: &str) -> Option<String> {
    match solution.get(variable)? {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(iri) => Some(iri.as_str().to_owned()),
        Term::BlankNode(node) => Some(node.to_string()),
    }
}

/// The items of a list, in order.
fn items(store: &Store, subject: &NamedNode, path: &str) -> Vec<Term> {
    let query = format!("SELECT ?list {{ <{}> {path} ?list }}", subject.as_str());
    let mut list = select(store, &query)[0].get("list").unwrap().clone();
    let mut items = Vec::new();
    loop {
        let of_node = |property: &str| {
            let property = NamedNode::new(format!(
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#{property}"
            ));
            let Term::BlankNode(node) = &list else {
                return None;
            };
            let property = property.unwrap();
            let mut quads =
                store.quads_for_pattern(Some(node.into()), Some(property.as_ref()), None, None);
            quads.next().map(|quad| quad.unwrap().object)
        };
        let Some(first) = of_node("first") else {
            return items;
        };
        items.push(first);
        list = of_node("rest").unwrap();
    }
}

/// A request as the manifest writes it down.
struct Recorded {
    method: Method,
    path: String,
    content_type: Option<String>,
    body: String,
    expected: Vec<String>,
    format: Option<String>,
    boolean: Option<String>,
}

fn recorded(store: &Store, request: &Term) -> Recorded {
    // SPARQL cannot name the blank node of a request: its triples are read one by one.
    let all = |node: &Term, property: &str| -> Vec<Term> {
        let Term::BlankNode(node) = node else {
            return Vec::new();
        };
        let property = NamedNode::new(property).unwrap();
        let quads = store.quads_for_pattern(Some(node.into()), Some(property.as_ref()), None, None);
        quads.map(|quad| quad.unwrap().object).collect()
    };
    let one = |node: &Term, property: &str| all(node, property).into_iter().next();
    let value = |term: Term| match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let ht = |name: &str| format!("http://www.w3.org/2011/http#{name}");
    let mf =
        |name: &str| format!("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#{name}");
    let headers = one(request, &ht("headers"));
    let header =
        headers.and_then(|list| one(&list, "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"));
    let body = one(request, &ht("body"));
    let body = body.and_then(|body| one(&body, "http://www.w3.org/2011/content#chars"));
    let response = one(request, &ht("resp")).unwrap();
    Recorded {
        method: value(one(request, &ht("methodName")).unwrap())
            .parse()
            .unwrap(),
        path: value(one(request, &ht("absolutePath")).unwrap()),
        content_type: header
            .and_then(|header| one(&header, &ht("fieldValue")))
            .map(value),
        body: body.map(value).unwrap_or_default(),
        expected: all(&response, &mf("expectedStatus"))
            .iter()
            .map(ToString::to_string)
            .collect(),
        format: one(&response, &mf("expectedFormat")).map(value),
        boolean: one(&response, &mf("expectedBoolean")).map(value),
    }
}

impl Recorded {
    fn is_update(&self) -> bool {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        content_type.starts_with("application/sparql-update")
            || self.body.starts_with("update=")
            || self.path.contains("update=")
    }

    async fn send(&self, door: &str) -> Response {
        let client = Client::builder().no_proxy().build().unwrap();
        let mut request = client.request(self.method.clone(), format!("{door}{}", self.path));
        if let Some(content_type) = &self.content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        request.body(self.body.clone()).send().await.unwrap()
    }

    /// What the suite's words mean for the answer.
    async fn check(&self, name: &str, response: Response) {
        let class = format!("{}xx", response.status().as_u16() / 100);
        let expected = self.expected.iter().any(|status| status.contains(&class));
        assert!(
            expected,
            "{name}: {} where {:?} is expected",
            response.status(),
            self.expected
        );
        let content_type = response.headers().get(CONTENT_TYPE).unwrap();
        let content_type = content_type.to_str().unwrap().to_owned();
        let body = response.text().await.unwrap();
        match self.format.as_deref() {
            Some("RDF") => assert_eq!(content_type, "text/turtle; charset=utf-8", "{name}"),
            Some(_) => assert_eq!(content_type, "application/sparql-results+json", "{name}"),
            None => {}
        }
        if let Some(boolean) = &self.boolean {
            let answer = format!("\"boolean\":{boolean}");
            assert!(body.contains(&answer), "{name}: {body}");
        }
    }
}

/// Serves the data that a test needs, each file as a named graph.
async fn serve(folder: &Path, manifest: &Store, test: &NamedNode) -> String {
    let store = Store::new().unwrap();
    let query = format!(
        "SELECT ?file ?name {{ <{}> ut:graphData [ ut:graph ?file ; rdfs:label ?name ] }}",
        test.as_str()
    );
    for graph in select(manifest, &query) {
        let file = text(&graph, "file").unwrap();
        let file = fs::read(folder.join(file.rsplit('/').next().unwrap())).unwrap();
        let name = NamedNode::new(text(&graph, "name").unwrap()).unwrap();
        let parser = RdfParser::from_format(RdfFormat::NTriples).with_default_graph(name);
        store.load_from_slice(parser, &file).unwrap();
    }
    listen(store).await
}

async fn listen(store: Store) -> String {
    let base = Base::new(BASE).unwrap();
    let live = Live::new("1", store, &base).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    let site = Arc::new(Site::new(base, live));
    tokio::spawn(run(listener, site, std::future::pending()));
    door
}

fn tests(manifest: &Store) -> Vec<NamedNode> {
    let entries = select(manifest, "SELECT ?test { ?test a ?kind ; mf:name ?name }");
    let tests = entries.iter().map(|entry| match entry.get("test") {
        Some(Term::NamedNode(test)) => test.clone(),
        other => panic!("{other:?} is no test"),
    });
    tests.collect()
}

#[tokio::test]
async fn every_request_of_the_protocol_suite_is_answered_as_it_says() {
    let Some(folder) = suite("sparql-protocol") else {
        return;
    };
    let manifest = manifest(&folder);
    let tests = tests(&manifest);
    assert_eq!(tests.len(), 34);
    for test in tests {
        let door = serve(&folder, &manifest, &test).await;
        let requests = items(&manifest, &test, "mf:action/ht:requests");
        assert!(!requests.is_empty(), "{test}");
        for request in requests {
            let request = recorded(&manifest, &request);
            let response = request.send(&door).await;
            if request.is_update() {
                assert!(
                    response.status().is_client_error(),
                    "{test}: {}",
                    response.status()
                );
                break;
            }
            request.check(test.as_str(), response).await;
        }
    }
}

#[tokio::test]
async fn the_service_description_is_as_its_suite_says() {
    let Some(folder) = suite("sparql-service-description") else {
        return;
    };
    assert_eq!(tests(&manifest(&folder)).len(), 3);
    let door = listen(Store::new().unwrap()).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client
        .get(format!("{door}/sparql"))
        .header(ACCEPT, "text/turtle");
    let response = request.send().await.unwrap();
    // returns-rdf
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.text().await.unwrap();
    let description = Store::new().unwrap();
    description
        .load_from_slice(RdfFormat::Turtle, &body)
        .unwrap();
    // has-endpoint-triple
    let endpoint = format!("{BASE}/sparql");
    let services = select(
        &description,
        "SELECT ?endpoint { ?service sd:endpoint ?endpoint }",
    );
    assert_eq!(
        text(&services[0], "endpoint").as_deref(),
        Some(endpoint.as_str())
    );
    // conforms-to-schema
    let conforming = select(
        &description,
        "SELECT * { ?service a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage ?l ;
            sd:resultFormat ?f ; sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g .
            ?g a sd:Graph FILTER(ISIRI(?e) && ISIRI(?l) && ISIRI(?f)) }",
    );
    assert_eq!(conforming.len(), 8, "a row for each format");
}
