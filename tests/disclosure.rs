//! Small counts that are shown, and suppressed ones that a total gives away.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use assize::diagnostic::short;
use assize::graph::{GraphBuilder, Origins, read_file};
use assize::validate::disclosure::{self, Rule, Zero};
use oxrdf::NamedNode;

fn iri(name: &str) -> NamedNode {
    NamedNode::new(format!("http://example.com/{name}")).unwrap()
}

fn findings(rule: &Rule) -> String {
    let mut builder = GraphBuilder::default();
    let mut origins = Origins::default();
    let file = Path::new("tests/disclosure/counts.ttl");
    read_file(&mut builder, file, Some(origins.spans())).unwrap();
    let graph = builder.finish();
    let found = disclosure::check(&graph, &origins, iri("cube").as_ref(), rule);
    let mut lines = Vec::new();
    short::write(&mut lines, &found).unwrap();
    String::from_utf8(lines).unwrap()
}

#[test]
fn a_small_count_that_is_shown_is_found() {
    let rule = Rule::new(5, vec![iri("cases")]);
    insta::assert_snapshot!(findings(&rule));
}

#[test]
fn zero_may_be_small_too() {
    let rule = Rule::new(5, vec![iri("cases")]).with_zero(Zero::Small);
    insta::assert_snapshot!(findings(&rule));
}

#[test]
fn the_only_count_missing_beside_a_total_is_found() {
    let rule = Rule::new(2, vec![iri("cases")]).with_total(iri("sex"), iri("all"));
    insta::assert_snapshot!(findings(&rule));
}

#[test]
fn a_rule_that_nothing_in_the_release_answers_to_is_told() {
    let rule = Rule::new(2, vec![iri("hearings")]).with_total(iri("sex"), iri("everybody"));
    insta::assert_snapshot!(findings(&rule));
}

#[test]
fn a_rule_for_no_measure_is_told() {
    insta::assert_snapshot!(findings(&Rule::new(2, Vec::new())));
}

const MAPPING: &str = r#"
dataset = "small-counts"
title   = "Cases by court and offence"
licence = "ogl-3"

[[column]]
name     = "court"
role     = "dimension"
register = "court"

[[column]]
name   = "quarter"
role   = "dimension"
period = { patterns = ["{yyyy} Q{q}"] }

[[column]]
name  = "offence"
role  = "dimension"
codes = "open"

[[column]]
name    = "cases"
role    = "measure"
unit    = "case"
markers = "gss"

[disclosure]
threshold = 5

[[disclosure.total]]
column = "offence"
key    = "all"
"#;

const RELEASE: &str = "court,quarter,offence,cases
Snaresbrook Crown Court,2025 Q4,All,20
Snaresbrook Crown Court,2025 Q4,Fraud,3
Snaresbrook Crown Court,2025 Q4,Robbery,17
Snaresbrook Crown Court,2025 Q3,All,20
Snaresbrook Crown Court,2025 Q3,Fraud,[c]
Snaresbrook Crown Court,2025 Q3,Robbery,17
";

#[test]
fn a_mapping_that_declares_a_threshold_has_it_checked_in_each_release() {
    let folder = support::workspace();
    std::fs::write(folder.path().join("small.toml"), MAPPING).unwrap();
    std::fs::write(folder.path().join("small.csv"), RELEASE).unwrap();
    let mut command = support::assize();
    command.args([
        "check",
        "small.csv",
        "--mapping",
        "small.toml",
        "--edition",
        "2025-Q4",
    ]);
    let output = command
        .args(["--findings", "short"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(1));
}
