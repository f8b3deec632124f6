//! The observations that a store serves are those that any CSVW processor makes of the pair that is
//! kept of each release: the graphs are compared in
//! [canonical form](https://www.w3.org/TR/rdf-canon/).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use oxrdf::{Literal, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use oxsdatatypes::Decimal;
use sophia::api::prelude::*;
use sophia::c14n::rdfc10::normalize;
use sophia::inmem::dataset::LightDataset;
use sophia::turtle::parser::nq;
use support::{Server, assize, publish_samples, workspace};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assize();
    let output = command.args(arguments).current_dir(folder).output();
    output.unwrap()
}

/// N-Triples in canonical form. The store keeps numbers by their value, so that `8.50` comes back
/// as `8.5`; both sides are written as the store writes them.
fn canonical(triples: &[u8]) -> BTreeSet<String> {
    let parser = RdfParser::from_format(RdfFormat::NTriples);
    let quads = parser
        .for_slice(triples)
        .map(|quad| by_value(quad.unwrap()));
    let lines: Vec<_> = quads.map(|quad| format!("{quad} .")).collect();
    let dataset: LightDataset = nq::parse_str(&lines.join("\n")).collect_quads().unwrap();
    let mut canonical = Vec::new();
    normalize(&dataset, &mut canonical).unwrap();
    let canonical = String::from_utf8(canonical).unwrap();
    canonical.lines().map(str::to_owned).collect()
}

fn by_value(mut quad: Quad) -> Quad {
    if let Term::Literal(literal) = &quad.object
        && literal.datatype() == oxrdf::vocab::xsd::DECIMAL
    {
        let value: Decimal = literal.value().parse().unwrap();
        quad.object = Literal::new_typed_literal(value.to_string(), literal.datatype()).into();
    }
    quad
}

/// Datasets and live editions of a store.
fn live(folder: &Path) -> Vec<(String, String)> {
    let manifest = fs::read(folder.join("store/current/generation.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let releases = manifest["releases"].as_array().unwrap().iter();
    let live = releases.filter(|release| release["standing"] == "live");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    live.map(|release| (text(&release["dataset"]), text(&release["edition"])))
        .collect()
}

fn served(server: &Server, dataset: &str) -> Vec<u8> {
    let query = format!(
        "PREFIX qb: <http://purl.org/linked-data/cube#>
         CONSTRUCT {{ ?o ?p ?v }} WHERE {{
           ?o qb:dataSet <http://justice.data.gov.uk/data/{dataset}> ; ?p ?v
         }}"
    );
    let client = reqwest::blocking::Client::new();
    let request = client.post(server.url("/sparql")).body(query);
    let request = request.header("content-type", "application/sparql-query");
    let answer = request.header("accept", "application/n-triples").send();
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 200, "{dataset}");
    answer.bytes().unwrap().to_vec()
}

#[test]
fn each_pair_converts_to_what_the_store_serves() {
    let workspace = workspace();
    publish_samples(&workspace);
    let server = Server::start(workspace.path());
    let live = live(workspace.path());
    assert_eq!(live.len(), 9, "one release of each dataset");
    for (dataset, edition) in live {
        let metadata = format!("store/current/releases/{dataset}/{edition}/tidy.csv-metadata.json");
        let arguments = ["csvw", "--minimal", "--format", "ntriples", &metadata];
        let converted = run(workspace.path(), &arguments);
        assert!(converted.status.success(), "{dataset}");
        assert!(
            converted.stderr.is_empty(),
            "{dataset} is converted without a warning"
        );
        let (pair, stored) = (
            canonical(&converted.stdout),
            canonical(&served(&server, &dataset)),
        );
        let excess: Vec<_> = pair.difference(&stored).take(3).collect();
        let lacking: Vec<_> = stored.difference(&pair).take(3).collect();
        assert!(
            pair == stored,
            "{dataset}: only in the pair {excess:#?}, only in the store {lacking:#?}"
        );
    }
}

#[test]
fn each_pair_is_valid() {
    let workspace = workspace();
    publish_samples(&workspace);
    for (dataset, edition) in live(workspace.path()) {
        let metadata = format!("store/current/releases/{dataset}/{edition}/tidy.csv-metadata.json");
        let validated = run(workspace.path(), &["csvw", "--validate", &metadata]);
        assert!(validated.status.success(), "{dataset}");
        let said = String::from_utf8(validated.stderr).unwrap();
        assert_eq!(said, "", "{dataset}");
    }
}
