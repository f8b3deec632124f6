//! Random shapes over random graphs: our report against those of other processors.
//!
//! They are set up by `make oracles`; where it is not, this says so and passes. The cases come
//! from a fixed seed, so a disagreement can be looked at again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/random_shapes.rs"]
mod random_shapes;
#[path = "support/shacl.rs"]
mod shacl;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::{Report, Shapes};
use oxrdf::vocab::rdf;
use oxrdf::{BlankNode, Graph, NamedNodeRef, Term};
use oxttl::{NTriplesParser, TurtleParser};
use random_shapes::{Dice, data, shapes};
use shacl::{announce, compare};
use tempfile::TempDir;

/// Each takes pySHACL some hundredths of a second.
const CASES: u64 = 3_000;
const SH: &str = "http://www.w3.org/ns/shacl#";

/// The cases in a folder of their own, and the script of a processor that reads them.
struct Cases {
    folder: TempDir,
}

impl Cases {
    fn write() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for case in 0..CASES {
            let mut dice = Dice(case);
            let path = |kind: &str| folder.path().join(format!("{case:04}.{kind}.ttl"));
            fs::write(path("shapes"), shapes(&mut dice)).unwrap();
            fs::write(path("data"), data(&mut dice)).unwrap();
        }
        Self { folder }
    }

    fn file(&self, case: u64, kind: &str) -> PathBuf {
        self.folder.path().join(format!("{case:04}.{kind}"))
    }
}

/// Whether `make oracles` runs this; if not, that is told.
fn is_set_up() -> bool {
    let is_set_up = std::env::var_os("ASSIZE_ORACLES").is_some();
    if !is_set_up {
        announce("nothing was compared, because no other processors are set up (make oracles)");
    }
    is_set_up
}

fn script(name: &str) -> Command {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
    Command::new(scripts.join(name))
}

fn tell(name: &str, compared: usize, disagreements: &[String]) {
    announce(&format!(
        "{compared} of {CASES} random cases compared with {name}"
    ));
    assert!(
        disagreements.is_empty(),
        "{} disagreements, such as\n{}",
        disagreements.len(),
        disagreements[..disagreements.len().min(8)].join("\n")
    );
}

/// Compares whole reports with a processor that reads a folder.
fn compare_reports(name: &str, is_comparable: fn(&str) -> bool) {
    if !is_set_up() {
        return;
    }
    let cases = Cases::write();
    let mut command = script(&format!("{name}.sh"));
    let ran = command.arg(cases.folder.path()).output().unwrap();
    assert!(ran.status.success(), "{name} ended with {}", ran.status);
    let read = |case: u64, kind: &str| fs::read_to_string(cases.file(case, kind)).unwrap();
    let all = (0..CASES).filter(|case| cases.file(*case, "report.nt").exists());
    let all =
        all.filter(|case| is_comparable(&(read(*case, "shapes.ttl") + &read(*case, "data.ttl"))));
    let outcomes: Vec<_> = all.map(|case| disagreement(&cases, case)).collect();
    let disagreements: Vec<_> = outcomes.iter().filter_map(|o| o.clone().err()).collect();
    tell(name, outcomes.len(), &disagreements);
}

#[test]
fn random_shapes_over_random_graphs_give_the_reports_that_pyshacl_gives() {
    compare_reports("pyshacl", |case| has_lengths(case) && goes_forward(case));
}

/// Whether a case is without the inverse of a sequence, [which](https://www.w3.org/TR/sparql11-query/#defn_evalPP_inverse)
/// takes the sequence's last step back first; pySHACL takes the steps back in their own order.
fn goes_forward(case: &str) -> bool {
    !case.contains("sh:inversePath (")
}

/// Whether a case is without a least length of zero: a blank node has no length, so that it has
/// [a result](https://www.w3.org/TR/shacl/#MinLengthConstraintComponent) even then, and pySHACL and
/// pyshacl-turbo have none.
fn has_lengths(case: &str) -> bool {
    !case.contains("sh:minLength 0")
}

