//! How fast data are checked: `cargo bench --bench validate`.
//!
//! One thread, a million observations made in memory, each figure the best of three runs. At
//! 10,000 observations pySHACL and the crate `shacl` run beside it, where `tests/oracles` has set
//! them up (`make oracles`).

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use assize::csvw::{Options, Purpose, TableGroup, convert};
use assize::diagnostic::Findings;
use assize::graph::{GraphBuilder, Origins, TermGraph, TermId, Triple, TripleSink, read_text};
use assize::validate::Shapes;
use assize::validate::cube::{self, Profile};
use oxrdf::{LiteralRef, NamedNodeRef};
use oxrdfio::RdfFormat;

const ROWS: usize = 1_000_000;
const ROWS_BESIDE_OTHERS: usize = 10_000;

/// The structure of the cube that is measured, with its lists.
const STRUCTURE: &str = r"
@prefix : <http://example.com/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:cube a qb:DataSet ; qb:structure :dsd .
:dsd a qb:DataStructureDefinition ;
    qb:component [ qb:dimension :court ] , [ qb:dimension :quarter ] , [ qb:dimension :offence ] ,
        [ qb:measure :cases ] , [ qb:attribute :unit ; qb:componentRequired true ] .
:court a qb:DimensionProperty ; rdfs:range :Court .
:quarter a qb:DimensionProperty ; rdfs:range :Quarter .
:offence a qb:DimensionProperty ; rdfs:range :Offence .
:cases a qb:MeasureProperty ; rdfs:range xsd:integer .
";

const SHAPES: &str = r#"
@prefix : <http://example.com/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Observation sh:targetClass qb:Observation ;
    sh:property [ sh:path qb:dataSet ; sh:minCount 1 ; sh:maxCount 1 ; sh:hasValue :cube ] ,
        [ sh:path :court ; sh:minCount 1 ; sh:maxCount 1 ; sh:class :Court ] ,
        [ sh:path :quarter ; sh:minCount 1 ; sh:maxCount 1 ; sh:class :Quarter ] ,
        [ sh:path :offence ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path :cases ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 ] ,
        [ sh:path :unit ; sh:minCount 1 ; sh:in ( :case :hour ) ] ,
        [ sh:path :status ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path rdfs:label ; sh:maxCount 1 ; sh:pattern "^[A-Z]" ] .
"#;

const METADATA: &str = r#"{
  "@context": "http://www.w3.org/ns/csvw",
  "url": "rows.csv",
  "tableSchema": {
    "aboutUrl": "http://example.com/data/cube/{court}/{quarter}/{offence}",
    "columns": [
      { "name": "court", "titles": "court", "propertyUrl": "http://example.com/court",
        "valueUrl": "http://example.com/id/court/{court}" },
      { "name": "quarter", "titles": "quarter", "propertyUrl": "http://example.com/quarter",
        "valueUrl": "http://example.com/id/quarter/{quarter}" },
      { "name": "offence", "titles": "offence", "propertyUrl": "http://example.com/offence",
        "valueUrl": "http://example.com/id/offence/{offence}" },
      { "name": "cases", "titles": "cases", "propertyUrl": "http://example.com/cases",
        "datatype": "integer" },
      { "name": "type", "virtual": true, "propertyUrl": "rdf:type",
        "valueUrl": "http://purl.org/linked-data/cube#Observation" },
      { "name": "cube", "virtual": true,
        "propertyUrl": "http://purl.org/linked-data/cube#dataSet",
        "valueUrl": "http://example.com/cube" },
      { "name": "unit", "virtual": true, "propertyUrl": "http://example.com/unit",
        "valueUrl": "http://example.com/case" }
    ]
  }
}"#;

const QUERY: &str = r#"
@prefix : <http://example.com/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:Observation sh:targetClass qb:Observation ;
    sh:sparql [ sh:select """
        SELECT $this ?value WHERE {
            $this <http://example.com/cases> ?value . FILTER (?value < 0)
        }""" ] .
"#;

fn main() {
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let runs: [(&str, fn()); 5] = [
        ("core", core),
        ("csv", csv),
        ("cube", integrity),
        ("sparql", sparql),
        ("others", beside_others),
    ];
    for (name, run) in runs {
        if only.as_deref().is_none_or(|only| only == name) {
            run();
        }
    }
}

