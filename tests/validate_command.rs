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
    for unknown in ["misspelt-term", "extension", "entailment"] {
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
