//! What must hold for any table and mapping, tried on generated ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::format_push_string,
    reason = "a mapping is pushed together once a case"
)]

#[path = "properties/dimension.rs"]
mod dimension;
#[path = "properties/expected.rs"]
mod expected;
#[path = "properties/figures.rs"]
mod figures;
#[path = "properties/labels.rs"]
mod labels;
#[path = "properties/layout.rs"]
mod layout;
#[path = "properties/measures.rs"]
mod measures;
#[path = "properties/period.rs"]
mod period;
#[path = "properties/things.rs"]
mod things;
#[path = "properties/world.rs"]
mod world;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

use assize::csvw::{self, Options, Purpose, TableGroup};
use assize::diagnostic::Findings;
use assize::graph::GraphWriter;
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::{HeadingRule, Layout, Match, Release, Row};
use assize::tidy::{CodeList, CodeLists, Job, Tidied};
use assize::uri::Base;
use expected::{Counts, TidyRow};
use oxrdfio::{RdfFormat, RdfSerializer};
use proptest::prelude::*;
use world::{World, world};

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

/// What this crate makes of a generated release.
struct Made {
    tidied: Tidied,
    findings: Findings,
    rows: Vec<TidyRow>,
    triples: BTreeSet<String>,
}

/// Takes a world through the crate: mapping, release, tidy table, RDF.
fn made(world: &World, release: Vec<u8>, out: &Path) -> Made {
    let mapping = Mapping::parse("generated.toml", world.mapping());
    let mapping = mapping.unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    let mut findings = Findings::default();
    let reader = Cursor::new(release);
    let release = Release::from_reader("t.csv", reader, &mapping.layout(), &mut findings);
    let job = Job {
        mapping: &mapping,
        registers: registers(),
        code_lists: &code_lists(world, out),
        base: &Base::default(),
        edition: "2025-Q4",
    };
    let release = release.unwrap();
    let release = release.unwrap_or_else(|| panic!("{}", shown(&findings)));
    let tidied = job.write(release, out, &mut findings).unwrap();
    let tidied = tidied.unwrap_or_else(|| panic!("{}", shown(&findings)));
    Made {
        rows: tidy_rows(&tidied.csv),
        triples: triples(&tidied),
        tidied,
        findings,
    }
}

/// The registers, read once for all cases.
fn registers() -> &'static Registers {
    static REGISTERS: OnceLock<Registers> = OnceLock::new();
    REGISTERS.get_or_init(|| {
        Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!("the registers"))
    })
}

fn shown(findings: &Findings) -> String {
    let mut text = Vec::new();
    assize::diagnostic::short::write(&mut text, findings).unwrap();
    String::from_utf8(text).unwrap()
}

/// The frozen code lists of a world, read from files as ever.
fn code_lists(world: &World, out: &Path) -> CodeLists {
    let folder = out.join("codes");
    for (name, text) in world.dimensions.iter().filter_map(|d| d.frozen.as_ref()) {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    CodeLists::read(&folder).unwrap_or_else(|faults| panic!("{}", shown(&faults)))
}

/// The rows of a tidy table, as the csv crate reads them.
fn tidy_rows(csv: &Path) -> Vec<TidyRow> {
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let header = reader.headers().unwrap().clone();
    let records = reader.records().map(Result::unwrap);
    let row = |record: csv::StringRecord| {
        let mut row = TidyRow::new();
        let mut statuses = Vec::new();
        for (name, cell) in header
            .iter()
            .zip(&record)
            .filter(|(_, cell)| !cell.is_empty())
        {
            if name.starts_with("status") {
                statuses.push(cell);
            } else {
                row.insert(name.to_owned(), cell.to_owned());
            }
        }
        statuses.sort_unstable();
        if !statuses.is_empty() {
            row.insert("status".to_owned(), statuses.join(" "));
        }
        row
    };
    let mut rows: Vec<_> = records.map(row).collect();
    rows.sort();
    rows
}

/// The triples that a CSVW processor makes of a tidy table and its metadata.
fn triples(tidied: &Tidied) -> BTreeSet<String> {
    let mut findings = Findings::default();
    let group = TableGroup::open(&tidied.metadata, &mut findings).unwrap();
    let serializer = RdfSerializer::from_format(RdfFormat::NTriples);
    let mut writer = GraphWriter::new(serializer, Vec::new());
    for table in &group.tables {
        let options = Options {
            purpose: Purpose::Validate,
            source: "tidy.csv".into(),
        };
        let csv = File::open(&tidied.csv).unwrap();
        let converted = csvw::convert(table, csv, &options, &mut writer, &mut findings);
        assert!(converted.is_ok());
    }
    assert!(!findings.has_errors(), "{}", shown(&findings));
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// What the accounting says.
fn counts(tidied: &Tidied) -> Counts {
    let accounting = &tidied.accounting;
    Counts {
        read: accounting.rows.read,
        observed: accounting.rows.observed,
        excluded: accounting.rows.excluded.values().sum(),
        queued: accounting.rows.queued.values().sum(),
        faulty: accounting.rows.faulty,
        observations: accounting.observations,
        summed: accounting.summed,
        cells_left_out: accounting.cells_left_out.values().sum(),
        statuses: accounting.statuses.values().sum(),
    }
}

/// Members of code lists that have not the label or notation that they should have.
fn mislabelled(world: &World, tidied: &Tidied) -> Vec<String> {
    let mut wrong = Vec::new();
    for dimension in &world.dimensions {
        let of_it = |column: &&assize::tidy::ColumnMembers| column.name == dimension.name;
        let column = tidied.columns.iter().find(of_it).unwrap();
        let entries = column.code_list.iter().flat_map(CodeList::entries);
        for entry in entries {
            let right = dimension.labels.iter().any(|(key, label, notation)| {
                entry.key.as_str() == key
                    && entry.label.to_lowercase() == label.to_lowercase()
                    && (entry.notation == *notation || dimension.frozen.is_some())
            });
            let odd = dimension.labels.is_empty() || right;
            wrong.extend((!odd).then(|| format!("{entry:?}")));
        }
    }
    wrong
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    })]

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
    fn the_accounting_adds_up_and_no_value_changes(world in world()) {
        let rows = world.rows();
        let written = world.release(&rows);
        let expected = world.expected(&rows, &written);
        let out = tempfile::tempdir().unwrap();
        let made = made(&world, written.bytes.clone(), out.path());
        let context = shown(&made.findings);

        prop_assert!(made.tidied.accounting.adds_up(), "{}", context);
        prop_assert_eq!(&counts(&made.tidied), &expected.counts, "{}", &context);
        prop_assert_eq!(made.rows, expected.rows, "{}", &context);
        prop_assert_eq!(made.triples, expected.triples, "{}", &context);
        let notes: Vec<_> = made.tidied.notes.iter().map(|note| &note.text).collect();
        prop_assert_eq!(notes, written.notes.iter().collect::<Vec<_>>(), "{}", &context);
        prop_assert_eq!(mislabelled(&world, &made.tidied), Vec::<String>::new(), "{}", &context);
        let refused = rows.iter().any(world::Row::has_fault) || expected.counts.observations == 0;
        prop_assert_eq!(made.findings.has_errors(), refused, "{}", &context);
    }
}
