//! The forms of a report, for data that came from a CSV file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use assize::diagnostic::human::Colour;
use assize::diagnostic::{Field, SourceName, sarif};
use assize::graph::{GraphBuilder, Origins, TermGraph, TripleSink, read_text};
use assize::validate::{Report, Shapes, report};
use oxrdf::NamedNodeRef;
use oxrdfio::RdfFormat;

const SHAPES: &str = r#"@prefix : <http://example.com/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Row sh:targetClass :Court ;
    sh:property [
        sh:path :region ;
        sh:minCount 1 ; sh:maxCount 1
    ] , [
        sh:path :opened ; sh:name "opening date"@en ;
        sh:datatype xsd:date
    ] , [
        sh:path :size ; sh:severity sh:Warning ;
        sh:maxInclusive 40 ;
        sh:message "More court rooms than any court has."@en , "Gormod o ystafelloedd llys."@cy
    ] .
"#;

const DATA: &str = r#"
<http://example.com/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.com/Court> .
<http://example.com/1> <http://example.com/region> <http://example.com/north> .
<http://example.com/1> <http://example.com/region> <http://example.com/south> .
<http://example.com/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.com/Court> .
<http://example.com/2> <http://example.com/opened> "1 May 1907" .
<http://example.com/2> <http://example.com/size> "99"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.com/3> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.com/Court> .
<http://example.com/3> <http://example.com/opened> "1 May 1907" .
<http://example.com/3> <http://example.com/region> <http://example.com/north> .
"#;

/// Rows 2 to 4 of a CSV file with the columns court, region, opened, size.
fn graph() -> (TermGraph, Origins) {
    let mut builder = GraphBuilder::default();
    let name = SourceName::new("courts.nt");
    read_text(&mut builder, &name, DATA, RdfFormat::NTriples, None).unwrap();
    let mut origins = Origins::default();
    origins.file("courts.csv");
    let mut id = |name: &str| {
        let iri = format!("http://example.com/{name}");
        builder.terms().intern(NamedNodeRef::new_unchecked(&iri))
    };
    for (line, name) in (2..).zip(["1", "2", "3"]) {
        origins.row(id(name), line);
    }
    for (number, name) in (2..).zip(["region", "opened", "size"]) {
        let heading = Some(name.to_uppercase());
        origins.column(id(name), Field { number, heading });
    }
    (builder.finish(), origins)
}

fn written(language: &str, write: impl Fn(&mut Vec<u8>, &Report<'_>)) -> String {
    let shapes = Shapes::parse("courts.ttl", SHAPES, RdfFormat::Turtle).unwrap();
    let (mut graph, origins) = graph();
    let report = shapes.validate(&mut graph, &origins).in_language(language);
    let mut out = Vec::new();
    write(&mut out, &report);
    String::from_utf8(out).unwrap()
}

#[test]
fn for_people_it_names_the_cell_and_the_line_of_the_shape() {
    let text = written("en", |out, report| {
        report::human::write(out, report, Colour::Never).unwrap();
    });
    insta::assert_snapshot!(text);
}

#[test]
fn in_welsh_it_says_what_the_shapes_say_in_welsh() {
    let text = written("cy", |out, report| report::csv::write(out, report).unwrap());
    assert!(text.contains("Gormod o ystafelloedd llys."), "{text}");
}

#[test]
fn as_a_graph_it_is_what_shacl_prescribes() {
    let text = written("en", |out, report| {
        report::turtle::write(out, report).unwrap();
    });
    insta::assert_snapshot!(text);
}

#[test]
fn as_n_triples_it_is_the_same_graph() {
    let lines = written("en", |out, report| {
        report::ntriples::write(out, report).unwrap();
    });
    let turtle = written("en", |out, report| {
        report::turtle::write(out, report).unwrap();
    });
    let parse = |text: &str| {
        let parser = oxttl::TurtleParser::new().for_slice(text);
        parser.collect::<Result<oxrdf::Graph, _>>().unwrap()
    };
    assert_eq!(parse(&lines), parse(&turtle));
}

#[test]
fn as_json_each_result_is_a_line() {
    let text = written("en", |out, report| {
        report::json::write(out, report).unwrap();
    });
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn as_sarif_it_annotates_the_csv() {
    let text = written("en", |out, report| {
        sarif::write(out, &report.findings()).unwrap();
    });
    insta::assert_snapshot!(text);
}

#[test]
fn as_csv_it_is_a_table() {
    let text = written("en", |out, report| report::csv::write(out, report).unwrap());
    insta::assert_snapshot!(text);
}

#[test]
fn a_hundred_thousand_violations_fit_on_a_screen() {
    let shapes = Shapes::parse("courts.ttl", SHAPES, RdfFormat::Turtle).unwrap();
    let mut builder = GraphBuilder::default();
    let mut rows = String::new();
    for row in 0..100_000 {
        writeln!(
            rows,
            "<http://example.com/{row}> a <http://example.com/Court> ; \
             <http://example.com/opened> \"day {row}\" ; \
             <http://example.com/region> <http://example.com/north> ."
        )
        .unwrap();
    }
    let name = SourceName::new("courts.ttl");
    read_text(&mut builder, &name, &rows, RdfFormat::Turtle, None).unwrap();
    let mut graph = builder.finish();
    let origins = Origins::default();
    let report = shapes.validate(&mut graph, &origins);
    assert_eq!(report.len(), 100_000);
    let findings = report.findings();
    assert!(findings.iter().count() <= 21);
    let counted: u64 = findings.iter().map(|finding| finding.count).sum();
    assert_eq!(counted, 100_000);
}
