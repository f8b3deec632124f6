//! Random shapes over random graphs: our report against pySHACL's.
//!
//! pySHACL is set up by `make oracles`; where it is not, this says so and passes. The cases come
//! from a fixed seed, so a disagreement can be looked at again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/shacl.rs"]
mod shacl;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::Shapes;
use oxrdf::vocab::rdf;
use oxrdf::{BlankNode, Graph, NamedNodeRef, Term};
use oxttl::{NTriplesParser, TurtleParser};
use shacl::{announce, compare};

const CASES: u64 = 400;
const SH: &str = "http://www.w3.org/ns/shacl#";

/// A small generator of numbers, so that the cases never change with a library.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // Steele, Lea and Flood's SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let sides = u64::try_from(from.len()).unwrap();
        from[usize::try_from(self.roll(sides)).unwrap()]
    }
}

const PREFIXES: &str = "@prefix : <http://example.com/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

const NODES: &[&str] = &[":a", ":b", ":c", ":d", ":e"];
const PROPERTIES: &[&str] = &[":p", ":q", ":r"];
const CLASSES: &[&str] = &[":C", ":D", ":E"];
/// Without booleans and dates: pySHACL finds some of them less than numbers, with which SPARQL has no
/// operator to compare them, so that `sh:maxExclusive` is
/// [not met](https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent).
const LITERALS: &[&str] = &[
    "1",
    "2",
    "7",
    "10",
    "1.5",
    "\"a\"",
    "\"ab\"",
    "\"Tŷ\"",
    "\"a\"@en",
    "\"b\"@en",
    "\"c\"@cy",
    "\"d\"@en-GB",
];

fn value<'a>(dice: &mut Dice) -> &'a str {
    if dice.roll(2) == 0 {
        dice.pick(NODES)
    } else {
        dice.pick(LITERALS)
    }
}

fn data(dice: &mut Dice) -> String {
    let mut text = PREFIXES.to_owned();
    text.push_str(":D rdfs:subClassOf :C .\n");
    for node in NODES {
        if dice.roll(3) > 0 {
            writeln!(text, "{node} a {} .", dice.pick(CLASSES)).unwrap();
        }
        // For what is compared: pySHACL passes over some pairs that have no order.
        for property in [":m", ":n"] {
            for _ in 0..dice.roll(3) {
                writeln!(text, "{node} {property} {} .", dice.roll(9)).unwrap();
            }
        }
        for _ in 0..dice.roll(6) {
            writeln!(text, "{node} {} {} .", dice.pick(PROPERTIES), value(dice)).unwrap();
        }
    }
    text
}

fn path(dice: &mut Dice, depth: u64) -> String {
    let simple = dice.pick(PROPERTIES).to_owned();
    if depth == 0 {
        return simple;
    }
    match dice.roll(10) {
        0 => format!("[ sh:inversePath {simple} ]"),
        1 => format!("( {} {} )", path(dice, depth - 1), path(dice, depth - 1)),
        2 => format!(
            "[ sh:alternativePath ( {} {} ) ]",
            path(dice, depth - 1),
            simple
        ),
        3 => format!("[ sh:zeroOrMorePath {simple} ]"),
        4 => format!("[ sh:oneOrMorePath {simple} ]"),
        5 => format!("[ sh:zeroOrOnePath {simple} ]"),
        _ => simple,
    }
}

/// A constraint on values, which may stand at any shape.
fn constraint(dice: &mut Dice, depth: u64) -> String {
    let within = |dice: &mut Dice| format!("[ {} ]", constraint(dice, depth.saturating_sub(1)));
    match dice.roll(if depth == 0 { 13 } else { 18 }) {
        0 => format!("sh:class {}", dice.pick(CLASSES)),
        1 => format!(
            "sh:datatype {}",
            dice.pick(&["xsd:integer", "xsd:string", "xsd:date"])
        ),
        2 => format!(
            "sh:nodeKind {}",
            dice.pick(&["sh:IRI", "sh:Literal", "sh:IRIOrLiteral"])
        ),
        3 => format!("sh:minInclusive {}", dice.pick(&["2", "1.5", "7"])),
        4 => format!("sh:maxExclusive {}", dice.pick(&["2", "7", "10"])),
        5 => format!("sh:minLength {}", dice.roll(3)),
        6 => format!("sh:maxLength {}", dice.roll(20)),
        7 => format!(
            "sh:pattern \"{}\"",
            dice.pick(&["^a", "b$", "^[0-9]+$", "ŷ"])
        ),
        8 => format!(
            "sh:languageIn ( {} )",
            dice.pick(&["\"en\"", "\"cy\" \"fr\""])
        ),
        9 => format!("sh:in ( {} {} {} )", value(dice), value(dice), value(dice)),
        10 => format!("sh:hasValue {}", value(dice)),
        11 => format!("sh:equals {}", dice.pick(PROPERTIES)),
        12 => format!("sh:disjoint {}", dice.pick(PROPERTIES)),
        13 => format!("sh:not {}", within(dice)),
        14 => format!("sh:and ( {} {} )", within(dice), within(dice)),
        15 => format!("sh:or ( {} {} )", within(dice), within(dice)),
        16 => format!("sh:xone ( {} {} )", within(dice), within(dice)),
        _ => format!("sh:node {}", within(dice)),
    }
}

fn property(dice: &mut Dice, depth: u64) -> String {
    let mut parts = vec![format!("sh:path {}", path(dice, 2))];
    match dice.roll(7) {
        0 => parts.push(format!("sh:minCount {}", dice.roll(3))),
        1 => parts.push(format!("sh:maxCount {}", dice.roll(3))),
        2 => parts.push("sh:uniqueLang true".to_owned()),
        3 => {
            return format!(
                "[ sh:path :m ; sh:lessThan{} :n ]",
                dice.pick(&["", "OrEquals"])
            );
        }
        4 if depth > 0 => parts.push(format!("sh:property {}", property(dice, depth - 1))),
        5 => parts.push(format!(
            "sh:qualifiedValueShape [ {} ] ; sh:qualifiedM{}Count {}",
            constraint(dice, 0),
            dice.pick(&["in", "ax"]),
            dice.roll(3)
        )),
        _ => parts.push(constraint(dice, depth)),
    }
    format!("[ {} ]", parts.join(" ; "))
}

fn shapes(dice: &mut Dice) -> String {
    let mut text = PREFIXES.to_owned();
    for shape in 0..=dice.roll(2) {
        let target = match dice.roll(4) {
            0 => format!("sh:targetNode {}", dice.pick(NODES)),
            1 => format!("sh:targetSubjectsOf {}", dice.pick(PROPERTIES)),
            2 => format!("sh:targetObjectsOf {}", dice.pick(PROPERTIES)),
            _ => format!("sh:targetClass {}", dice.pick(CLASSES)),
        };
        let body = match dice.roll(5) {
            0 => constraint(dice, 2),
            1 => format!(
                "sh:closed true ; sh:property [ sh:path {} ]",
                dice.pick(PROPERTIES)
            ),
            _ => format!("sh:property {}", property(dice, 2)),
        };
        writeln!(text, ":shape{shape} a sh:NodeShape ; {target} ; {body} .").unwrap();
    }
    text
}

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
