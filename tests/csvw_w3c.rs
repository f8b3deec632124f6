//! Runs the tests of the [W3C](https://w3c.github.io/csvw/tests/) from their manifests: those that
//! convert to RDF and those that validate.
//!
//! They lie in the shared folder that `ASSIZE_SHARED` names; without it the tests are skipped,
//! aloud. Nothing is left out and nothing is special to a test: what differs between tests is what
//! their entries in the manifest say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use assize::csvw::{Fetch, FetchError, Input, Mapping, Mode, Processor, Resolver, Response};
use assize::diagnostic::{Findings, short};
use assize::graph::TripleList;
use oxiri::Iri;
use oxrdfio::{RdfFormat, RdfParser};
use serde::Deserialize;
use sophia::api::prelude::*;
use sophia::inmem::graph::LightGraph;
use sophia::isomorphism::isomorphic_graphs;
use sophia::turtle::parser::nt;

/// Where the tests are said to be.
const BASE: &str = "http://www.w3.org/2013/csvw/tests/";

/// What the server of the tests answers at `/.well-known/csvm`.
const SITE_WIDE: &str = "{+url}-metadata.json\ncsv-metadata.json\n{+url}.json\ncsvm.json\n";

#[derive(Deserialize)]
struct Manifest {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(rename = "type")]
    kind: Kind,
    name: String,
    action: String,
    result: Option<String>,
    #[serde(default)]
    option: Settings,
    #[serde(rename = "httpLink")]
    link: Option<String>,
}

#[derive(Default, Deserialize)]
struct Settings {
    #[serde(default)]
    minimal: bool,
    metadata: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
enum Kind {
    #[serde(rename = "csvt:ToRdfTest")]
    ToRdf,
    #[serde(rename = "csvt:ToRdfTestWithWarnings")]
    ToRdfWithWarnings,
    #[serde(rename = "csvt:NegativeRdfTest")]
    NegativeRdf,
    #[serde(rename = "csvt:PositiveValidationTest")]
    Valid,
    #[serde(rename = "csvt:WarningValidationTest")]
    ValidWithWarnings,
    #[serde(rename = "csvt:NegativeValidationTest")]
    Invalid,
}

/// The server of the tests: the folder, with the `Link` header that an entry asks for.
struct Server<'e> {
    files: Resolver,
    entry: &'e Entry,
}

impl Fetch for Server<'_> {
    fn fetch(&self, url: &Iri<String>) -> Result<Response, FetchError> {
        if url.as_str() == "http://www.w3.org/.well-known/csvm" {
            return Ok(Response::new(url.as_str(), SITE_WIDE.as_bytes()));
        }
        let mut response = self.files.fetch(url)?;
        if *url == resolve(&self.entry.action) {
            response.links.extend(self.entry.link.clone());
        }
        Ok(response)
    }
}

fn iri(text: &str) -> Iri<String> {
    Iri::parse(text.to_owned()).unwrap()
}

fn resolve(reference: &str) -> Iri<String> {
    iri(BASE).resolve(reference).unwrap()
}

/// The folder of the tests, if there is one.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let folder = PathBuf::from(shared).join("w3c/csvw/tests");
    if !folder.is_dir() {
        say("skipped: there is no w3c/csvw/tests in the shared folder (ASSIZE_SHARED)");
        return None;
    }
    Some(folder)
}

fn say(line: &str) {
    // Written past the test harness, which hides what passing tests print.
    io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}

