//! Each folder of `tests/csvw/` holds tables, metadata and a `command`: what `assize csvw` is to be
//! called with there. Its exit status, output and findings are kept as a reviewed snapshot;
//! `cargo insta review` blesses new ones. The bad input that would be large is made here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use assize::csvw::{ConvertError, Converted, Options, Purpose, TableGroup, codes, convert};
use assize::diagnostic::Findings;
use assize::graph::{Dictionary, Kept, Triple, TripleSink};

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/csvw").unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// Runs the command of a folder and writes down all that came of it.
fn outcome(folder: &Path) -> String {
    let command = fs::read_to_string(folder.join("command")).unwrap();
    let mut assize = support::assize();
    assize.arg("csvw").args(command.split_whitespace());
    let output = assize.current_dir(folder).output().unwrap();
    let mut text = format!("status: {}\n", output.status.code().unwrap());
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        let written = String::from_utf8(bytes).unwrap();
        let here = fs::canonicalize(folder).unwrap();
        let written = written.replace(&format!("{}/", here.display()), "");
        writeln!(text, "-- {name}\n{}", written.trim_end()).unwrap();
    }
    text
}

#[test]
fn every_case_comes_out_as_it_was_reviewed() {
    for folder in folders() {
        let outcome = outcome(&folder);
        insta::with_settings!({
            snapshot_path => Path::new("..").join(&folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("outcome", outcome);
        });
    }
}

/// Forgets its terms after every row, and counts.
#[derive(Default)]
struct Forgetful {
    terms: Dictionary,
    largest: usize,
}

impl TripleSink for Forgetful {
    type Error = io::Error;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, triple: Triple) -> io::Result<()> {
        assert!(self.terms.subject(triple.subject).is_some());
        Ok(())
    }

    fn row_end(&mut self) -> io::Result<Kept> {
        self.largest = self.largest.max(self.terms.len());
        self.terms.clear();
        Ok(Kept::None)
    }
}

fn convert_text(
    metadata: &str,
    csv: impl Read,
    findings: &mut Findings,
) -> Result<Converted, ConvertError<io::Error>> {
    let group = TableGroup::parse("m.json", metadata, findings).unwrap();
    let options = Options {
        purpose: Purpose::Validate,
        source: "t.csv".into(),
    };
    convert(
        &group.tables[0],
        csv,
        &options,
        &mut Forgetful::default(),
        findings,
    )
}

const PLAIN: &str = r#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv"}"#;

#[test]
fn ten_thousand_columns_are_converted() {
    let row = |cell: &str| vec![cell; 10_000].join(",");
    let names: Vec<_> = (0..10_000).map(|index| format!("c{index}")).collect();
    let csv = format!("{}\n{}\n{}\n", names.join(","), row("x"), row("1"));
    let mut findings = Findings::default();
    let converted = convert_text(PLAIN, csv.as_bytes(), &mut findings).unwrap();
    assert_eq!(
        converted,
        Converted {
            rows: 2,
            triples: 20_000
        }
    );
    assert!(findings.is_empty());
}

#[test]
fn a_cell_of_a_hundred_megabytes_is_refused() {
    let cell = io::repeat(b'x').take(100 << 20);
    let csv = b"a\n\"".chain(cell).chain(&b"\"\n"[..]);
    let mut findings = Findings::default();
    assert!(convert_text(PLAIN, csv, &mut findings).is_err());
    assert_eq!(findings.iter().next().unwrap().code, codes::TOO_LARGE);
}

#[test]
fn a_sink_that_forgets_gets_the_same_triples() {
    let folder = Path::new("tests/csvw/caseload-in-minimal-mode");
    let metadata = fs::read_to_string(folder.join("metadata.json")).unwrap();
    let csv = File::open(folder.join("caseload.csv")).unwrap();
    let converted = convert_text(&metadata, csv, &mut Findings::default()).unwrap();
    assert_eq!(converted.rows, 3);
    assert_eq!(converted.triples, 18);
}

#[test]
fn a_file_that_is_wrong_in_every_row_is_reported_in_bounded_memory() {
    let metadata = r#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv",
        "tableSchema": {"columns": [{"titles": "a", "datatype": "integer"}]}}"#;
    let csv = format!("a\n{}", "x\n".repeat(20_000));
    let mut findings = Findings::default();
    convert_text(metadata, csv.as_bytes(), &mut findings).unwrap();
    assert_eq!(findings.errors(), 20_000);
    assert_eq!(findings.iter().count() as u64, Findings::KEPT_PER_CODE);
}
