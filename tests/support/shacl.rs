//! Report graphs of SHACL processors, and whether they say the same.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    reason = "each test file is a crate of its own and uses a part of this one"
)]

use std::collections::BTreeSet;

use oxrdf::graph::CanonicalizationAlgorithm;
use oxrdf::{BlankNode, Graph, NamedNodeRef, NamedOrBlankNode, Term};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// What of a result is compared.
const COMPARED: [&str; 8] = [
    "focusNode",
    "resultPath",
    "resultSeverity",
    "sourceConstraint",
    "sourceConstraintComponent",
    "sourceShape",
    "value",
    "resultMessage",
];

/// Says what was done or left out.
#[expect(
    clippy::print_stderr,
    reason = "a suite that was left out must be seen in the log"
)]
pub fn announce(text: &str) {
    eprintln!("{text}");
}

/// Whether two report graphs say the same, of which `root` and `report` are the reports.
pub fn compare(expected: &Graph, root: &Term, actual: &Graph, report: &Term) -> Result<(), String> {
    let wanted_messages: BTreeSet<_> = objects(expected, None, "resultMessage")
        .into_iter()
        .map(|message| message.to_string())
        .collect();
    let expected = results(expected, root, &wanted_messages);
    let actual = results(actual, report, &wanted_messages);
    if canonical(&expected) == canonical(&actual) {
        return Ok(());
    }
    Err(format!(
        "the reports differ\n-- expected\n{expected}-- actual\n{actual}"
    ))
}

fn canonical(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

fn objects(graph: &Graph, subject: Option<&Term>, property: &str) -> Vec<Term> {
    let predicate = format!("{SH}{property}");
    let predicate = NamedNodeRef::new_unchecked(&predicate);
    let triples = graph.iter().filter(|triple| triple.predicate == predicate);
    let triples = triples.filter(|triple| {
        subject.is_none_or(|subject| Term::from(triple.subject.into_owned()) == *subject)
    });
    triples.map(|triple| triple.object.into_owned()).collect()
}

/// The part of a report graph that is compared.
fn results(graph: &Graph, report: &Term, messages: &BTreeSet<String>) -> Graph {
    let mut kept = Graph::new();
    let root = BlankNode::new_unchecked("root");
    for conforms in objects(graph, Some(report), "conforms") {
        let value =
            matches!(&conforms, Term::Literal(l) if l.value() == "true" || l.value() == "1");
        let predicate = NamedNodeRef::new_unchecked("urn:conforms");
        kept.insert(&oxrdf::Triple::new(
            root.clone(),
            predicate,
            oxrdf::Literal::from(value),
        ));
    }
    for result in objects(graph, Some(report), "result") {
        let Term::BlankNode(node) = &result else {
            continue;
        };
        let predicate = NamedNodeRef::new_unchecked("urn:result");
        kept.insert(&oxrdf::Triple::new(root.clone(), predicate, node.clone()));
        for property in COMPARED {
            for object in objects(graph, Some(&result), property) {
                if property == "resultMessage" && !messages.contains(&object.to_string()) {
                    continue;
                }
                let predicate = format!("{SH}{property}");
                let predicate = NamedNodeRef::new_unchecked(&predicate);
                kept.insert(&oxrdf::Triple::new(node.clone(), predicate, object.clone()));
                if property == "resultPath" {
                    keep_structure(graph, &object, &mut kept);
                }
            }
        }
    }
    kept
}

fn keep_structure(graph: &Graph, node: &Term, kept: &mut Graph) {
    let Term::BlankNode(blank) = node else {
        return;
    };
    let subject = NamedOrBlankNode::from(blank.clone());
    for triple in graph.triples_for_subject(&subject) {
        if kept.insert(triple) {
            keep_structure(graph, &triple.object.into_owned(), kept);
        }
    }
}
