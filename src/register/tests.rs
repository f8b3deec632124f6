//! The registers as they are committed, and what they say about real labels.

use std::path::{Path, PathBuf};

use super::*;
use crate::diagnostic::{Findings, short};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn drawn(findings: &Findings) -> String {
    let mut out = Vec::new();
    short::write(&mut out, findings).unwrap();
    String::from_utf8(out).unwrap()
}

fn load(dir: &Path) -> Registers {
    Registers::load(dir).unwrap_or_else(|findings| panic!("{}", drawn(&findings)))
}

fn committed() -> Registers {
    load(&root().join("vocab/registers"))
}

/// The lines of a CSV file in `tests/register`, without its heading.
fn case_lines(name: &str) -> Vec<csv::StringRecord> {
    let path = root().join("tests/register").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn every_label_of_the_statistics_matches_exactly_at_its_member() {
    let registers = committed();
    for line in case_lines("statistics-labels.csv") {
        let register = registers.get(&line[0]).unwrap();
        for year in [None, Some("2016-03"), Some("2025-12")] {
            let period = year.map(|year| year.parse::<PartialDate>().unwrap().into());
            let found = register.lookup(&line[1], period);
            let Match::Found { thing, how, timing } = &found else {
                panic!("{} is not found: {found:?}", &line[1]);
            };
            assert_eq!(thing.key.as_str(), &line[2]);
            assert_eq!(
                (*how, *timing),
                (How::Label, Timing::Within),
                "{}",
                &line[1]
            );
        }
    }
}
