//! The shapes of `shapes/`, each with a folder of data that break every one of its constraints.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assize::graph::{GraphBuilder, Origins, TermGraph, Triple, read_file};
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

/// What a shape demands, as the local names of SHACL's parameters.
const CONSTRAINTS: &[&str] = &[
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minInclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "or",
    "xone",
    "node",
    "hasValue",
    "in",
    "closed",
    "sparql",
];

fn read(file: &Path) -> TermGraph {
    let mut builder = GraphBuilder::default();
    read_file(&mut builder, file, None).unwrap();
    builder.finish()
}

/// How many results there are for data that are wrong, and for data that are right.
fn counts(shapes: &Shapes, cases: &Path) -> [usize; 2] {
    let origins = Origins::default();
    ["wrong.ttl", "right.ttl"].map(|case| {
        let mut graph = read(&cases.join(case));
        shapes.validate(&mut graph, &origins).len()
    })
}

/// Those within `sh:or` and the like too, which have no results of their own.
#[test]
fn no_constraint_can_be_taken_away_unnoticed() {
    for file in shapes_files() {
        let graph = read(&file);
        let all: Vec<Triple> = graph.iter().collect();
        let cases = cases(&file);
        let before = counts(&Shapes::of_triples(graph.terms(), &all).unwrap(), &cases);
        for taken in &all {
            let predicate = graph.terms().text(taken.predicate);
            let local = predicate.rsplit('#').next().unwrap();
            if !predicate.starts_with("http://www.w3.org/ns/shacl#")
                || !CONSTRAINTS.contains(&local)
            {
                continue;
            }
            let rest: Vec<_> = all
                .iter()
                .filter(|triple| *triple != taken)
                .copied()
                .collect();
            let without = Shapes::of_triples(graph.terms(), &rest).unwrap();
            let (subject, object) = (taken.subject, taken.object);
            let what = format!(
                "{}: {} {predicate} {}",
                file.display(),
                graph.terms().term(subject),
                graph.terms().term(object)
            );
            assert_ne!(counts(&without, &cases), before, "nobody misses {what}");
        }
    }
}
