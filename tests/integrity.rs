//! The integrity constraints of the RDF Data Cube Vocabulary: each has a file that, added to a cube
//! that is right, breaks it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assize::diagnostic::short;
use assize::graph::{GraphBuilder, Origins, TermGraph, read_file};
use assize::validate::Shapes;
use assize::validate::cube::{self, Profile};
use oxrdf::NamedNodeRef;
use oxrdfio::RdfFormat;

const BASE: &str = "tests/integrity/base.ttl";

fn read(files: &[&Path]) -> (TermGraph, Origins) {
    let mut builder = GraphBuilder::default();
    let mut origins = Origins::default();
    for file in files {
        read_file(&mut builder, file, Some(origins.spans())).unwrap();
    }
    (builder.finish(), origins)
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/integrity").unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file != Path::new(BASE));
    files.sort();
    files
}

#[test]
fn each_constraint_finds_what_breaks_it() {
    let mut drawn = String::new();
    for case in cases() {
        let (graph, origins) = read(&[Path::new(BASE), &case]);
        for profile in [Profile::Strict, Profile::Suppressed] {
            let checked = cube::check(&graph, &origins, profile);
            let mut lines = Vec::new();
            short::write(&mut lines, &checked.findings).unwrap();
            writeln!(drawn, "{} ({})", case.display(), profile.name()).unwrap();
            drawn.push_str(&String::from_utf8(lines).unwrap());
        }
    }
    insta::assert_snapshot!(drawn);
}

#[test]
fn a_cube_that_is_right_breaks_none() {
    let (graph, origins) = read(&[Path::new(BASE)]);
    let checked = cube::check(&graph, &origins, Profile::Strict);
    assert!(checked.findings.is_empty());
    assert_eq!((checked.observations, checked.suppressed), (4, 0));
}

#[test]
fn a_status_instead_of_a_figure_is_counted() {
    let (graph, origins) = read(&[
        Path::new(BASE),
        Path::new("tests/integrity/ic-14-suppressed.ttl"),
    ]);
    let checked = cube::check(&graph, &origins, Profile::Suppressed);
    assert!(checked.findings.is_empty());
    assert_eq!(checked.suppressed, 1);
}

/// The shape of a cube's structure, and what it finds in the data of a case.
fn by_shape(case: &str, data_set: &str) -> (String, String) {
    let (mut graph, origins) = read(&[Path::new(BASE), Path::new(case)]);
    let data_set = NamedNodeRef::new_unchecked(data_set);
    let triples = cube::shape_of(&graph, data_set, Profile::Suppressed);
    let mut text = String::new();
    for triple in &triples {
        writeln!(text, "{triple} .").unwrap();
    }
    let shapes = Shapes::parse("shape.nt", &text, RdfFormat::NTriples).unwrap();
    let report = shapes.validate(&mut graph, &origins);
    let mut lines = Vec::new();
    short::write(&mut lines, &report.findings()).unwrap();
    (text, String::from_utf8(lines).unwrap())
}

#[test]
fn a_structure_becomes_a_shape() {
    let (shape, _) = by_shape(BASE, "http://example.com/cube");
    insta::assert_snapshot!(shape);
}

#[test]
fn the_shape_finds_what_the_structure_forbids() {
    let cases = ["ic-11", "ic-13", "ic-14", "ic-14-suppressed", "ic-19"];
    let mut drawn = String::new();
    for case in cases {
        let path = format!("tests/integrity/{case}.ttl");
        let (_, found) = by_shape(&path, "http://example.com/cube");
        writeln!(drawn, "{case}\n{found}").unwrap();
    }
    insta::assert_snapshot!(drawn);
}
