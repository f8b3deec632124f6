//! `assize validate` as a tool of its own: what it writes and how it ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Output;

fn validate(arguments: &[&str]) -> Output {
    let mut command = support::assize();
    command.arg("validate").args(arguments);
    command.output().unwrap()
}

fn status(arguments: &[&str]) -> i32 {
    validate(arguments).status.code().unwrap()
}

#[test]
fn data_that_conform_end_with_0() {
    let arguments = [
        "tests/shapes/court/right.ttl",
        "--shapes",
        "shapes/court.ttl",
    ];
    assert_eq!(status(&arguments), 0);
}

#[test]
fn data_that_do_not_end_with_1_and_are_told_on_standard_output() {
    let output = validate(&["tests/shapes/area/wrong.ttl", "--shapes", "shapes/area.ttl"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_folder_of_shapes_is_read_whole() {
    let wrong = [
        "tests/shapes/area/wrong.ttl",
        "tests/shapes/dataset/wrong.ttl",
    ];
    let output = validate(&[wrong[0], wrong[1], "--shapes", "shapes", "--format", "csv"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("def/shape/Area") || told.contains("languages en, cy"),
        "{told}"
    );
    assert!(told.contains("def/shape/DataSet"), "{told}");
}

#[test]
fn illegal_shapes_end_with_2() {
    for illegal in [
        "count-of-text",
        "query-with-minus",
        "query-with-path-as-a-value",
        "prefix-that-is-no-uri",
        "recursive",
        "no-turtle",
    ] {
        let shapes = format!("tests/illegal-shapes/{illegal}.ttl");
        let arguments = ["tests/shapes/court/right.ttl", "--shapes", &shapes];
        assert_eq!(status(&arguments), 2, "{illegal}");
    }
}

#[test]
fn what_is_unknown_or_unsupported_ends_with_1() {
    for unknown in [
        "misspelt-term",
        "misspelt-target",
        "misspelt-class",
        "misspelt-severity",
        "extension",
        "entailment",
    ] {
        let shapes = format!("tests/illegal-shapes/{unknown}.ttl");
        let arguments = ["tests/shapes/court/right.ttl", "--shapes", &shapes];
        assert_eq!(status(&arguments), 1, "{unknown}");
    }
}

#[test]
fn a_file_that_is_not_there_ends_with_2() {
    assert_eq!(status(&["nowhere.ttl", "--shapes", "shapes/court.ttl"]), 2);
}

#[test]
fn a_cube_is_checked_without_shapes_too() {
    assert_eq!(status(&["tests/integrity/base.ttl", "--cube"]), 0);
    let broken = [
        "tests/integrity/base.ttl",
        "tests/integrity/ic-12.ttl",
        "--cube",
    ];
    assert_eq!(status(&broken), 1);
}

#[test]
fn every_format_is_written() {
    for format in ["human", "turtle", "ntriples", "json", "sarif", "csv"] {
        let wrong = "tests/shapes/court/wrong.ttl";
        let output = validate(&[wrong, "-s", "shapes/court.ttl", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(!output.stdout.is_empty(), "{format}");
    }
}

#[test]
fn the_faults_of_a_cube_are_in_every_format() {
    let data = ["tests/integrity/base.ttl", "tests/integrity/ic-12.ttl"];
    let expected = [
        ("human", "error[validate-ic-12]"),
        ("turtle", "<https://www.w3.org/TR/vocab-data-cube/#ic-12>"),
        ("ntriples", "<https://www.w3.org/TR/vocab-data-cube/#ic-12>"),
        ("json", "\"code\":\"validate-ic-12\""),
        ("sarif", "\"ruleId\": \"validate-ic-12\""),
        ("csv", "violation,validate-ic-12,"),
    ];
    for (format, part) in expected {
        let output = validate(&[data[0], data[1], "--cube", "strict", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains(part), "{format}: {told}");
    }
}

#[test]
fn a_report_as_json_names_the_profile_of_the_cubes() {
    let output = validate(&["tests/integrity/base.ttl", "--cube", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["conforms"], true);
    assert_eq!(report["cube"]["observations"], 4);
    let profile = report["cube"]["profile"].as_str().unwrap();
    assert!(profile.starts_with("suppressed"), "{profile}");
}

const TABLE: &str = "Court,Cases\ncardiff,7\nmold,-2\nluton,-2\n";

const METADATA: &str = r#"{ "@context": "http://www.w3.org/ns/csvw", "url": "cases.csv",
  "tableSchema": { "aboutUrl": "http://example.com/data/{court}", "columns": [
    { "name": "court", "titles": "Court", "propertyUrl": "http://example.com/court" },
    { "name": "cases", "titles": "Cases", "propertyUrl": "http://example.com/cases", "datatype": "integer" } ] } }"#;

const COUNTS: &str = r#"@prefix : <http://example.com/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:Counts sh:targetSubjectsOf :cases ; sh:property [ sh:path :cases ; sh:minInclusive 0 ;
    sh:message "A count cannot be negative."@en , "Ni all cyfrif fod yn negyddol."@cy ] .
"#;

/// Runs the command in a folder with these files; gives its status and what it wrote.
fn run_in(files: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = support::assize();
    command.arg("validate").args(arguments);
    let output = command.current_dir(folder.path()).output().unwrap();
    let [told, complained] = [output.stdout, output.stderr].map(|b| String::from_utf8(b).unwrap());
    (output.status.code().unwrap(), told, complained)
}

#[test]
fn a_table_with_metadata_is_checked_cell_by_cell() {
    let files = [
        ("cases.csv", TABLE),
        ("cases.csv-metadata.json", METADATA),
        ("counts.ttl", COUNTS),
    ];
    let mut drawn = String::new();
    for format in ["human", "csv", "json"] {
        let arguments = [
            "cases.csv",
            "-s",
            "counts.ttl",
            "--format",
            format,
            "--language",
            "cy",
        ];
        let (status, told, _) = run_in(&files, &arguments);
        assert_eq!(status, 1, "{format}");
        let anonymous = told.lines().map(|line| match line.find("_:f") {
            Some(at) if format != "human" => &line[..at],
            _ => line,
        });
        drawn.extend(anonymous.map(|line| format!("{line}\n")));
    }
    insta::assert_snapshot!(drawn);
}

#[test]
fn shapes_that_are_imported_are_read_and_those_that_are_not_there_are_told() {
    let importing = "@prefix owl: <http://www.w3.org/2002/07/owl#> .
        <> owl:imports <counts.ttl> , <http://example.org/elsewhere> .";
    let files = [
        (
            "data.ttl",
            "<http://example.com/a> <http://example.com/cases> -1 .",
        ),
        ("all.ttl", importing),
        ("counts.ttl", COUNTS),
    ];
    let (status, told, complained) = run_in(&files, &["data.ttl", "--shapes", "./all.ttl"]);
    assert_eq!(status, 1);
    assert!(
        told.contains("The data do not conform: one result."),
        "{told}"
    );
    assert!(complained.contains("warning[shape-import]"), "{complained}");
}

#[test]
fn data_may_name_their_shapes_themselves() {
    let data = "@prefix sh: <http://www.w3.org/ns/shacl#> .
        <> sh:shapesGraph <counts.ttl> . <http://example.com/a> <http://example.com/cases> -1 .";
    let files = [("data.ttl", data), ("counts.ttl", COUNTS)];
    assert_eq!(run_in(&files, &["data.ttl"]).0, 1);
    let nothing = [(
        "data.ttl",
        "<http://example.com/a> <http://example.com/cases> -1 .",
    )];
    let (status, _, complained) = run_in(&nothing, &["data.ttl"]);
    assert_eq!(status, 2);
    assert!(complained.contains("--shapes"), "{complained}");
}

#[test]
fn a_query_that_says_it_failed_ends_with_2() {
    let shapes = r#"@prefix sh: <http://www.w3.org/ns/shacl#> .
        <http://example.com/S> sh:targetSubjectsOf <http://example.com/cases> ;
            sh:sparql [ sh:select "SELECT $this ?failure WHERE { BIND (true AS ?failure) }" ] ."#;
    let files = [
        (
            "data.ttl",
            "<http://example.com/a> <http://example.com/cases> 1 .",
        ),
        ("failing.ttl", shapes),
    ];
    let (status, _, complained) = run_in(&files, &["data.ttl", "-s", "failing.ttl"]);
    assert_eq!(status, 2, "{complained}");
    assert!(complained.contains("validate-query-failed"), "{complained}");
}
