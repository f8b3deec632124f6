//! The commands with a store elsewhere in their configuration.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Output;

use reqwest::blocking::{Client, Response};

use crate::peers::{Make, Peer};
use crate::support::{Server, assize, workspace};

const COURT: &str = "/doc/court/snaresbrook-crown-court";

/// Some documents with no more links than one page has, and things that are not there.
const DOCUMENTS: [&str; 8] = [
    COURT,
    "/doc/court/cardiff-crown-court",
    "/doc/court",
    "/doc/hmcts-region",
    "/def/measure",
    "/doc/court/nowhere",
    "/doc/area/E92000001",
    "/id/court/snaresbrook-crown-court",
];

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let command = &mut assize();
    let command = command.args(arguments).current_dir(folder);
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn get(server: &Server, path: &str, accept: &str) -> Response {
    let client = Client::builder().redirect(reqwest::redirect::Policy::none());
    let client = client.no_proxy().build().unwrap();
    let request = client.get(server.url(path)).header("Accept", accept);
    request.send().unwrap()
}

fn lines(response: Response) -> BTreeSet<String> {
    let text = response.text().unwrap();
    text.lines().map(str::to_owned).collect()
}

fn query(server: &Server, query: &str, accept: &str) -> (u16, String) {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let path = format!("/sparql?{}", pairs.append_pair("query", query).finish());
    let mut response = get(server, &path, accept);
    let status = response.status().as_u16();
    let mut text = String::new();
    response.read_to_string(&mut text).unwrap();
    (status, text)
}

fn served_alike(make: Make) {
    let Some(peer) = Peer::start(make) else {
        return;
    };
    let folder = workspace();
    let folder = folder.path();
    fs::remove_file(folder.join("assize.toml")).unwrap();
    fs::write(folder.join("assize.toml"), peer.configuration(folder)).unwrap();
    let published = said(&run(folder, &["publish", "--releases", "samples"]));
    assert!(published.contains("generation 1 is live"), "{published}");
    let listed = said(&run(folder, &["releases"]));
    assert!(listed.contains("generation 1 (live)"), "{listed}");

    let elsewhere = Server::start(folder);
    let here = Server::start_with(folder, &["--store", "store"]);
    for path in DOCUMENTS {
        for accept in ["application/n-triples", "text/html"] {
            let (one, other) = (get(&here, path, accept), get(&elsewhere, path, accept));
            assert_eq!(one.status(), other.status(), "{path}");
            if accept == "application/n-triples" {
                assert_eq!(lines(one), lines(other), "{path}");
            }
        }
    }
    asks_alike(&here, &elsewhere, make);
    rolls_back(folder, &elsewhere);
}

fn asks_alike(here: &Server, elsewhere: &Server, make: Make) {
    let csv = "text/csv";
    for text in [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "ASK { ?s a <http://purl.org/linked-data/cube#Observation> }",
        "ASK { ?s a <http://example.com/Nothing> }",
        "SELECT ?o { <id/court/snaresbrook-crown-court> ?p ?o FILTER(isLiteral(?o)) } ORDER BY STR(?o)",
    ] {
        assert_eq!(
            query(here, text, csv),
            query(elsewhere, text, csv),
            "{text}"
        );
    }
    let graph = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } ORDER BY ?s ?p STR(?o) LIMIT 50";
    let (status, text) = query(elsewhere, graph, "application/n-triples");
    assert_eq!((status, text.lines().count()), (200, 50));
    let graphs = query(elsewhere, "SELECT * { GRAPH ?g { ?s ?p ?o } }", csv);
    assert!(
        graphs.0 == 400 && graphs.1.contains("not-offered"),
        "{graphs:?}"
    );
    let all = "SELECT * { ?s ?p ?o }";
    let (status, text) = query(elsewhere, all, csv);
    match make {
        Make::Oxigraph => assert_eq!(
            text.lines().count(),
            query(here, all, csv).1.lines().count()
        ),
        // It would send ten thousand rows as if they were all.
        Make::Virtuoso => assert!(status == 400 && text.contains("too-many-results"), "{text}"),
    }
    if make == Make::Virtuoso {
        let all = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }";
        let (status, text) = query(elsewhere, all, "text/turtle");
        assert!(status == 400 && text.contains("too-many-results"), "{text}");
    }
}

/// A second generation goes live and back, and the server follows.
fn rolls_back(folder: &Path, elsewhere: &Server) {
    let last = "samples/womens-immediate-custody/womens-immediate-custody-edition-2.csv";
    let next = "womens-immediate-custody-edition-3.csv";
    fs::copy(folder.join(last), folder.join(next)).unwrap();
    let published = said(&run(folder, &["publish", next]));
    assert!(published.contains("generation 2 is live"), "{published}");
    becomes(elsewhere, "serving generation 2\n");
    let back = said(&run(folder, &["rollback"]));
    assert!(back.starts_with("generation 1, published "), "{back}");
    becomes(elsewhere, "serving generation 1\n");
    let pruned = said(&run(folder, &["prune", "--keep", "1"]));
    assert!(pruned.is_empty(), "{pruned}");
}

/// Waits for two minutes: Virtuoso may be busy with what other tests have it do.
fn becomes(server: &Server, ready: &str) {
    for _ in 0..1200 {
        if get(server, "/-/ready", "text/plain").text().unwrap() == ready {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the server does not move over: {ready}");
}

#[test]
fn oxigraph_elsewhere_is_served_as_a_folder_here_is() {
    served_alike(Make::Oxigraph);
}

#[test]
fn virtuoso_elsewhere_is_served_as_a_folder_here_is() {
    served_alike(Make::Virtuoso);
}

#[test]
fn a_password_that_is_not_there_is_said_without_the_address_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = "[store]\nkind = \"sparql\"\nquery = \"http://127.0.0.1:1/q\"\n\
         update = \"http://127.0.0.1:1/u\"\ngraph-store = \"http://127.0.0.1:1/g\"\n\
         auth = { user = \"dba\", password-env = \"ASSIZE_TEST_NO_SUCH_VARIABLE\" }\n";
    fs::write(folder.path().join("assize.toml"), configuration).unwrap();
    let output = run(folder.path(), &["releases"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("ASSIZE_TEST_NO_SUCH_VARIABLE"), "{error}");
}
