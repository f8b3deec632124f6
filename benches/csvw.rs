//! Converts a tidy table of the size and shape of the Crown Court caseload: with the engine, and
//! with a formatter that is written by hand for just that table. Prints how they compare; the
//! engine is to reach at least half the formatter's speed and a million triples a second.

#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    reason = "a benchmark fails by panicking; criterion's macros write functions without documentation, and rates are for people to read"
)]

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use assize::csvw::{Options, Purpose, TableGroup, convert};
use assize::diagnostic::Findings;
use assize::graph::{GraphWriter, TripleSink};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use oxrdfio::{RdfFormat, RdfSerializer};

const ROWS: usize = 345_590;
const BASE: &str = "http://justice.data.gov.uk";

const METADATA: &str = r#"{
  "@context": "http://www.w3.org/ns/csvw",
  "url": "http://justice.data.gov.uk/data/caseload.csv",
  "tableSchema": {
    "aboutUrl": "http://justice.data.gov.uk/data/caseload/{court}/{quarter}/{receipt}/{offence}/{measure}",
    "columns": [
      {"name": "court", "titles": "court", "propertyUrl": "http://justice.data.gov.uk/def/dimension/court", "valueUrl": "http://justice.data.gov.uk/id/court/{court}"},
      {"name": "quarter", "titles": "quarter", "propertyUrl": "http://justice.data.gov.uk/def/dimension/period", "valueUrl": "http://reference.data.gov.uk/id/quarter/{quarter}"},
      {"name": "receipt", "titles": "receipt", "propertyUrl": "http://justice.data.gov.uk/def/caseload/receipt", "valueUrl": "http://justice.data.gov.uk/def/caseload/receipt/{receipt}"},
      {"name": "offence", "titles": "offence", "propertyUrl": "http://justice.data.gov.uk/def/caseload/offence", "valueUrl": "http://justice.data.gov.uk/def/caseload/offence/{offence}"},
      {"name": "measure", "titles": "measure", "propertyUrl": "qb:measureType", "valueUrl": "http://justice.data.gov.uk/def/measure/{measure}"},
      {"name": "cases", "titles": "cases", "propertyUrl": "http://justice.data.gov.uk/def/measure/cases", "datatype": "integer"},
      {"name": "status", "titles": "status", "propertyUrl": "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus", "valueUrl": "http://justice.data.gov.uk/def/status/{status}"},
      {"name": "type", "virtual": true, "propertyUrl": "rdf:type", "valueUrl": "qb:Observation"},
      {"name": "dataset", "virtual": true, "propertyUrl": "qb:dataSet", "valueUrl": "http://justice.data.gov.uk/data/caseload"}
    ]
  }
}"#;

/// The table: sorted like the release, with figures that repeat as small counts do.
fn table() -> String {
    let mut text = "court,quarter,receipt,offence,measure,cases,status\n".to_owned();
    for row in 0..ROWS {
        let (measure, rest) = (["receipts", "disposals", "open"][row % 3], row / 3);
        let (offence, rest) = (rest % 13, rest / 13);
        let (receipt, rest) = (rest % 5, rest / 5);
        let (court, quarter) = (rest % 70, rest / 70);
        let cases = (row * 7_919) % 1_009;
        let status = if row % 50 == 0 { "provisional" } else { "" };
        let (year, quarter) = (2016 + quarter / 4, 1 + quarter % 4);
        writeln!(text, "crown-court-{court},{year}-Q{quarter},receipt-{receipt},offence-group-{offence},{measure},{cases},{status}").unwrap();
    }
    text
}

/// Runs the engine into a sink; gives the number of triples.
fn engine<S: TripleSink<Error: std::fmt::Debug>>(
    group: &TableGroup,
    csv: &str,
    sink: &mut S,
) -> u64 {
    let options = Options {
        purpose: Purpose::Validate,
        source: "caseload.csv".into(),
    };
    let mut findings = Findings::default();
    let converted = convert(
        &group.tables[0],
        csv.as_bytes(),
        &options,
        sink,
        &mut findings,
    )
    .unwrap();
    assert!(findings.is_empty());
    converted.triples
}

fn engine_to_text(group: &TableGroup, csv: &str) -> u64 {
    let mut writer = GraphWriter::new(RdfSerializer::from_format(RdfFormat::NTriples), io::sink());
    let triples = engine(group, csv, &mut writer);
    writer.finish().unwrap();
    triples
}

