//! What must hold for any table and mapping, tried on generated ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use assize::csvw::{self, Options, Purpose, TableGroup};
use assize::diagnostic::Findings;
use assize::graph::TripleList;
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::{HeadingRule, Layout, Match, Release, Row};
use assize::tidy::{CodeLists, Job, Tidied};
use assize::uri::Base;
use proptest::prelude::*;

/// Every first row is the heading.
struct FirstRow;

impl HeadingRule for FirstRow {
    fn rate(&self, _cells: &[&str]) -> Match {
        Match::Whole
    }
}

/// The rows of a text below its first, as this crate reads them, with the place of each cell.
fn rows(text: &str) -> (Vec<Vec<String>>, Vec<u64>, Findings) {
    let mut findings = Findings::default();
    let layout = Layout {
        encoding: assize::release::Encoding::Utf8,
        delimiter: b',',
        heading: &FirstRow,
        notes: &regex::RegexSet::empty(),
    };
    let reader = Cursor::new(text.to_owned().into_bytes());
    let mut release = Release::from_reader("t.csv", reader, &layout, &mut findings)
        .unwrap()
        .unwrap();
    let (mut rows, mut lines, mut row) = (Vec::new(), Vec::new(), Row::default());
    while release.next_row(&mut row, &mut findings).unwrap() {
        rows.push(row.iter().map(Cow::into_owned).collect());
        lines.push(row.line());
    }
    (rows, lines, findings)
}

fn csv_text(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A table of cases: every combination of dimensions at most once, with figures, marks and notes.
#[derive(Clone, Debug)]
struct Table {
    rows: Vec<Vec<String>>,
}

fn table() -> impl Strategy<Value = Table> {
    let court = prop::sample::select(vec!["Snaresbrook", "Cardiff", "Leeds", "Unknown"]);
    let offence = prop::sample::select(vec![
        "01: Robbery",
        "Fraud, \"serious\"",
        "Théft",
        "All offences",
    ]);
    let quarter = (2016..2026_i32, 1..5_u32);
    let figure = prop_oneof![
        (0..5_000_000_i64).prop_map(|n| n.to_string()),
        (1_000..999_999_i64).prop_map(|n| format!("{},{:03}", n / 1000, n % 1000)),
        Just("[c]".to_owned()),
        Just(String::new()),
        (0..500_i64).prop_map(|n| format!("{n} [r]")),
    ];
    let row = (court, offence, quarter, figure);
    prop::collection::vec(row, 1..60).prop_map(|rows| {
        let mut by_key = BTreeMap::new();
        for (court, offence, (year, quarter), figure) in rows {
            by_key.insert((court, offence, year, quarter), figure);
        }
        let rows = by_key
            .into_iter()
            .map(|((court, offence, year, quarter), figure)| {
                vec![
                    court.to_owned(),
                    year.to_string(),
                    format!("Q{quarter}"),
                    offence.to_owned(),
                    figure,
                ]
            });
        Table {
            rows: rows.collect(),
        }
    })
}

const MAPPING: &str = r#"
dataset = "generated"
title   = "Generated"

[[column]]
name     = "court"
role     = "dimension"
register = "court"

[[column]]
name   = "quarter"
from   = ["year", "q"]
role   = "dimension"
period = { patterns = ["{yyyy} Q{q}"] }

[[column]]
name    = "offence"
role    = "dimension"
codes   = "open"
extract = '^(?:\d+: )?(?<value>.+)$'
totals  = { values = ["All offences"], as = "exclude", reason = "a total" }

[[column]]
name   = "cases"
titles = ["value"]
role   = "measure"
null   = [""]
"#;

fn tidy(text: &str, out: &Path) -> (Tidied, Findings) {
    let mapping = Mapping::parse("generated.toml", MAPPING).unwrap_or_else(|_| panic!());
    let registers = Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!());
    let mut findings = Findings::default();
    let reader = Cursor::new(text.to_owned().into_bytes());
    let release = Release::from_reader("t.csv", reader, &mapping.layout(), &mut findings);
    let job = Job {
        mapping: &mapping,
        registers: &registers,
        code_lists: &CodeLists::default(),
        base: &Base::default(),
        edition: "2025-Q4",
    };
    let tidied = job
        .write(release.unwrap().unwrap(), out, &mut findings)
        .unwrap();
    (tidied.unwrap(), findings)
}

