//! `assize export-site`: a plain file server with the rules that were written answers every URI that
//! was ever published, and pages work without any server.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assize::register::ledger::Ledger;
use assize::store::Generations;
use axum::Router;
use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use oxrdf::Term;
use tower::ServiceExt;
use tower_http::services::ServeDir;

const BASE: &str = "http://justice.data.gov.uk";
/// A court that is withdrawn before the export.
const GONE: &str = "/id/court/cardiff-crown-court";

/// A rule of the file `nginx.conf`: these forms it has, one a line, and no others.
enum Rule {
    Exactly(String, StatusCode),
    Matching(fancy_regex::Regex, StatusCode, String),
}

fn rules(folder: &Path) -> Vec<Rule> {
    let text = fs::read_to_string(folder.join("redirects/nginx.conf")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("location "));
    let status = |text: &str| text.parse::<StatusCode>().unwrap();
    let rule = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        match words.as_slice() {
            ["location", "=", path, "{", .., "return", code, "}"] => Some(Rule::Exactly(
                (*path).to_owned(),
                status(code.trim_end_matches(';')),
            )),
            ["location", "~", pattern, "{", "return", code, target, "}"] => Some(Rule::Matching(
                fancy_regex::Regex::new(pattern).unwrap(),
                status(code),
                target.trim_end_matches(';').to_owned(),
            )),
            ["location", "/", ..] => None,
            _ => panic!("no rule of nginx: {line}"),
        }
    };
    lines.filter_map(rule).collect()
}

fn obey(rules: &[Rule], path: &str) -> Option<Response> {
    rules.iter().find_map(|rule| match rule {
        Rule::Exactly(at, status) => (at == path).then(|| status.into_response()),
        Rule::Matching(pattern, status, target) => {
            let found = pattern.captures(path).unwrap()?;
            let target = target.replace("$1", found.get(1).unwrap().as_str());
            Some((*status, [(LOCATION, target)]).into_response())
        }
    })
}

/// What a client sees in the end, after redirects.
async fn follow(server: &Router, rules: &[Rule], path: &str) -> StatusCode {
    let mut path = path.to_owned();
    for _ in 0..4 {
        let response = if let Some(response) = obey(rules, &path) {
            response
        } else {
            let request = Request::get(&path).body(Body::empty()).unwrap();
            server.clone().oneshot(request).await.unwrap()
        };
        let Some(next) = response.headers().get(LOCATION) else {
            return response.status();
        };
        next.to_str().unwrap().clone_into(&mut path);
    }
    panic!("{path} leads nowhere");
}

/// Publishes the samples, withdraws a court, and exports.
fn exported() -> (tempfile::TempDir, PathBuf) {
    let folder = support::workspace();
    let run = |arguments: &[&str]| {
        let output = support::assize()
            .args(arguments)
            .current_dir(folder.path())
            .output();
        let output = output.unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{error}");
    };
    support::publish_samples(&folder);
    let generation = Generations::at(folder.path().join("store")).live().unwrap();
    let tombstones = generation.ledger_folder().join("tombstones.csv");
    let gone =
        "path,date,reason,successor\n/id/court/cardiff-crown-court,2025-01-01,It was a mistake.,\n";
    fs::write(tombstones, gone).unwrap();
    run(&["export-site", "site"]);
    let site = folder.path().join("site");
    assert!(!folder.path().join("site.building").exists());
    // An export in its place is replaced.
    fs::write(site.join("left"), "").unwrap();
    (folder, site)
}

fn observations(store: &Generations) -> Vec<String> {
    let database = store.live().unwrap().open().unwrap();
    let quads = database.iter().map(Result::unwrap);
    let observed = quads.filter(|quad| {
        let kind = "http://purl.org/linked-data/cube#Observation";
        matches!(&quad.object, Term::NamedNode(class) if class.as_str() == kind)
    });
    let path = |uri: String| uri.trim_matches(['<', '>']).replace(BASE, "");
    observed
        .map(|quad| path(quad.subject.to_string()))
        .collect()
}

