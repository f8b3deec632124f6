//! The main job, as a publisher does it: the real binary publishes the sample, and what it serves
//! is compared with the CSV.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use support::{Server, assize, workspace};

const SAMPLE: &str = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assize();
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sums of a CSV by court, quarter and measure, made without any of Assize.
fn sums_of_the_csv() -> BTreeMap<(String, String, String), u64> {
    let mut sums = BTreeMap::new();
    for row in csv::Reader::from_path(SAMPLE).unwrap().records() {
        let row = row.unwrap();
        let quarter = format!("{}-{}", &row[0], &row[1]);
        let measure = match &row[6] {
            "1. Receipts" => "receipts",
            "2. Disposals" => "disposals",
            "3. Open" => "open-cases",
            other => panic!("a measure that the sample's README does not know: {other}"),
        };
        let key = (row[5].to_owned(), quarter, measure.to_owned());
        *sums.entry(key).or_default() += row[8].parse::<u64>().unwrap();
    }
    sums
}

const SUMS: &str = "
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dimension: <http://justice.data.gov.uk/def/dimension/>
SELECT ?court ?quarter ?measure (SUM(?value) AS ?sum) WHERE {
  ?observation qb:dataSet <http://justice.data.gov.uk/data/crown-court-caseload> ;
    dimension:court ?court ; dimension:period ?quarter ; qb:measureType ?measure ; ?measure ?value .
} GROUP BY ?court ?quarter ?measure";

/// The label by which the statistics call each court, from the register's own file.
fn labels_of_the_statistics() -> BTreeMap<String, String> {
    let path = "tests/register/statistics-labels.csv";
    let rows = csv::Reader::from_path(path).unwrap().into_records();
    let rows = rows.map(Result::unwrap).filter(|row| &row[0] == "court");
    rows.map(|row| (row[2].to_owned(), row[1].to_owned()))
        .collect()
}

#[test]
fn every_court_has_the_sums_of_the_csv() {
    let folder = workspace();
    let output = run(folder.path(), &["publish", SAMPLE]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let warnings = text(&output.stderr);
    let warnings: Vec<_> = warnings.matches("warning[").collect();
    assert!(
        text(&output.stderr).contains("warning[register-ledger-absent]") && warnings.len() == 1,
        "the only warning is that other datasets are not there: {}",
        text(&output.stderr)
    );
    let server = Server::start(folder.path());
    let client = reqwest::blocking::Client::new();
    let query = client.post(server.url("/sparql")).body(SUMS);
    let query = query.header("content-type", "application/sparql-query");
    let answer = query.header("accept", "text/csv").send().unwrap();
    assert_eq!(answer.status(), 200);
    let labels = labels_of_the_statistics();
    let mut answered = BTreeMap::new();
    for row in csv::Reader::from_reader(answer).records() {
        let row = row.unwrap();
        let key = |uri: &str| uri.rsplit('/').next().unwrap().to_owned();
        let court = labels[&key(&row[0])].clone();
        answered.insert((court, key(&row[1]), key(&row[2])), row[3].parse().unwrap());
    }
    assert_eq!(answered, sums_of_the_csv());
}

#[test]
fn publishing_the_same_again_changes_nothing_and_says_so() {
    let folder = workspace();
    run(folder.path(), &["publish", SAMPLE]);
    let current = || fs::read_link(folder.path().join("store/current")).unwrap();
    let before = current();
    let again = run(folder.path(), &["publish", SAMPLE]);
    assert!(again.status.success());
    let said = "nothing has changed: generation 1 holds the same already\n";
    assert_eq!(text(&again.stdout), said);
    assert_eq!(current(), before);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = workspace();
    let convert = || run(folder.path(), &["convert", SAMPLE]).stdout;
    let (first, second) = (convert(), convert());
    assert!(
        first.starts_with(b"<http://"),
        "{}",
        text(&first[..200.min(first.len())])
    );
    assert!(first == second);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = workspace();
    let out = folder.path().join("out.nq");
    let out_argument = out.to_str().unwrap();
    fs::write(
        folder.path().join("cc_rdos-2025-Q4.csv"),
        broken("Snaresbrook", "Snaresbrok"),
    )
    .unwrap();
    let arguments = ["convert", "cc_rdos-2025-Q4.csv", "--out", out_argument];
    assert_eq!(run(folder.path(), &arguments).status.code(), Some(1));
    assert!(!out.exists());
    let arguments = ["convert", SAMPLE, "--out", out_argument];
    assert_eq!(run(folder.path(), &arguments).status.code(), Some(0));
    assert!(fs::metadata(&out).unwrap().len() > 1_000_000);
}

/// The first rows of the sample with a part of the text replaced once.
fn broken(part: &str, by: &str) -> String {
    let sample = fs::read_to_string(SAMPLE).unwrap();
    let rows: Vec<_> = sample.lines().take(30).collect();
    let rows = rows.join("\n") + "\n";
    assert!(rows.contains(part), "{part}");
    rows.replacen(part, by, 1)
}

/// Publishes a broken release over the live sample; gives what was said.
fn refused(release: &[u8]) -> String {
    let folder = workspace();
    run(folder.path(), &["publish", SAMPLE]);
    fs::write(folder.path().join("cc_rdos-2026-Q1.csv"), release).unwrap();
    let output = run(folder.path(), &["publish", "cc_rdos-2026-Q1.csv"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let releases = run(folder.path(), &["releases"]);
    let live = text(&releases.stdout);
    assert!(live.starts_with("generation 1 (live)"), "{live}");
    assert!(!live.contains("2026-Q1"), "{live}");
    text(&output.stderr)
}

#[test]
fn a_misspelt_court_is_refused_with_its_place() {
    insta::assert_snapshot!(refused(broken("Snaresbrook", "Snaresbrok").as_bytes()));
}

#[test]
fn a_heading_that_is_not_in_the_mapping_is_refused_with_its_place() {
    insta::assert_snapshot!(refused(
        broken("crown_court", "court centre name").as_bytes()
    ));
}

#[test]
fn a_figure_that_is_no_number_is_refused_with_its_place() {
    insta::assert_snapshot!(refused(broken(",330\n", ",many\n").as_bytes()));
}

#[test]
fn a_quote_that_is_not_closed_is_refused_with_its_place() {
    insta::assert_snapshot!(refused(broken("Snaresbrook", "\"Snaresbrook").as_bytes()));
}

#[test]
fn an_empty_file_is_refused() {
    insta::assert_snapshot!(refused(b""));
}

#[test]
fn a_file_in_the_wrong_encoding_is_refused() {
    let utf_16: Vec<u8> = broken("London", "London")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    insta::assert_snapshot!(refused(&[b"\xff\xfe", &utf_16[..]].concat()));
}

#[test]
fn a_missing_mapping_key_is_refused_with_its_place() {
    let folder = workspace();
    let mapping = fs::read_to_string("mappings/crown-court-caseload.toml").unwrap();
    let titles = mapping.lines().filter(|line| !line.starts_with("title "));
    let mapping = titles.collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("broken.toml"), mapping).unwrap();
    let arguments = ["publish", SAMPLE, "--mapping", "broken.toml"];
    let output = run(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("store/current").exists());
    insta::assert_snapshot!(text(&output.stderr));
}

#[test]
fn a_store_that_is_not_there_is_our_failure_not_the_datas() {
    let folder = workspace();
    let output = run(folder.path(), &["query", "ASK {}"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nothing has been published"));
}
