//! The conformance suite of W3C, run over its manifests, with report graphs compared.
//!
//! The suite lies in the shared folder named by `ASSIZE_SHARED`; where there is none, this says so
//! and passes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/shacl.rs"]
mod shacl;

use std::path::{Path, PathBuf};

use assize::graph::{GraphBuilder, Origins, TermGraph, TermId, Triple, read_file};
use assize::validate::Shapes;
use oxrdf::{BlankNode, Graph, NamedNodeRef};
use shacl::{announce, compare};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

#[test]
fn every_test_of_the_suite_passes_with_its_whole_report() {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let shared = std::path::absolute(shared).unwrap();
    let manifest = shared.join("w3c/shacl/tests/manifest.ttl");
    if !manifest.exists() {
        announce("there is no w3c/shacl in the shared folder: the suite was not run");
        return;
    }
    let mut failed = Vec::new();
    let mut count = 0;
    run_manifest(&manifest, &mut |name, outcome| {
        count += 1;
        if let Err(why) = outcome {
            failed.push(format!("{name}: {why}"));
        }
    });
    announce(&format!(
        "{} of {count} tests of the SHACL suite pass",
        count - failed.len()
    ));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(count > 0);
}

fn run_manifest(path: &Path, done: &mut dyn FnMut(&str, Result<(), String>)) {
    let manifest = Manifest::read(path);
    for include in manifest.objects_of(&format!("{MF}include")) {
        run_manifest(&manifest.path(include), done);
    }
    for list in manifest.objects_of(&format!("{MF}entries")) {
        for entry in manifest.list(list) {
            let name = manifest.graph.terms().text(entry).to_owned();
            done(&name, manifest.run(entry));
        }
    }
}

struct Manifest {
    graph: TermGraph,
}

impl Manifest {
    fn read(path: &Path) -> Self {
        let mut builder = GraphBuilder::default();
        read_file(&mut builder, path, None).unwrap();
        Self {
            graph: builder.finish(),
        }
    }

    fn id(&self, iri: &str) -> Option<TermId> {
        self.graph.terms().get(NamedNodeRef::new_unchecked(iri))
    }

    fn objects_of(&self, predicate: &str) -> Vec<TermId> {
        let predicate = self.id(predicate);
        predicate.map_or_else(Vec::new, |p| self.graph.objects_of(p).to_vec())
    }

    fn object(&self, subject: TermId, predicate: &str) -> Option<TermId> {
        self.graph.object(subject, self.id(predicate)?)
    }

    fn list(&self, list: TermId) -> Vec<TermId> {
        let mut members = Vec::new();
        let mut node = list;
        while let Some(first) = self.object(node, &format!("{RDF}first")) {
            members.push(first);
            let Some(rest) = self.object(node, &format!("{RDF}rest")) else {
                break;
            };
            node = rest;
        }
        members
    }

    fn path(&self, file: TermId) -> PathBuf {
        let url = self.graph.terms().text(file);
        PathBuf::from(url.strip_prefix("file://").unwrap_or(url))
    }

    fn run(&self, test: TermId) -> Result<(), String> {
        let find = |subject, predicate: String| {
            let found = self.object(subject, &predicate);
            found.ok_or_else(|| format!("the manifest lacks {predicate}"))
        };
        let action = find(test, format!("{MF}action"))?;
        let data = self.path(find(action, format!("{SHT}dataGraph"))?);
        let shapes = self.path(find(action, format!("{SHT}shapesGraph"))?);
        let result = find(test, format!("{MF}result"))?;
        let must_fail = self.graph.terms().text(result) == format!("{SHT}Failure");

        let shapes = match Shapes::read(&[shapes]) {
            Ok(shapes) => shapes,
            Err(_) if must_fail => return Ok(()),
            Err(findings) => {
                let all = findings.iter().map(|f| f.message.clone());
                return Err(format!(
                    "the shapes are refused: {}",
                    all.collect::<Vec<_>>().join(" ")
                ));
            }
        };
        let mut builder = GraphBuilder::default();
        read_file(&mut builder, &data, None).map_err(|error| error.to_string())?;
        let mut graph = builder.finish();
        let origins = Origins::default();
        let report = shapes.validate(&mut graph, &origins);
        if must_fail {
            return Err("the shapes should have been refused".to_owned());
        }
        if report.failures().has_errors() {
            return Err("a query failed".to_owned());
        }
        let expected: Graph = self.triples().collect();
        let root = self.graph.terms().term(result).into_owned();
        let actual: Graph = report.triples().collect();
        let report_node = BlankNode::new_unchecked("report").into();
        compare(&expected, &root, &actual, &report_node)
    }

    fn triples(&self) -> impl Iterator<Item = oxrdf::Triple> + '_ {
        let terms = self.graph.terms();
        self.graph.iter().map(
            |Triple {
                 subject,
                 predicate,
                 object,
             }| {
                let subject = terms.subject(subject).unwrap().into_owned();
                let predicate = terms.iri(predicate).unwrap().into_owned();
                oxrdf::Triple::new(subject, predicate, terms.term(object).into_owned())
            },
        )
    }
}
