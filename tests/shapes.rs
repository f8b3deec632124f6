//! The shapes of `shapes/`, each with a folder of data that break every one of its constraints.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::Shapes;

fn shapes_files() -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir("shapes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn cases(shapes: &Path) -> PathBuf {
    Path::new("tests/shapes").join(shapes.file_stem().unwrap())
}

/// The findings for one file of data, a line each.
fn findings(shapes: &Shapes, data: &Path) -> (String, BTreeSet<String>) {
    let mut builder = GraphBuilder::default();
    let mut origins = Origins::default();
    read_file(&mut builder, data, Some(origins.spans())).unwrap();
    let mut graph = builder.finish();
    let report = shapes.validate(&mut graph, &origins);
    let broken = report.results().filter_map(|result| result.definition());
    let broken = broken.map(|place| place.to_string()).collect();
    let mut lines = Vec::new();
    assize::diagnostic::short::write(&mut lines, &report.findings()).unwrap();
    (String::from_utf8(lines).unwrap(), broken)
}

#[test]
fn every_constraint_of_every_shape_is_broken_by_a_case() {
    for file in shapes_files() {
        let shapes = Shapes::read(&[&file]).unwrap();
        assert!(shapes.warnings().is_empty(), "{}", file.display());
        let (drawn, broken) = findings(&shapes, &cases(&file).join("wrong.ttl"));
        insta::assert_snapshot!(file.file_stem().unwrap().to_str().unwrap(), drawn);
        let all = shapes.constraints().map(|place| place.to_string());
        let whole: Vec<_> = all.filter(|place| !broken.contains(place)).collect();
        assert!(whole.is_empty(), "no case breaks {whole:?}");
    }
}

#[test]
fn what_is_right_conforms() {
    for file in shapes_files() {
        let shapes = Shapes::read(&[&file]).unwrap();
        let (drawn, _) = findings(&shapes, &cases(&file).join("right.ttl"));
        assert_eq!(drawn, "", "{}", file.display());
    }
}
