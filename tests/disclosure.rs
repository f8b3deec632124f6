//! Small counts that are shown, and suppressed ones that a total gives away.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

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
