//! DCAT-AP 3: the shapes of the European profile run, and find what a catalogue lacks.
//!
//! They lie in the shared folder named by `ASSIZE_SHARED`; where there is none, this says so.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/shacl.rs"]
mod shacl;
mod support;

use std::path::{Path, PathBuf};

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::Shapes;
use shacl::announce;

fn shapes(names: &[&str]) -> Option<Shapes> {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let folder = Path::new(&shared).join("dcat-ap");
    if !folder.exists() {
        announce("there is no dcat-ap in the shared folder: DCAT-AP was not checked");
        return None;
    }
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    Some(Shapes::read(&files).unwrap_or_else(|refused| {
        let first = refused.iter().next().unwrap();
        panic!("{}", first.message);
    }))
}

fn findings(shapes: &Shapes, data: &str) -> String {
    let mut builder = GraphBuilder::default();
    let mut origins = Origins::default();
    read_file(&mut builder, Path::new(data), Some(origins.spans())).unwrap();
    let mut graph = builder.finish();
    let mut lines = Vec::new();
    let report = shapes.validate(&mut graph, &origins);
    assize::diagnostic::short::write(&mut lines, &report.findings()).unwrap();
    String::from_utf8(lines).unwrap()
}

#[test]
fn a_catalogue_that_is_right_conforms() {
    if let Some(shapes) = shapes(&["dcat-ap-SHACL.ttl", "ranges.ttl"]) {
        assert_eq!(findings(&shapes, "tests/dcat-ap/right.ttl"), "");
    }
}

#[test]
fn what_a_catalogue_lacks_is_found() {
    if let Some(shapes) = shapes(&["dcat-ap-SHACL.ttl"]) {
        insta::assert_snapshot!(findings(&shapes, "tests/dcat-ap/wrong.ttl"));
    }
}

#[test]
fn what_is_recommended_is_a_warning() {
    if let Some(shapes) = shapes(&["shapes_recommended.ttl"]) {
        let found = findings(&shapes, "tests/dcat-ap/right.ttl");
        assert!(
            found.lines().all(|line| line.contains("warning[")),
            "{found}"
        );
    }
}

/// The catalogue as a portal fetches it from the real server, after the samples were published.
fn published_catalogue() -> String {
    let folder = support::workspace();
    support::publish_samples(&folder);
    let server = support::Server::start(folder.path());
    let answer = reqwest::blocking::get(server.url("/catalogue.nt")).unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.text().unwrap()
}

#[test]
fn the_published_catalogue_conforms_and_lists_every_dataset_with_its_files() {
    let text = published_catalogue();
    for sample in std::fs::read_dir("samples").unwrap() {
        let sample = sample.unwrap();
        let name = sample.file_name().into_string().unwrap();
        if sample.path().is_dir() {
            let dataset = format!("<http://justice.data.gov.uk/data/{name}>");
            let listed = format!(" <http://www.w3.org/ns/dcat#dataset> {dataset} .");
            assert!(text.contains(&listed), "{name} is not listed");
            let table = format!("<http://justice.data.gov.uk/data/{name}#csv>");
            let distribution =
                format!("{dataset} <http://www.w3.org/ns/dcat#distribution> {table} .");
            assert!(text.contains(&distribution), "{name} has no table");
            assert!(text.contains(&format!("{table} <http://spdx.org/rdf/terms#checksum> ")));
        }
    }
    let file = tempfile::Builder::new().suffix(".nt").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let data = file.path().to_str().unwrap();
    if let Some(shapes) = shapes(&["dcat-ap-SHACL.ttl", "ranges.ttl"]) {
        assert_eq!(findings(&shapes, data), "");
    }
    let own = Shapes::read(&["shapes/catalogue.ttl"]).ok().unwrap();
    assert_eq!(findings(&own, data), "");
}
