//! Random shapes and random data, from the number of a case.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::unwrap_used,
    reason = "each test file is a crate of its own and uses a part of this one; it fails by panicking"
)]

use std::fmt::Write as _;

/// A small generator of numbers, so that the cases never change with a library.
pub struct Dice(pub u64);

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
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

const NODES: &[&str] = &[":a", ":b", ":c", ":d", ":e", "_:f", "_:g"];
const NAMED: &[&str] = &[":a", ":b", ":c", ":d", ":e"];
const PROPERTIES: &[&str] = &[":p", ":q", ":r"];
const CLASSES: &[&str] = &[":C", ":D", ":E"];
const SEVERITIES: &[&str] = &["sh:Violation", "sh:Warning", "sh:Info", ":Grave"];

/// What ranges are compared with are numbers: of booleans, dates and texts pySHACL finds some less
/// than numbers, with which SPARQL has no operator to compare them, so that `sh:maxExclusive` is
/// [not met](https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent). Those are in the cases
/// of `tests/edge_cases`, each with what the specification says. Numbers in other than their shortest
/// form are written in quotes, because rdflib makes numbers of those that are not.
const LITERALS: &[&str] = &[
    "1",
    "2",
    "7",
    "10",
    "-3",
    "\"01\"^^xsd:integer",
    "1.5",
    "2.50",
    "123456789012345678901234567890",
    "\"1.0e1\"^^xsd:double",
    "\"a\"",
    "\"ab\"",
    "\"AB\"",
    "\"Tŷ\"",
    "\"a b\"",
    "\"\"",
    "\"a\"@en",
    "\"b\"@en",
    "\"c\"@cy",
    "\"d\"@en-GB",
    "\"e\"@EN-gb",
    "\"x\"^^:own",
];

const NUMBERS: &[&str] = &[
    "2",
    "1.5",
    "7",
    "-1",
    "2.5",
    "\"1.0e1\"^^xsd:double",
    "99999999999999999999",
];

fn value<'a>(dice: &mut Dice) -> &'a str {
    if dice.roll(2) == 0 {
        dice.pick(NODES)
    } else {
        dice.pick(LITERALS)
    }
}

/// A value that can stand in the shapes, where blank nodes are others than those of the data.
fn constant<'a>(dice: &mut Dice) -> &'a str {
    if dice.roll(2) == 0 {
        dice.pick(NAMED)
    } else {
        dice.pick(LITERALS)
    }
}

/// A graph of a few nodes.
pub fn data(dice: &mut Dice) -> String {
    let mut text = PREFIXES.to_owned();
    text.push_str(":D rdfs:subClassOf :C .\n:E rdfs:subClassOf :D .\n");
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
    let within = |dice: &mut Dice| path(dice, depth - 1);
    match dice.roll(12) {
        0 => format!("[ sh:inversePath {} ]", within(dice)),
        1 => format!("( {} {} )", within(dice), within(dice)),
        2 => format!("( {} {simple} {} )", within(dice), within(dice)),
        3 => format!("[ sh:alternativePath ( {} {simple} ) ]", within(dice)),
        4 => format!("[ sh:zeroOrMorePath {} ]", within(dice)),
        5 => format!("[ sh:oneOrMorePath {} ]", within(dice)),
        6 => format!("[ sh:zeroOrOnePath {} ]", within(dice)),
        _ => simple,
    }
}

/// A constraint on values, which may stand at any shape.
fn constraint(dice: &mut Dice, depth: u64) -> String {
    match dice.roll(if depth == 0 { 16 } else { 24 }) {
        0 => format!("sh:class {}", dice.pick(CLASSES)),
        1 => format!("sh:datatype {}", dice.pick(DATATYPES)),
        2 => format!("sh:nodeKind sh:{}", dice.pick(KINDS)),
        3 => format!("sh:{} {}", dice.pick(RANGES), dice.pick(NUMBERS)),
        4 => format!("sh:minLength {}", dice.roll(4)),
        5 => format!("sh:maxLength {}", dice.roll(20)),
        6 => format!(
            "sh:minLength {} ; sh:maxLength {}",
            dice.roll(3),
            dice.roll(4)
        ),
        7 => format!("sh:pattern \"{}\"", dice.pick(PATTERNS)),
        8 => format!("sh:pattern \"{}\" ; sh:flags \"i\"", dice.pick(PATTERNS)),
        9 => format!("sh:languageIn ( {} )", dice.pick(LANGUAGES)),
        10 => format!(
            "sh:in ( {} {} {} )",
            constant(dice),
            constant(dice),
            constant(dice)
        ),
        11 => "sh:in ( )".to_owned(),
        12 => format!("sh:hasValue {}", constant(dice)),
        13 => format!("sh:equals {}", dice.pick(PROPERTIES)),
        14 => format!("sh:disjoint {}", dice.pick(PROPERTIES)),
        15 => query(dice),
        other => compound(dice, other, depth - 1),
    }
}

/// A constraint made of shapes.
fn compound(dice: &mut Dice, kind: u64, depth: u64) -> String {
    let within = |dice: &mut Dice| match dice.roll(3) {
        0 => property(dice, depth),
        _ => format!("[ {} ]", constraint(dice, depth)),
    };
    match kind {
        16 => format!("sh:not {}", within(dice)),
        17 => format!("sh:and ( {} {} )", within(dice), within(dice)),
        18 | 19 => format!("sh:or ( {} {} )", within(dice), within(dice)),
        20 => format!(
            "sh:xone ( {} {} {} )",
            within(dice),
            within(dice),
            within(dice)
        ),
        21 => format!(
            "sh:property {} , {}",
            property(dice, depth),
            property(dice, depth)
        ),
        // Only a node shape may stand there.
        _ => format!("sh:node [ {} ]", constraint(dice, depth)),
    }
}

