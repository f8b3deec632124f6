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
use assize::graph::{Dictionary, Kept, Triple, TripleList, TripleSink};
use proptest::prelude::*;
use serde_json::{Value, json};

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
        let all = here.parent().unwrap().display().to_string();
        let written = written.replace(&all, "/cases");
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

/// Words that mean something in metadata.
const KEYS: [&str; 34] = [
    "@id",
    "@type",
    "@value",
    "@language",
    "url",
    "tables",
    "tableSchema",
    "columns",
    "dialect",
    "notes",
    "name",
    "titles",
    "virtual",
    "datatype",
    "base",
    "format",
    "pattern",
    "groupChar",
    "length",
    "minimum",
    "maxExclusive",
    "aboutUrl",
    "propertyUrl",
    "valueUrl",
    "separator",
    "null",
    "default",
    "lang",
    "primaryKey",
    "foreignKeys",
    "columnReference",
    "reference",
    "dc:title",
    "delimiter",
];

const WORDS: [&str; 28] = [
    "",
    "a",
    "b",
    "t.csv",
    "_:b",
    "en",
    "x y",
    "{a}",
    "{+b}",
    "{#a,b*}",
    "{",
    "http://example.org/{a}",
    "schema:{b}",
    "integer",
    "number",
    "date",
    "json",
    "hexBinary",
    "#,##0.0#",
    "0.0E+00",
    "yyyy-MM-dd",
    "Y|N",
    "(a+)+$",
    "[",
    "%",
    "\u{2030}",
    "Column",
    "\n",
];

/// Any JSON, of words that mean something.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..40).prop_map(Value::from),
        prop::sample::select(&WORDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let member = (
            prop::sample::select(&KEYS[..]).prop_map(str::to_owned),
            inner.clone(),
        );
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            prop::collection::vec(member, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_metadata_make_it_panic(of_table in any_json(), of_schema in any_json(), columns in prop::collection::vec(any_json(), 0..4)) {
        let mut metadata = json!({"@context": "http://www.w3.org/ns/csvw", "url": "t.csv"});
        let mut schema = json!({"columns": columns});
        for (target, extra) in [(&mut schema, of_schema), (&mut metadata, of_table)] {
            if let (Value::Object(target), Value::Object(extra)) = (target, extra) {
                target.extend(extra);
            }
        }
        metadata["tableSchema"] = schema;
        let mut findings = Findings::default();
        let group = TableGroup::parse("m.json", &metadata.to_string(), &mut findings);
        prop_assert!(group.is_some() || findings.has_errors());
        let options = Options {
            purpose: Purpose::Validate,
            source: "t.csv".into(),
        };
        for table in group.iter().flat_map(|group| &group.tables) {
            let csv = "a,b,c\n1,2025-01-31,x;y\n,\"\",z\n-1.5e3,12:00:00Z\n".as_bytes();
            let mut triples = TripleList::default();
            let _converted = convert(table, csv, &options, &mut triples, &mut findings);
        }
    }
}