/// Whether a case is without numbers beyond a machine word, which pyshacl-turbo and the crate `shacl`
/// do not compare, though whole numbers have [any size](https://www.w3.org/TR/xmlschema11-2/#integer).
fn has_small_numbers(case: &str) -> bool {
    let large = ["99999999999999999999", "123456789012345678901234567890"];
    !large.iter().any(|number| case.contains(number))
}

#[test]
fn random_shapes_over_random_graphs_give_the_reports_that_pyshacl_turbo_gives() {
    let is_comparable = |case: &str| has_lengths(case) && has_small_numbers(case);
    compare_reports("pyshacl-turbo", is_comparable);
}

/// Whether the crate `shacl` looks at all of a case. It passes over queries, though each of their
/// solutions is [a result](https://www.w3.org/TR/shacl/#sparql-constraints-validation), and over
/// `sh:equals` where the focus node is a literal, though that is a value node which
/// [no property has](https://www.w3.org/TR/shacl/#EqualsConstraintComponent).
fn is_looked_at(case: &str) -> bool {
    !["sh:sparql", "sh:equals"]
        .iter()
        .any(|term| case.contains(term))
        && has_small_numbers(case)
}

/// The crate tells whether the data conform, and no more is compared.
#[test]
fn random_graphs_conform_to_random_shapes_where_the_crate_shacl_says_so() {
    if !is_set_up() {
        return;
    }
    let cases = Cases::write();
    let mut compared = 0;
    let mut disagreements = Vec::new();
    for case in 0..CASES {
        let [shapes, data] = ["shapes.ttl", "data.ttl"].map(|kind| cases.file(case, kind));
        let read = |file: &Path| fs::read_to_string(file).unwrap();
        if !is_looked_at(&(read(&shapes) + &read(&data))) {
            continue;
        }
        let output = script("shacl-crate.sh")
            .arg(&shapes)
            .arg(&data)
            .output()
            .unwrap();
        let Some(theirs @ (0 | 1)) = output.status.code() else {
            continue;
        };
        compared += 1;
        let agrees = report(&shapes, &data, |report| report.conforms() == (theirs == 0));
        if !agrees {
            disagreements.push(told(&cases, case, &format!("theirs ended with {theirs}")));
        }
    }
    tell("the crate shacl", compared, &disagreements);
}

fn report<T>(shapes: &Path, data: &Path, look: impl Fn(&Report<'_>) -> T) -> T {
    let shapes = Shapes::read(&[shapes]).unwrap();
    let mut builder = GraphBuilder::default();
    read_file(&mut builder, data, None).unwrap();
    let mut graph = builder.finish();
    let origins = Origins::default();
    look(&shapes.validate(&mut graph, &origins))
}

fn told(cases: &Cases, case: u64, difference: &str) -> String {
    let read = |kind: &str| fs::read_to_string(cases.file(case, kind)).unwrap();
    let (shapes, data) = (read("shapes.ttl"), read("data.ttl"));
    format!("case {case}\n{shapes}{data}{difference}")
}

fn disagreement(cases: &Cases, case: u64) -> Result<(), String> {
    let theirs = fs::read_to_string(cases.file(case, "report.nt")).unwrap();
    let (shapes, data) = (cases.file(case, "shapes.ttl"), cases.file(case, "data.ttl"));
    let ours: Graph = report(&shapes, &data, |report| report.triples().collect());
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
    same.map_err(|difference| told(cases, case, &difference))
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

/// The report with each result of `sh:lessThan` and of a query once.
///
/// For each pair of a value and a value of the other property that are in the wrong order
/// [SHACL](https://www.w3.org/TR/shacl/#LessThanConstraintComponent) has a result with the first as
/// its value, and for each
/// [solution](https://www.w3.org/TR/shacl/#sparql-constraints-validation) of a query one, be two of
/// them the same; the others have one for each value.
fn once(graph: &Graph) -> Graph {
    let mut seen = BTreeSet::new();
    let mut left_out = BTreeSet::new();
    let component = format!("{SH}sourceConstraintComponent");
    for triple in graph {
        let kind = triple.object.to_string();
        let repeats = kind.contains("#LessThan") || kind.contains("#SPARQLConstraint");
        if triple.predicate.as_str() == component && repeats {
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