const DATATYPES: &[&str] = &[
    "xsd:integer",
    "xsd:decimal",
    "xsd:double",
    "xsd:string",
    "xsd:date",
    "rdf:langString",
    ":own",
];
const KINDS: &[&str] = &[
    "IRI",
    "Literal",
    "BlankNode",
    "IRIOrLiteral",
    "BlankNodeOrIRI",
    "BlankNodeOrLiteral",
];
const RANGES: &[&str] = &[
    "minInclusive",
    "minExclusive",
    "maxInclusive",
    "maxExclusive",
];
const PATTERNS: &[&str] = &[
    "^a", "b$", "^[0-9]+$", "ŷ", "^.{2}$", "^(a|b)+$", "\\\\s", "example",
];
const LANGUAGES: &[&str] = &["\"en\"", "\"cy\" \"fr\"", "\"en-GB\"", "\"EN\" \"cy\""];

/// A constraint that is a query: it runs for each focus node.
fn query(dice: &mut Dice) -> String {
    let own = dice.pick(PROPERTIES).replace(':', "http://example.com/");
    let other = dice.pick(PROPERTIES).replace(':', "http://example.com/");
    let text = match dice.roll(6) {
        0 => format!(
            "SELECT $this ?value WHERE {{ $this <{own}> ?value . FILTER isLiteral(?value) }}"
        ),
        1 => format!("SELECT $this WHERE {{ FILTER NOT EXISTS {{ $this <{own}> ?any }} }}"),
        2 => format!(
            "SELECT $this ?value WHERE {{ $this <{own}> ?value . FILTER EXISTS {{ $this <{other}> ?value }} }}"
        ),
        3 => format!(
            "SELECT $this ?value WHERE {{ {{ $this <{own}> ?value }} UNION {{ ?value <{other}> $this }} }}"
        ),
        4 => format!(
            "SELECT DISTINCT $this WHERE {{ $this <{own}> ?one ; <{other}> ?two . FILTER (?one != ?two && isIRI(?one) && isIRI(?two)) }}"
        ),
        _ => format!(
            "SELECT $this WHERE {{ $this <{own}> ?any . OPTIONAL {{ $this <{other}> ?two }} FILTER (!bound(?two)) }}"
        ),
    };
    format!("sh:sparql [ sh:message \"query\" ; sh:select \"{text}\" ]")
}

fn property(dice: &mut Dice, depth: u64) -> String {
    let mut parts = vec![format!("sh:path {}", path(dice, 2))];
    match dice.roll(10) {
        0 => parts.push(format!("sh:minCount {}", dice.roll(3))),
        1 => parts.push(format!("sh:maxCount {}", dice.roll(3))),
        2 => parts.push("sh:uniqueLang true".to_owned()),
        3 => {
            let order = dice.pick(&["", "OrEquals"]);
            return format!("[ sh:path :m ; sh:lessThan{order} :n ]");
        }
        4 if depth > 0 => parts.push(format!("sh:property {}", property(dice, depth - 1))),
        5 => parts.push(qualified(dice)),
        6 => parts.push("sh:deactivated true ; sh:minCount 3".to_owned()),
        7 => {
            parts.push(format!("sh:severity {}", dice.pick(SEVERITIES)));
            parts.push(constraint(dice, depth));
        }
        _ => parts.push(constraint(dice, depth)),
    }
    format!("[ {} ]", parts.join(" ; "))
}

fn qualified(dice: &mut Dice) -> String {
    let (inner, count) = (constraint(dice, 0), dice.roll(3));
    let limit = dice.pick(&["Min", "Max"]);
    format!("sh:qualifiedValueShape [ {inner} ] ; sh:qualified{limit}Count {count}")
}

/// Two properties of one shape whose values must be apart.
fn disjoint_siblings(dice: &mut Dice) -> String {
    let one = |dice: &mut Dice| {
        let (path, inner, count) = (dice.pick(PROPERTIES), constraint(dice, 0), dice.roll(2));
        format!(
            "[ sh:path {path} ; sh:qualifiedValueShape [ {inner} ] ; \
             sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount {count} ]"
        )
    };
    format!("sh:property {} , {}", one(dice), one(dice))
}

/// A graph of some shapes.
pub fn shapes(dice: &mut Dice) -> String {
    let mut text = PREFIXES.to_owned();
    for shape in 0..=dice.roll(2) {
        let target = match dice.roll(6) {
            0 => format!(
                "sh:targetNode {} , {}",
                dice.pick(NAMED),
                dice.pick(LITERALS)
            ),
            1 => format!("sh:targetSubjectsOf {}", dice.pick(PROPERTIES)),
            2 => format!("sh:targetObjectsOf {}", dice.pick(PROPERTIES)),
            3 => format!("sh:targetClass {} ; sh:targetNode :a", dice.pick(CLASSES)),
            _ => format!("sh:targetClass {}", dice.pick(CLASSES)),
        };
        let body = match dice.roll(7) {
            0 | 1 => constraint(dice, 2),
            2 => format!(
                "sh:closed true ; sh:ignoredProperties ( rdf:type {} ) ; sh:property [ sh:path {} ]",
                dice.pick(PROPERTIES),
                dice.pick(PROPERTIES)
            ),
            3 => disjoint_siblings(dice),
            _ => format!("sh:property {}", property(dice, 2)),
        };
        writeln!(text, ":shape{shape} a sh:NodeShape ; {target} ; {body} .").unwrap();
    }
    text
}