/// What one would write for this table and no other.
fn by_hand(csv: &str) -> u64 {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut out = io::BufWriter::new(io::sink());
    let mut triples = 0;
    let mut subject = String::new();
    while reader.read_record(&mut record).unwrap() {
        let (court, quarter, receipt, offence, measure) =
            (&record[0], &record[1], &record[2], &record[3], &record[4]);
        subject.clear();
        write!(
            subject,
            "<{BASE}/data/caseload/{court}/{quarter}/{receipt}/{offence}/{measure}>"
        )
        .unwrap();
        writeln!(
            out,
            "{subject} <{BASE}/def/dimension/court> <{BASE}/id/court/{court}> ."
        )
        .unwrap();
        writeln!(out, "{subject} <{BASE}/def/dimension/period> <http://reference.data.gov.uk/id/quarter/{quarter}> .").unwrap();
        writeln!(
            out,
            "{subject} <{BASE}/def/caseload/receipt> <{BASE}/def/caseload/receipt/{receipt}> ."
        )
        .unwrap();
        writeln!(
            out,
            "{subject} <{BASE}/def/caseload/offence> <{BASE}/def/caseload/offence/{offence}> ."
        )
        .unwrap();
        writeln!(out, "{subject} <http://purl.org/linked-data/cube#measureType> <{BASE}/def/measure/{measure}> .").unwrap();
        writeln!(out, "{subject} <{BASE}/def/measure/cases> \"{}\"^^<http://www.w3.org/2001/XMLSchema#integer> .", &record[5]).unwrap();
        if !record[6].is_empty() {
            writeln!(out, "{subject} <http://purl.org/linked-data/sdmx/2009/attribute#obsStatus> <{BASE}/def/status/{}> .", &record[6]).unwrap();
            triples += 1;
        }
        writeln!(out, "{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/linked-data/cube#Observation> .").unwrap();
        writeln!(
            out,
            "{subject} <http://purl.org/linked-data/cube#dataSet> <{BASE}/data/caseload> ."
        )
        .unwrap();
        triples += 8;
    }
    out.flush().unwrap();
    triples
}

/// Counts triples, keeps their terms for a while, and writes nothing.
#[derive(Default)]
struct Numbers {
    terms: assize::graph::Dictionary,
    triples: u64,
}

impl TripleSink for Numbers {
    type Error = std::convert::Infallible;

    fn terms(&mut self) -> &mut assize::graph::Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, _: assize::graph::Triple) -> Result<(), Self::Error> {
        self.triples += 1;
        Ok(())
    }
}

fn best_of_three(mut run: impl FnMut() -> u64) -> (u64, Duration) {
    let mut timed = (0..3).map(|_| {
        let start = Instant::now();
        (run(), start.elapsed())
    });
    let first = timed.next().unwrap();
    timed.fold(
        first,
        |best, next| if next.1 < best.1 { next } else { best },
    )
}

fn conversions(criterion: &mut Criterion) {
    let csv = table();
    let group = TableGroup::parse("caseload.json", METADATA, &mut Findings::default()).unwrap();
    let (triples, engine_time) = best_of_three(|| engine_to_text(&group, &csv));
    let (same, hand_time) = best_of_three(|| by_hand(&csv));
    assert_eq!(triples, same);
    let ratio = hand_time.as_secs_f64() / engine_time.as_secs_f64();
    let rate = triples as f64 / engine_time.as_secs_f64() / 1e6;
    let line = format!(
        "{triples} triples: engine {engine_time:?}, by hand {hand_time:?}; the engine has {ratio:.2} of the formatter's speed, {rate:.1} million triples a second"
    );
    io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
    let mut benches = criterion.benchmark_group("caseload");
    benches
        .throughput(Throughput::Elements(triples))
        .sample_size(10);
    benches.bench_function("engine to numbers", |bench| {
        bench.iter(|| engine(&group, &csv, &mut Numbers::default()));
    });
    benches.bench_function("engine to N-Triples", |bench| {
        bench.iter(|| engine_to_text(&group, &csv));
    });
    benches.bench_function("formatter by hand", |bench| bench.iter(|| by_hand(&csv)));
    benches.finish();
}

criterion_group!(csvw, conversions);
criterion_main!(csvw);
