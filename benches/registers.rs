//! What registers cost: reading all of them, which is to take less than a second, and matching the
//! cells of a million rows, which is to add less than a tenth to their conversion.
//!
//! The conversion is that of a release with the headings of the Crown Court caseload: read, tidied,
//! written as CSV and converted to triples. It is done with the mapping of the project, in which
//! court, region and area of every row are looked up in registers, and with the same mapping in
//! which the court is a code and the other two are not looked at. Both are done in turn.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use assize::csvw::{Options, Purpose, TableGroup, convert};
use assize::diagnostic::Findings;
use assize::graph::{Dictionary, Triple, TripleSink};
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::Release;
use assize::tidy::{CodeLists, Job};
use assize::uri::Base;

const ROWS: usize = 1_000_000;
/// How often each is measured; the medians are told.
const ROUNDS: usize = 5;
/// How many members of the code lists there are.
const RECEIPTS: [&str; 5] = [
    "Indictable only",
    "Triable either way",
    "Sent for trial",
    "Committed for sentence",
    "Appeal",
];

fn main() {
    let loading = median(|| drop(load()));
    println!(
        "loading all registers: {:.3} s (at most 1 s)",
        loading.as_secs_f64()
    );
    let registers = load();
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("cc_rdos-2025-Q4.csv");
    fs::write(&release, table(&registers)).unwrap();
    let looked_up = mapping(&fs::read_to_string("mappings/crown-court-caseload.toml").unwrap());
    let taken = mapping(&without_registers(looked_up.text()));
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(conversion(&taken, &registers, &release));
        with.push(conversion(&looked_up, &registers, &release));
    }
    let (with, without) = (middle(with), middle(without));
    let share = with.as_secs_f64() / without.as_secs_f64() - 1.0;
    println!(
        "{ROWS} rows, nothing matched:                       {:.2} s",
        without.as_secs_f64()
    );
    println!(
        "{ROWS} rows, court, region and area of each matched: {:.2} s",
        with.as_secs_f64()
    );
    println!(
        "matching {} cells adds {:.1} % (at most 10 %)",
        3 * ROWS,
        share * 100.0
    );
}

fn load() -> Registers {
    Registers::load(Path::new("vocab/registers"))
        .unwrap_or_else(|_| panic!("the registers are wrong"))
}

fn median(mut run: impl FnMut()) -> Duration {
    let timed = (0..=2 * ROUNDS).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    middle(timed.collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn mapping(text: &str) -> Mapping {
    Mapping::parse("mapping.toml", text.to_owned())
        .unwrap_or_else(|findings| panic!("{:?}", findings.iter().next()))
}

/// The mapping with the court as a code that the release brings along, and without the columns
/// that only check where it lies.
fn without_registers(text: &str) -> String {
    let text = text.replacen("register = \"court\"", "codes = \"open\"", 1);
    let text = text.replacen(
        "unknown-columns = \"error\"",
        "unknown-columns = \"ignore\"",
        1,
    );
    let columns = text.split("[[column]]");
    let kept: Vec<_> = columns
        .filter(|column| !column.contains("\"check\""))
        .collect();
    kept.join("[[column]]")
}

/// The rows, with every court of the Crown Court statistics in its region and area.
fn table(registers: &Registers) -> String {
    let courts = courts(registers);
    let mut text =
        "year,quarter,receipt_type,region,lcjb_area,crown_court,rdos,offence_group,value\n"
            .to_owned();
    for row in 0..ROWS {
        let (measure, rest) = (["1. Receipts", "2. Disposals", "3. Open"][row % 3], row / 3);
        let (receipt, rest) = (RECEIPTS[rest % RECEIPTS.len()], rest / RECEIPTS.len());
        let (court, rest) = (&courts[rest % courts.len()], rest / courts.len());
        let (quarter, offence) = (rest % 40, rest / 40);
        let (year, quarter) = (2016 + quarter / 4, 1 + quarter % 4);
        let value = (row * 7_919) % 1_009;
        writeln!(
            text,
            "{year},Q{quarter},{receipt},{court},{measure},Group {offence},{value}"
        )
        .unwrap();
    }
    text
}

/// Region, area and court, as the statistics call them.
fn courts(registers: &Registers) -> Vec<String> {
    let register = registers.get("court").unwrap();
    let label = |concept: &str, key| registers.get(concept).unwrap().thing(key).unwrap().label();
    let source = "ccsq-2025q4";
    let counted = register.things().iter().filter_map(|court| {
        let region = label("hmcts-region", court.within("hmcts-region")?);
        let area = label("lcjb-area", court.within("lcjb-area")?);
        let name = court
            .labels
            .iter()
            .find(|label| label.source.as_str() == source)?;
        Some(format!("\"{region}\",\"{area}\",\"{}\"", name.text))
    });
    let counted: Vec<_> = counted.collect();
    assert!(
        counted.len() > 60,
        "the statistics have some seventy courts"
    );
    counted
}

/// Reads, tidies and converts a release; how long it took.
fn conversion(mapping: &Mapping, registers: &Registers, release: &Path) -> Duration {
    let out = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut findings = Findings::default();
    let source = Release::open(release, &mapping.layout(), &mut findings)
        .unwrap()
        .unwrap();
    let job = Job {
        mapping,
        registers,
        code_lists: &CodeLists::default(),
        base: &Base::default(),
        edition: "2025-Q4",
    };
    let tidied = job.write(source, out.path(), &mut findings).unwrap();
    let tidied = tidied.unwrap_or_else(|| panic!("{findings:?}"));
    let group = TableGroup::open(&tidied.metadata, &mut findings).unwrap();
    let options = Options {
        purpose: Purpose::Validate,
        source: "release.csv".into(),
    };
    let csv = File::open(&tidied.csv).unwrap();
    let mut counted = Counted::default();
    convert(&group.tables[0], csv, &options, &mut counted, &mut findings).unwrap();
    assert!(!findings.has_errors(), "{findings:?}");
    assert!(counted.triples > 5 * ROWS, "{} triples", counted.triples);
    begun.elapsed()
}

/// Counts triples and keeps their terms.
#[derive(Default)]
struct Counted {
    terms: Dictionary,
    triples: usize,
}

impl TripleSink for Counted {
    type Error = std::convert::Infallible;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, _: Triple) -> Result<(), Self::Error> {
        self.triples += 1;
        Ok(())
    }
}
