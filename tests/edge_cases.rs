//! Edge cases of SHACL, component by component: files that are shapes and data at once, in which the
//! names say what must be found. A node called `wrong-…` must have a result, no other may.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assize::graph::{GraphBuilder, Origins, TermGraph, read_file};
use assize::validate::Shapes;

const NAMES: &str = "<http://example.com/";

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/edge-cases").unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn read(case: &Path) -> TermGraph {
    let mut builder = GraphBuilder::default();
    read_file(&mut builder, case, None).unwrap();
    builder.finish()
}

/// The nodes of a case that must be found: those whose name says so.
fn expected(graph: &TermGraph) -> BTreeSet<String> {
    let terms = graph.terms();
    let names = terms.ids().map(|id| terms.term(id).to_string());
    names
        .filter(|name| name.starts_with(&format!("{NAMES}wrong")))
        .collect()
}

/// The nodes of a case that are found.
fn found(shapes: &Shapes, graph: &mut TermGraph) -> BTreeSet<String> {
    let origins = Origins::default();
    let report = shapes.validate(graph, &origins);
    assert!(!report.failures().has_errors(), "a query failed");
    let results = report.results();
    results.map(|r| r.focus_node().to_string()).collect()
}

#[test]
fn what_is_called_wrong_is_found_and_nothing_else() {
    let cases = cases();
    assert!(cases.len() >= 11);
    for case in cases {
        let shapes = Shapes::read(&[&case]).unwrap_or_else(|refused| {
            let first = refused.iter().next().unwrap();
            panic!("{}: {}", case.display(), first.message)
        });
        let mut graph = read(&case);
        let expected = expected(&graph);
        assert!(!expected.is_empty(), "{} finds nothing", case.display());
        let found = found(&shapes, &mut graph);
        let missed: Vec<_> = expected.difference(&found).collect();
        let beyond: Vec<_> = found.difference(&expected).collect();
        let what = case.display();
        assert!(missed.is_empty(), "{what}: {missed:?} must be found");
        assert!(beyond.is_empty(), "{what}: {beyond:?} must not be found");
    }
}