fn core() {
    let started = Instant::now();
    let builder = triples_of(ROWS);
    tell("terms and triples made", ROWS, started.elapsed(), "rows");
    let started = Instant::now();
    let mut graph = builder.finish();
    tell("rows compressed", ROWS, started.elapsed(), "rows");
    let triples = graph.len();
    println!("  {triples} triples, {} terms", graph.terms().len());
    let shapes = Shapes::parse("shapes.ttl", SHAPES, RdfFormat::Turtle).unwrap();
    let taken = best(|| check(&shapes, &mut graph));
    tell("eight property shapes", ROWS, taken, "observations");
    println!("  peak memory so far: {} MB", peak_megabytes());
}

/// From a CSV file and its metadata to a report.
fn csv() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("rows.csv");
    let metadata = folder.path().join("rows.csv-metadata.json");
    std::fs::write(&table, csv_of(ROWS)).unwrap();
    std::fs::write(&metadata, METADATA).unwrap();
    let shapes = Shapes::parse("shapes.ttl", SHAPES, RdfFormat::Turtle).unwrap();
    let taken = best(|| {
        let mut findings = Findings::default();
        let mut builder = triples_of(0);
        let group = TableGroup::open(&metadata, &mut findings).unwrap();
        let options = Options {
            purpose: Purpose::Validate,
            source: "rows.csv".into(),
        };
        let file = File::open(&table).unwrap();
        convert(
            &group.tables[0],
            file,
            &options,
            &mut builder,
            &mut findings,
        )
        .unwrap();
        assert!(!findings.has_errors());
        check(&shapes, &mut builder.finish())
    });
    tell("from CSV to report", ROWS, taken, "rows");
    println!("  peak memory so far: {} MB", peak_megabytes());
}

fn integrity() {
    let graph = cube_of(ROWS);
    let origins = Origins::default();
    let taken = best(|| cube::check(&graph, &origins, Profile::Strict).observations);
    tell("IC-1 to IC-21", ROWS, taken, "observations");
}

fn sparql() {
    let mut graph = cube_of(ROWS);
    let shapes = Shapes::parse("query.ttl", QUERY, RdfFormat::Turtle).unwrap();
    let taken = best(|| check(&shapes, &mut graph));
    tell("sh:sparql, set-based", ROWS, taken, "focus nodes");
}

/// The same data and shapes for all three, read from text by each.
fn beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.nt");
    let shapes = folder.path().join("shapes.ttl");
    std::fs::write(&data, as_text(&cube_of(ROWS_BESIDE_OTHERS))).unwrap();
    std::fs::write(&shapes, SHAPES).unwrap();
    let taken = best(|| {
        let mut builder = GraphBuilder::default();
        assize::graph::read_file(&mut builder, &data, None).unwrap();
        let shapes = Shapes::read(&[&shapes]).unwrap();
        check(&shapes, &mut builder.finish())
    });
    tell(
        "assize, parsing included",
        ROWS_BESIDE_OTHERS,
        taken,
        "observations",
    );
    let oracles = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
    let home = std::env::var_os("ASSIZE_ORACLES").map_or_else(
        || {
            PathBuf::from(std::env::var_os("HOME").unwrap_or_default())
                .join(".cache/assize/oracles")
        },
        PathBuf::from,
    );
    let others: [(&str, PathBuf); 3] = [
        ("pySHACL", oracles.join("pyshacl.sh")),
        ("pyshacl-turbo", oracles.join("pyshacl-turbo.sh")),
        ("crate shacl", oracles.join("shacl-crate.sh")),
    ];
    for (name, script) in others {
        let started = Instant::now();
        let mut command = Command::new(&script);
        command.arg(&shapes).arg(&data).env("ASSIZE_ORACLES", &home);
        let ran = command.output();
        match ran {
            Ok(output) if output.status.code() != Some(2) => {
                tell(name, ROWS_BESIDE_OTHERS, started.elapsed(), "observations");
            }
            _ => println!("{name:<28} skipped: it is not set up (make oracles)"),
        }
    }
}

fn check(shapes: &Shapes, graph: &mut TermGraph) -> u64 {
    let origins = Origins::default();
    let report = shapes.validate(graph, &origins);
    assert!(report.conforms());
    report.len() as u64
}

