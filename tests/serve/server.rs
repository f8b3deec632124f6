//! Starts the real server on a loopback port.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use assize::digest::Digest;
use assize::graph::{GraphBuilder, Part, Triple, TripleSink};
use assize::serve::{Examiner, Limits, Live, Site, Workers, follow, run};
use assize::store::{Generations, Manifest};
use assize::uri::Base;
use chrono::DateTime;
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use oxrdf::Term;
use oxttl::TurtleParser;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};

pub(crate) const BASE: &str = "http://justice.data.gov.uk";

/// Publishes Turtle as the next generation of a store on disk.
pub(crate) fn publish(folder: &Path, turtle: &str) {
    publish_at(folder, turtle, "2026-01-01T00:00:00Z");
}

/// Publishes at a time.
pub(crate) fn publish_at(folder: &Path, turtle: &str, time: &str) {
    let mut builder = GraphBuilder::default();
    for triple in TurtleParser::new().for_slice(turtle) {
        let triple = triple.unwrap();
        let terms = builder.terms();
        let subject = terms.intern(&Term::from(triple.subject));
        let predicate = terms.intern(&triple.predicate);
        let object = terms.intern(&triple.object);
        let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
    }
    let store = Generations::at(folder);
    let building = store.begin(&store.lock().unwrap()).unwrap();
    building.load(&[Part::whole(&builder.finish())]).unwrap();
    building.compact().unwrap();
    let manifest = Manifest {
        assize: String::new(),
        published: time.to_owned(),
        base: BASE.to_owned(),
        context: Digest::of(b""),
        catalogue: None,
        publisher: None,
        triples: building.triples().unwrap(),
        releases: Vec::new(),
    };
    building.switch(&manifest).unwrap();
}

/// Asks the examples of a store on disk.
pub(crate) fn examiner(folder: &Path) -> Examiner {
    let arguments = ["worker", "--base", BASE, "--store"].map(OsString::from);
    let arguments = arguments.into_iter().chain([folder.into()]);
    let workers = Workers::new(env!("CARGO_BIN_EXE_assize"), arguments.collect::<Vec<_>>());
    Examiner::new(workers).unwrap()
}

/// A running server, and a client that follows no redirects.
pub(crate) struct Server {
    pub(crate) door: String,
    pub(crate) client: Client,
}

/// The registers and the dataset of the fixture, and its observations.
pub(crate) fn turtle() -> String {
    let mut turtle = include_str!("fixture.ttl").to_owned();
    for (at, court) in ["cardiff-crown-court", "snaresbrook"].iter().enumerate() {
        for quarter in ["2025-Q3", "2025-Q4"] {
            for receipt in ["for-trial", "for-sentence"] {
                for (value, measure) in ["receipts", "open"].iter().enumerate() {
                    let cases = 1000 * (at + 1) + 100 * value + quarter.len();
                    observation(&mut turtle, [court, quarter, receipt, measure], cases);
                }
            }
        }
    }
    turtle
}

fn observation(turtle: &mut String, keys: [&str; 4], cases: usize) {
    let [court, quarter, receipt, measure] = keys;
    write!(
        turtle,
        "<{BASE}/data/crown-court-caseload/{court}/{quarter}/{receipt}/{measure}> a qb:Observation ;
            qb:dataSet data:crown-court-caseload ; dimension:court court:{court} ;
            dimension:period quarter:{quarter} ;
            <{BASE}/def/crown-court-caseload/receipt-type> receipt:{receipt} ;
            qb:measureType measure:{measure} ; measure:{measure} {cases} .\n"
    )
    .unwrap();
}

/// A store in memory with this Turtle in its default graph.
pub(crate) fn store(turtle: &str) -> Store {
    let store = Store::new().unwrap();
    store.load_from_slice(RdfFormat::Turtle, turtle).unwrap();
    store
}

impl Server {
    /// Serves the fixture.
    pub(crate) async fn start() -> Self {
        Self::serve(store(&turtle()), Limits::default()).await
    }

    /// Serves a store under limits.
    pub(crate) async fn serve(store: Store, limits: Limits) -> Self {
        let base = Base::new(BASE).unwrap();
        let published = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let live = Live::new("7", store, &base).unwrap();
        let live = live.published_at(published);
        Self::listen(Arc::new(Site::new(base, live).with_limits(limits))).await
    }

    /// Serves the live generation of a store on disk with worker processes.
    pub(crate) async fn with_workers(folder: &Path, limits: Limits) -> Self {
        Self::with_flags(folder, limits, &[]).await
    }

    /// The same, with more flags for the workers.
    pub(crate) async fn with_flags(folder: &Path, limits: Limits, flags: &[String]) -> Self {
        let base = Base::new(BASE).unwrap();
        let generation = Generations::at(folder).live().unwrap();
        let live = Live::open(&generation, &base).unwrap();
        let arguments = ["worker", "--base", BASE, "--store"].map(Into::into);
        let mut arguments = Vec::from(arguments);
        arguments.push(folder.into());
        arguments.extend(flags.iter().map(Into::into));
        let workers = Workers::new(env!("CARGO_BIN_EXE_assize"), arguments);
        let site = Site::new(base, live).with_limits(limits);
        let store = Generations::at(folder);
        let site = site.with_workers(workers).with_archive(store.clone());
        let site = Arc::new(site);
        tokio::spawn(follow(Arc::clone(&site), store));
        Self::listen(site).await
    }

    async fn listen(site: Arc<Site>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let door = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(run(listener, site, std::future::pending()));
        let client = Client::builder().redirect(Policy::none()).no_proxy();
        Self {
            door,
            client: client.build().unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str, accept: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.door));
        request.header(ACCEPT, accept).send().await.unwrap()
    }

    pub(crate) async fn body(&self, path: &str, accept: &str) -> String {
        let response = self.get(path, accept).await;
        assert_eq!(response.status(), StatusCode::OK, "{path} as {accept}");
        response.text().await.unwrap()
    }

    pub(crate) async fn query(&self, query: &str, accept: &str) -> Response {
        self.get(&format!("/sparql?{}", pairs(&[("query", query)])), accept)
            .await
    }

    /// A POST of a form.
    pub(crate) fn form(&self, fields: &[(&str, &str)]) -> RequestBuilder {
        let request = self.client.post(format!("{}/sparql", self.door));
        let content_type = "application/x-www-form-urlencoded";
        request
            .header(CONTENT_TYPE, content_type)
            .body(pairs(fields))
    }
}

/// A query string.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> String {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(pairs).finish()
}

/// The body of an answer as JSON.
pub(crate) async fn json(response: Response) -> serde_json::Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// The text of a field, empty where it is missing.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}
