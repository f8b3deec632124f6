//! Random shapes over random graphs: our report against pySHACL's.
//!
//! pySHACL is set up by `make oracles`; where it is not, this says so and passes. The cases come
//! from a fixed seed, so a disagreement can be looked at again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/random_shapes.rs"]
mod random_shapes;
#[path = "support/shacl.rs"]
mod shacl;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::Shapes;
use oxrdf::vocab::rdf;
use oxrdf::{BlankNode, Graph, NamedNodeRef, Term};
use oxttl::{NTriplesParser, TurtleParser};
use random_shapes::{Dice, data, shapes};
use shacl::{announce, compare};

/// Each takes pySHACL some hundredths of a second.
const CASES: u64 = 3_000;
const SH: &str = "http://www.w3.org/ns/shacl#";

#[test]
fn random_shapes_over_random_graphs_give_the_reports_that_pyshacl_gives() {
    let folder = tempfile::tempdir().unwrap();
    for case in 0..CASES {
        let mut dice = Dice(case);
        let shapes = shapes(&mut dice);
        fs::write(folder.path().join(format!("{case:04}.shapes.ttl")), shapes).unwrap();
        fs::write(
            folder.path().join(format!("{case:04}.data.ttl")),
            data(&mut dice),
        )
        .unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/pyshacl.sh");
    let ran = Command::new(script).arg(folder.path()).output().unwrap();
    if ran.status.code() == Some(2) {
        announce("pySHACL is not set up (make oracles): nothing was compared with it");
        return;
    }
    let disagreements: Vec<_> = (0..CASES)
        .filter_map(|case| disagreement(folder.path(), case).err())
        .collect();
    announce(&format!("{CASES} random cases compared with pySHACL"));
    assert!(
        disagreements.is_empty(),
        "{} disagreements, such as\n{}",
        disagreements.len(),
        disagreements[..disagreements.len().min(8)].join("\n")
    );
}

fn disagreement(folder: &Path, case: u64) -> Result<(), String> {
    let file = |kind: &str| folder.join(format!("{case:04}.{kind}"));
    let (shapes_file, data_file) = (file("shapes.ttl"), file("data.ttl"));
    let theirs = fs::read_to_string(file("report.nt"));
    let Ok(theirs) = theirs else {
        return Ok(());
    };
    let shapes = Shapes::read(&[&shapes_file]).unwrap();
    let mut builder = GraphBuilder::default();
    read_file(&mut builder, &data_file, None).unwrap();
    let mut graph = builder.finish();
    let origins = Origins::default();
    let report = shapes.validate(&mut graph, &origins);
    let ours: Graph = report.triples().collect();
    let our_root = Term::from(BlankNode::new_unchecked("report"));
    let theirs: Graph = NTriplesParser::new()
        .for_slice(&theirs)
        .map(Result::unwrap)
        .collect();
    let class = NamedNodeRef::new_unchecked("http://www.w3.org/ns/shacl#ValidationReport");
    let mut roots = theirs.subjects_for_predicate_object(rdf::TYPE, class);
    let their_root = Term::from(roots.next().unwrap().into_owned());
    let (theirs, ours) = (anonymous(&theirs), anonymous(&ours));
    let same = compare(&once(&theirs), &their_root, &once(&ours), &our_root);
    same.map_err(|difference| {
        let read = |path: &Path| fs::read_to_string(path).unwrap();
        format!(
            "case {case}\n{}{}{difference}",
            read(&shapes_file),
            read(&data_file)
        )
    })
}

/// The two parse the shapes each by itself, so shapes without a name are compared as such only;
/// messages are each one's own.
fn anonymous(graph: &Graph) -> Graph {
    let is = |triple: &oxrdf::Triple, property: &str| {
        triple.predicate.as_str().strip_prefix(SH) == Some(property)
    };
    let triples = graph.iter().map(oxrdf::TripleRef::into_owned);
    let triples = triples.filter(|triple| !is(triple, "resultMessage"));
    let triples = triples.map(|mut triple| {
        // One lets results share the nodes of a path, the other does not.
        if is(&triple, "resultPath") {
            triple.object = oxrdf::Literal::from(structure(graph, &triple.object)).into();
        }
        if is(&triple, "sourceShape") && triple.object.is_blank_node() {
            triple.object = oxrdf::Literal::from("a shape without a name").into();
        }
        triple
    });
    triples.collect()
}

/// The report with each result of `sh:lessThan` once.
///
/// For each pair of a value and a value of the other property that are in the wrong order
/// [SHACL](https://www.w3.org/TR/shacl/#LessThanConstraintComponent) has a result with the first as
/// its value; pySHACL has one for each value.
fn once(graph: &Graph) -> Graph {
    let mut seen = BTreeSet::new();
    let mut left_out = BTreeSet::new();
    let component = format!("{SH}sourceConstraintComponent");
    for triple in graph {
        let of_order = triple.object.to_string().contains("#LessThan");
        if triple.predicate.as_str() == component && of_order {
            let said = graph.triples_for_subject(triple.subject);
            let mut said: Vec<_> = said
                .map(|t| format!("{} {}", t.predicate, t.object))
                .collect();
            said.sort();
            if !seen.insert(said) {
                left_out.insert(triple.subject.to_string());
            }
        }
    }
    let kept = graph.iter().filter(|triple| {
        let is_left_out = |node: String| left_out.contains(&node);
        !is_left_out(triple.subject.to_string()) && !is_left_out(triple.object.to_string())
    });
    kept.map(oxrdf::TripleRef::into_owned).collect()
}

/// A path as text.
fn structure(graph: &Graph, node: &Term) -> String {
    let Term::BlankNode(blank) = node else {
        return node.to_string();
    };
    let parts = graph.triples_for_subject(blank.as_ref()).map(|triple| {
        let inner = structure(graph, &triple.object.into_owned());
        format!("{} {inner}", triple.predicate)
    });
    let mut parts: Vec<_> = parts.collect();
    parts.sort();
    format!("[ {} ]", parts.join(" ; "))
}

#[test]
fn the_cases_are_turtle() {
    for case in 0..CASES {
        let mut dice = Dice(case);
        for text in [shapes(&mut dice), data(&mut dice)] {
            for triple in TurtleParser::new().for_slice(&text) {
                triple.unwrap();
            }
        }
    }
}