fn best(mut run: impl FnMut() -> u64) -> Duration {
    let times = (0..3).map(|_| {
        let started = Instant::now();
        black_box(run());
        started.elapsed()
    });
    times.min().unwrap()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a rate is printed with few digits"
)]
fn tell(what: &str, count: usize, taken: Duration, unit: &str) {
    let rate = count as f64 / taken.as_secs_f64();
    let mut line = String::new();
    write!(
        line,
        "{what:<28} {:>9.3} s  {rate:>12.0} {unit}/s",
        taken.as_secs_f64()
    )
    .unwrap();
    println!("{line}");
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes
        .and_then(|number| number.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

fn as_text(graph: &TermGraph) -> String {
    let mut text = String::new();
    let terms = graph.terms();
    for triple in graph.iter() {
        let [s, p, o] = [triple.subject, triple.predicate, triple.object].map(|id| terms.term(id));
        writeln!(text, "{s} {p} {o} .").unwrap();
    }
    text
}

fn csv_of(rows: usize) -> String {
    let mut text = String::from("court,quarter,offence,cases\n");
    for row in 0..rows {
        let (court, quarter, offence) = (row % 100, row / 100 % 40, row / 4_000);
        writeln!(text, "{court},{quarter},{offence},{}", row * 7 % 500).unwrap();
    }
    text
}

fn cube_of(rows: usize) -> TermGraph {
    triples_of(rows).finish()
}

/// A cube of courts, quarters and offences, 12 triples a row.
fn triples_of(rows: usize) -> GraphBuilder {
    let mut builder = GraphBuilder::default();
    let name = "structure.ttl".into();
    read_text(&mut builder, &name, STRUCTURE, RdfFormat::Turtle, None).unwrap();
    let lists = [
        ("court", "Court", 100),
        ("quarter", "Quarter", 40),
        ("offence", "Offence", 250),
    ];
    let lists = lists.map(|(list, class, size)| members(&mut builder, list, class, size));
    let names = [
        "cube", "court", "quarter", "offence", "cases", "unit", "case", "note",
    ];
    let [cube, court, quarter, offence, cases, unit, case, note] =
        names.map(|name| iri(&mut builder, name));
    let is_a = builder.terms().intern(assize::vocab::rdf::TYPE);
    let data_set = builder.terms().intern(assize::vocab::qb::DATA_SET);
    let observation_class = builder.terms().intern(assize::vocab::qb::OBSERVATION);
    let label = builder.terms().intern(assize::vocab::rdfs::LABEL);
    let labels = ["A", "B", "C"].map(|l| builder.terms().intern(LiteralRef::from(l)));
    let counts: Vec<_> = (0..500).map(|n| number(&mut builder, n)).collect();
    for row in 0..rows {
        let observation = iri(&mut builder, &format!("data/cube/{row}"));
        let pairs = [
            (is_a, observation_class),
            (data_set, cube),
            (court, lists[0][row % 100]),
            (quarter, lists[1][row / 100 % 40]),
            (offence, lists[2][row / 4_000]),
            (cases, counts[row * 7 % 500]),
            (unit, case),
            (label, labels[row % 3]),
            (note, labels[0]),
            (note, labels[1]),
            (note, labels[2]),
            (note, case),
        ];
        for (predicate, object) in pairs {
            let Ok(()) = builder.triple(Triple::new(observation, predicate, object));
        }
    }
    builder
}

fn members(builder: &mut GraphBuilder, list: &str, class: &str, size: usize) -> Vec<TermId> {
    let is_a = builder.terms().intern(assize::vocab::rdf::TYPE);
    let class = iri(builder, class);
    let members: Vec<_> = (0..size)
        .map(|n| iri(builder, &format!("id/{list}/{n}")))
        .collect();
    for member in &members {
        let Ok(()) = builder.triple(Triple::new(*member, is_a, class));
    }
    members
}

fn iri(builder: &mut GraphBuilder, name: &str) -> TermId {
    let iri = format!("http://example.com/{name}");
    builder.terms().intern(NamedNodeRef::new_unchecked(&iri))
}

fn number(builder: &mut GraphBuilder, number: usize) -> TermId {
    let text = number.to_string();
    let literal = LiteralRef::new_typed_literal(&text, assize::vocab::xsd::INTEGER);
    builder.terms().intern(literal)
}
