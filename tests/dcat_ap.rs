//! DCAT-AP 3: the shapes of the European profile run, and find what a catalogue lacks.
//!
//! They lie in the shared folder named by `ASSIZE_SHARED`; where there is none, this says so.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/shacl.rs"]
mod shacl;
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::Shapes;
use shacl::announce;
use support::Shared;
use tempfile::TempDir;

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

/// The samples, published into a store of their own.
fn published() -> Arc<TempDir> {
    static PUBLISHED: Shared<TempDir> = Shared::new();
    PUBLISHED.get(|| {
        let folder = support::workspace();
        support::publish_samples(&folder);
        folder
    })
}

/// The catalogue as a portal fetches it from the real server.
fn served(address: &str) -> String {
    let folder = published();
    let server = support::Server::start(folder.path());
    let answer = reqwest::blocking::get(server.url(address)).unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.text().unwrap()
}

/// The catalogue as the store keeps it, with what the releases say of their datasets themselves.
fn kept() -> String {
    let folder = published();
    let store = folder.path().join("store/current");
    let mut text = quads(&store.join("catalogue.nq.zst"));
    let manifest = std::fs::read(store.join("generation.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let releases = manifest["releases"].as_array().unwrap().iter();
    for release in releases.filter(|release| release["standing"] == "live") {
        let [dataset, edition] = ["dataset", "edition"].map(|key| release[key].as_str().unwrap());
        let about = format!("<http://justice.data.gov.uk/data/{dataset}");
        let own = [format!("{about}> "), format!("{about}#")];
        let folder = store.join("releases").join(dataset).join(edition);
        let dump = quads(&folder.join("observations.nq.zst"));
        let lines = dump.lines().filter(|line| {
            let mut starts = own.iter();
            starts.any(|start| line.starts_with(start))
        });
        text.extend(lines.flat_map(|line| [line, "\n"]));
    }
    text
}

fn quads(path: &Path) -> String {
    let bytes = zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn samples() -> Vec<String> {
    let entries = std::fs::read_dir("samples").unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().into_string().unwrap());
    names.collect()
}

fn findings_of(shapes: &Shapes, text: &str, suffix: &str) -> String {
    let file = tempfile::Builder::new().suffix(suffix).tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    findings(shapes, file.path().to_str().unwrap())
}

fn own_shapes() -> Shapes {
    Shapes::read(&["shapes/catalogue.ttl"]).ok().unwrap()
}

#[test]
fn the_published_catalogue_conforms_as_it_is_served_and_as_it_is_kept() {
    let _kept_for_all = published();
    for (text, suffix) in [
        (served("/catalogue.nt"), ".nt"),
        (served("/catalogue.ttl"), ".ttl"),
        (kept(), ".nt"),
    ] {
        if let Some(shapes) = shapes(&["dcat-ap-SHACL.ttl", "ranges.ttl"]) {
            assert_eq!(findings_of(&shapes, &text, suffix), "");
        }
        assert_eq!(findings_of(&own_shapes(), &text, suffix), "");
    }
}

#[test]
fn the_published_catalogue_lists_every_dataset_with_its_files() {
    let _kept_for_all = published();
    for text in [served("/catalogue.nt"), kept()] {
        for name in samples() {
            let dataset = format!("<http://justice.data.gov.uk/data/{name}>");
            let listed = format!(" <http://www.w3.org/ns/dcat#dataset> {dataset} .");
            assert!(text.contains(&listed), "{name} is not listed");
            for kind in ["csv", "csvw", "nquads", "parquet"] {
                let file = format!("<http://justice.data.gov.uk/data/{name}#{kind}>");
                let distribution =
                    format!("{dataset} <http://www.w3.org/ns/dcat#distribution> {file} .");
                assert!(text.contains(&distribution), "{name} has no {kind}");
                assert!(text.contains(&format!("{file} <http://spdx.org/rdf/terms#checksum> ")));
            }
        }
    }
}

/// What is wrong with the catalogue when something is taken out or replaced.
#[test]
fn a_published_catalogue_that_lacked_something_would_not_conform() {
    let Some(shapes) = shapes(&["dcat-ap-SHACL.ttl", "ranges.ttl"]) else {
        return;
    };
    let text = served("/catalogue.nt");
    let without = |part: &str| -> String {
        let lines = text.lines().filter(|line| !line.contains(part));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let broken = [
        ("title", without("<http://purl.org/dc/terms/title>")),
        (
            "description",
            without("<http://purl.org/dc/terms/description>"),
        ),
        (
            "accessURL",
            without("<http://www.w3.org/ns/dcat#accessURL>"),
        ),
        ("publisher", without("<http://xmlns.com/foaf/0.1/name>")),
        (
            "checksumValue",
            without("<http://spdx.org/rdf/terms#checksumValue>"),
        ),
        ("byteSize", text.replace("nonNegativeInteger", "integer")),
    ];
    for (what, text) in broken {
        let found = findings_of(&shapes, &text, ".nt");
        assert_ne!(found, "", "without its {what}");
    }
}
