//! Queries whose answers are written by hand: `tests/queries` has a folder for each, with the query
//! and what it is answered with, all of them asked of `caseload.ttl`.
//!
//! A row is a line, in any order unless the file is called `expected-in-order.txt`; IRIs are relative
//! to `http://e/`, and what is unbound is a hyphen.

use std::fs;
use std::path::{Path, PathBuf};

use assize::query::Way;

use crate::answers::Answer;
use crate::world::{PREFIXES, World};

const FOLDER: &str = "tests/queries";

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// What a folder expects, and whether its order counts.
fn expected(folder: &Path) -> (Vec<String>, bool) {
    let in_order = fs::read_to_string(folder.join("expected-in-order.txt"));
    let is_in_order = in_order.is_ok();
    let text = in_order.or_else(|_| fs::read_to_string(folder.join("expected.txt")));
    let lines = text.unwrap().lines().map(str::to_owned).collect();
    (lines, is_in_order)
}

fn told(answer: &Answer, is_in_order: bool) -> Vec<String> {
    let short = |line: String| {
        let line = line.replace("<http://e/", "<");
        line.replace("<http://www.w3.org/2001/XMLSchema#", "<xsd:")
    };
    let mut lines: Vec<String> = answer.lines().into_iter().map(short).collect();
    if !is_in_order {
        lines[1..].sort();
    }
    lines
}

#[test]
fn queries_have_the_answers_that_were_written_by_hand() {
    let world = World::of_text(&fs::read_to_string(format!("{FOLDER}/caseload.ttl")).unwrap());
    let folders = folders();
    assert!(folders.len() >= 60, "some are missing");
    let mut from_columns = 0;
    for folder in &folders {
        let name = folder.display();
        let query = fs::read_to_string(folder.join("query.rq")).unwrap();
        let query = format!("{PREFIXES}{query}");
        let (mut expected, is_in_order) = expected(folder);
        if !is_in_order {
            expected[1..].sort();
        }
        let (columns, explanation) = Answer::with_columns(&world, &query);
        let (planned, _) = Answer::planned(&world, &query);
        let plain = Answer::of_store(&world, &query);
        for (way, answer) in [("columns", columns), ("plan", planned), ("store", plain)] {
            let told = told(&answer, is_in_order);
            assert_eq!(told, expected, "{name}, by {way}:\n{explanation}");
        }
        from_columns += usize::from(explanation.way() != Way::Store);
    }
    assert!(from_columns * 10 > folders.len() * 9, "{from_columns} only");
}