#[tokio::test]
async fn every_uri_of_the_ledger_leads_to_a_file_or_is_gone() {
    let (folder, site) = exported();
    let store = Generations::at(folder.path().join("store"));
    let ledger = Ledger::read(&store.live().unwrap().ledger_folder()).unwrap();
    let entries = ledger.entries().map(|(path, _)| path);
    let listed = entries.filter(|path| !path.is_pattern());
    let mut paths: Vec<_> = listed.map(|path| path.as_str().to_owned()).collect();
    assert!(paths.len() > 1000);
    let observed = observations(&store);
    assert!(!observed.is_empty());
    paths.extend(observed);

    let server = Router::new().fallback_service(ServeDir::new(&site));
    let rules = rules(&site);
    let mut lost = Vec::new();
    for path in &paths {
        let status = follow(&server, &rules, path).await;
        let expected = match path.as_str() {
            GONE => StatusCode::GONE,
            _ => StatusCode::OK,
        };
        if status != expected {
            lost.push(format!("{path}: {status}"));
        }
    }
    assert!(
        lost.is_empty(),
        "{} of {}: {:#?}",
        lost.len(),
        paths.len(),
        &lost[..lost.len().min(9)]
    );
    links_lead_to_files(&site, &paths);
    forms_are_there(&site);
}

/// Pages that are opened from a stick lead to one another; a term that nobody
/// described has no page on the server either.
fn links_lead_to_files(site: &Path, published: &[String]) {
    let excused = |target: &str| {
        let path = target.trim_start_matches("../");
        let path = path.trim_end_matches("/index.html");
        path.starts_with("def/") && !published.contains(&format!("/{path}"))
    };
    let pages = [
        "index.html",
        "doc/court/index.html",
        "doc/court/snaresbrook-crown-court/index.html",
        "data/womens-immediate-custody/index.html",
        "data/womens-immediate-custody/observations/index.html",
        "downloads/index.html",
    ];
    let link = regex::Regex::new("(?:href|src)=\"([^\"]*)\"").unwrap();
    let mut broken = BTreeSet::new();
    for page in pages {
        let file = site.join(page);
        let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {page}"));
        for found in link.captures_iter(&text) {
            let target = found[1].split(['#', '?']).next().unwrap();
            assert!(
                !target.starts_with('/'),
                "{page} needs a server for {target}"
            );
            let foreign = target.contains("://") || target.is_empty();
            let there = file.parent().unwrap().join(target).is_file();
            if !foreign && !there && !excused(target) {
                broken.insert(format!("{page}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn forms_are_there(site: &Path) {
    for suffix in ["ttl", "nt", "jsonld", "rdf"] {
        let court = site.join(format!("doc/court/snaresbrook-crown-court.{suffix}"));
        assert!(court.is_file(), "{suffix}");
    }
    let release = site.join("data/womens-immediate-custody/release/edition-1");
    for name in ["tidy.csv", "tidy.csv-metadata.json", "observations.nq.zst"] {
        assert!(release.join(name).is_file(), "{name}");
    }
    let rules = fs::read(site.join("redirects/s3.json")).unwrap();
    let rules: serde_json::Value = serde_json::from_slice(&rules).unwrap();
    let rules = rules["RoutingRules"].as_array().unwrap();
    // A bucket takes no more than fifty.
    assert!((2..=50).contains(&rules.len()));
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let folder = support::workspace();
    support::publish_samples(&folder);
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("thesis.txt"), "years of work").unwrap();
    let output = support::assize()
        .args(["export-site", "mine"])
        .current_dir(folder.path())
        .output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("was not exported by Assize"), "{error}");
    assert_eq!(fs::read(mine.join("thesis.txt")).unwrap(), b"years of work");
}