/// Runs all tests of a manifest and fails with the list of those that failed.
fn run(manifest: &str) {
    let Some(folder) = folder() else {
        return;
    };
    let text = fs::read_to_string(folder.join(manifest)).unwrap();
    let manifest: Manifest = serde_json::from_str(&text).unwrap();
    let failures: Vec<_> = manifest
        .entries
        .iter()
        .filter_map(|entry| {
            let failed = run_entry(entry, &folder).err()?;
            Some(format!("{} ({}): {failed}", entry.id, entry.name))
        })
        .collect();
    say(&format!(
        "{} of {} tests pass",
        manifest.entries.len() - failures.len(),
        manifest.entries.len()
    ));
    assert!(
        failures.is_empty(),
        "{} tests fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn run_entry(entry: &Entry, folder: &Path) -> Result<(), String> {
    let mapping: Mapping = format!("{BASE}={}", folder.display()).parse().unwrap();
    let server = Server {
        files: Resolver::new(vec![mapping], Vec::new()),
        entry,
    };
    let processor = Processor::new(&server);
    let input = Input {
        url: resolve(&entry.action),
        metadata: entry.option.metadata.as_deref().map(resolve),
    };
    let mut findings = Findings::default();
    match entry.kind {
        Kind::Valid | Kind::ValidWithWarnings | Kind::Invalid => {
            processor.validate(&input, &mut findings);
        }
        Kind::ToRdf | Kind::ToRdfWithWarnings | Kind::NegativeRdf => {
            let mode = if entry.option.minimal {
                Mode::Minimal
            } else {
                Mode::Standard
            };
            let mut triples = TripleList::default();
            let converted = processor.convert(&input, mode, &mut triples, &mut findings);
            if entry.kind != Kind::NegativeRdf {
                if converted.is_err() {
                    return Err(format!("nothing was converted:\n{}", shown(&findings)));
                }
                let expected = entry.result.as_deref().expect("the test has a result");
                compare(&triples.to_string(), folder, expected)?;
            }
        }
    }
    let fits = match entry.kind {
        Kind::ToRdf | Kind::Valid => findings.is_empty(),
        Kind::ToRdfWithWarnings | Kind::ValidWithWarnings => {
            !findings.has_errors() && findings.warnings() > 0
        }
        Kind::NegativeRdf | Kind::Invalid => findings.has_errors(),
    };
    if fits {
        Ok(())
    } else {
        Err(format!(
            "the findings are not as expected:\n{}",
            shown(&findings)
        ))
    }
}

fn shown(findings: &Findings) -> String {
    let mut out = Vec::new();
    short::write(&mut out, findings).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares N-Triples with a Turtle file by isomorphism.
fn compare(found: &str, folder: &Path, expected: &str) -> Result<(), String> {
    let text = fs::read_to_string(folder.join(expected)).map_err(|error| error.to_string())?;
    let base = resolve(expected);
    let parser = RdfParser::from_format(RdfFormat::Turtle)
        .with_base_iri(base.as_str())
        .unwrap();
    let mut lines = Vec::new();
    for quad in parser.for_slice(&text) {
        let quad = quad.map_err(|error| error.to_string())?;
        lines.push(format!(
            "{} {} {} .",
            quad.subject, quad.predicate, quad.object
        ));
    }
    let expected = lines.join("\n");
    if isomorphic_graphs(&graph(found), &graph(&expected)).unwrap() {
        return Ok(());
    }
    Err(format!(
        "the graphs differ:\n-- found\n{}-- expected\n{}",
        sorted(found),
        sorted(&expected)
    ))
}

/// The triples of a Turtle file, one a line.
fn turtle_lines(path: &Path, base: &Iri<String>) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let parser = RdfParser::from_format(RdfFormat::Turtle)
        .with_base_iri(base.as_str())
        .unwrap();
    let mut lines = String::new();
    for quad in parser.for_slice(&text) {
        let quad = quad.map_err(|error| error.to_string())?;
        writeln!(
            lines,
            "{} {} {} .",
            quad.subject, quad.predicate, quad.object
        )
        .unwrap();
    }
    Ok(lines)
}

fn graph(text: &str) -> LightGraph {
    nt::parse_str(text).collect_triples().unwrap()
}

fn sorted(text: &str) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn the_conversions_to_rdf_of_w3c_come_out() {
    run("manifest-rdf.jsonld");
}

#[test]
fn the_validations_of_w3c_come_out() {
    run("manifest-validation.jsonld");
}

/// The expected graph was made in April 2015, before the specification was finished. It differs in
/// ways that are named here, and in nothing else:
///
/// - it holds provenance, with the time of the conversion, and rows that were passed over as
///   comments, which metadata now replace;
/// - it takes empty cells for null, where the metadata say `"null": "---"`, so that `valueUrl` and
///   `default` now apply to them;
/// - numbers were written without their datatype where Turtle has a short form.
#[test]
fn the_camborne_weather_comes_out() {
    let Some(tests) = folder() else {
        return;
    };
    let folder = tests.parent().unwrap().join("camborne");
    let mapping: Mapping = format!("http://example.org/={}", folder.display())
        .parse()
        .unwrap();
    let files = Resolver::new(vec![mapping], Vec::new());
    let input = Input {
        url: iri("http://example.org/cambornedata.csv-metadata.json"),
        metadata: None,
    };
    let mut triples = TripleList::default();
    let mut findings = Findings::default();
    let converted =
        Processor::new(&files).convert(&input, Mode::Standard, &mut triples, &mut findings);
    assert_eq!(converted.unwrap().rows, 439);
    let expected = turtle_lines(&folder.join("cambornedata-standard.ttl"), &input.url).unwrap();
    let said_of_empty_cells = |line: &str| {
        line.contains("bsStatus> <http://purl.org/linked-data/sdmx/2009/code#obsStatus-E>")
            || line.contains("code#obsStatus-A>")
            || line.contains("#sun-alternative-instrument> \"\"")
    };
    let found = triples.to_string();
    let found = found.lines().filter(|line| !said_of_empty_cells(line));
    let of_2015 = |line: &str| {
        line.contains("<http://www.w3.org/ns/prov#")
            || line.contains("rdf-schema#comment> ") && line.contains(",,,,")
    };
    let expected = expected.lines().filter(|line| !of_2015(line));
    let kept = |line: &&str| !line.contains("<http://www.w3.org/ns/prov#");
    let found: String = found.filter(kept).map(with_plain_number).collect();
    let expected: String = expected.map(with_plain_number).collect();
    assert!(isomorphic_graphs(&graph(&found), &graph(&expected)).unwrap());
}

/// A line of N-Triples with a number as the shortest text of its value, and line ends as one
/// character.
fn with_plain_number(line: &str) -> String {
    let number = line.rsplit_once(" \"").and_then(|(before, literal)| {
        let (text, datatype) = literal.split_once("\"^^<http://www.w3.org/2001/XMLSchema#")?;
        let is_number = matches!(datatype, "integer> ." | "decimal> ." | "double> .");
        let value: f64 = text.parse().ok().filter(|_| is_number)?;
        Some(format!("{before} \"{value}\" .\n"))
    });
    number.unwrap_or_else(|| format!("{}\n", line.replace("\\r", "\\n")))
}