/// The figure and status that a raw cell means, read the plain way.
fn plainly(cell: &str) -> Option<(String, String)> {
    match cell {
        "" => None,
        "[c]" => Some((String::new(), "confidential".to_owned())),
        _ => match cell.strip_suffix(" [r]") {
            Some(figure) => Some((figure.to_owned(), "revised".to_owned())),
            None => Some((cell.replace(',', ""), String::new())),
        },
    }
}

/// The figures that a CSVW processor makes of a tidy table, sorted.
fn figures_in_rdf(tidied: &Tidied) -> Vec<String> {
    let mut findings = Findings::default();
    let group = TableGroup::open(&tidied.metadata, &mut findings).unwrap();
    let mut triples = TripleList::default();
    for table in &group.tables {
        let options = Options {
            purpose: Purpose::Validate,
            source: "tidy.csv".into(),
        };
        let csv = File::open(&tidied.csv).unwrap();
        let converted = csvw::convert(table, csv, &options, &mut triples, &mut findings);
        assert!(converted.is_ok() && !findings.has_errors());
    }
    let measure = Base::default().term("measure", "cases");
    let terms = triples.dictionary();
    let figures = triples.triples().iter();
    let figures = figures.filter(|triple| terms.text(triple.predicate) == measure.as_str());
    let mut figures: Vec<_> = figures
        .map(|triple| terms.text(triple.object).to_owned())
        .collect();
    figures.sort();
    figures
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cells_are_split_as_the_csv_crate_splits_them(
        table in prop::collection::vec(prop::collection::vec("[a-z\",\n\r é]{0,6}", 3), 1..20)
    ) {
        let text = csv_text(&["a", "b", "c"], &table);
        let (rows, lines, findings) = rows(&text);
        prop_assert!(findings.iter().all(|f| f.code.id() == "release-no-rows"));
        let filled = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let expected: Vec<_> = table.iter().filter(filled).cloned().collect();
        prop_assert_eq!(rows, expected);
        prop_assert!(lines.is_sorted());
    }

    #[test]
    fn the_accounting_adds_up_and_no_value_changes(table in table()) {
        let text = csv_text(&["court", "year", "q", "offence", "value"], &table.rows);
        let out = tempfile::tempdir().unwrap();
        let (tidied, findings) = tidy(&text, out.path());
        prop_assert!(tidied.accounting.adds_up());
        prop_assert_eq!(tidied.accounting.rows.read, table.rows.len() as u64);
        let faults: Vec<_> = findings.iter().filter(|f| f.code.id() != "tidy-no-observation").collect();
        prop_assert!(faults.is_empty());

        let mut reader = csv::Reader::from_path(&tidied.csv).unwrap();
        let written: Vec<_> = reader.records().map(Result::unwrap).collect();
        let expected = table.rows.iter().enumerate().filter_map(|(at, row)| {
            let (figure, status) = plainly(&row[4])?;
            (row[3] != "All offences").then(|| (at as u64 + 2, figure, status))
        });
        let found = written.iter().map(|row| {
            (row[7].parse().unwrap(), row[3].to_owned(), row[4].to_owned())
        });
        let expected: Vec<_> = expected.collect();
        prop_assert_eq!(found.collect::<Vec<(u64, _, _)>>(), expected.clone());

        let mut expected: Vec<_> = expected.into_iter().map(|(_, figure, _)| figure).collect();
        expected.retain(|figure| !figure.is_empty());
        expected.sort();
        prop_assert_eq!(figures_in_rdf(&tidied), expected);
    }
}
