//! What it takes to compare two releases of a dataset, at three sizes: time that grows with the
//! rows and memory that does not. Of every hundred observations one is revised, of every thousand
//! one is new, as in a quarterly release.
//!
//! The releases are made while they are read, so that the memory told is that of the comparison.
//! `cargo bench --profile release --bench differences`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark of our own"
)]

use std::fmt::Write;
use std::io::{self, BufReader, Read};
use std::time::Instant;

use assize::difference::{Summary, TableWriter, compare, write_quads};

const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const OBSERVATION: &str = "<http://purl.org/linked-data/cube#Observation>";
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    println!(
        "{:>12} {:>9} {:>15} {:>11}",
        "observations", "time", "observations/s", "peak memory"
    );
    for size in SIZES {
        let start = Instant::now();
        let summary = compared(size);
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(summary.revised, expected(size, 100) - expected(size, 1000));
        println!(
            "{size:>12} {seconds:>7.2} s {:>15.0} {:>8} MB",
            f64::from(u32::try_from(size).unwrap()) / seconds,
            peak_memory()
        );
    }
}

/// How many of the observations are divisible by a number.
fn expected(size: usize, number: usize) -> u64 {
    size.div_ceil(number) as u64
}

/// Compares as a publication does: with a table and quads of every change.
fn compared(size: usize) -> Summary {
    let mut table = TableWriter::new(io::sink()).unwrap();
    let mut quads = io::sink();
    let (old, new) = (
        Release::new(size, Edition::Old),
        Release::new(size, Edition::New),
    );
    compare(BufReader::new(old), BufReader::new(new), |change| {
        table.write(change)?;
        Ok(write_quads(
            &mut quads,
            change,
            "http://example.org/release/new",
        )?)
    })
    .unwrap()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    Old,
    New,
}

/// The canonical N-Quads of a release, nine triples an observation.
struct Release {
    edition: Edition,
    observations: std::ops::Range<usize>,
    text: String,
    read: usize,
}

impl Release {
    fn new(size: usize, edition: Edition) -> Self {
        Self {
            edition,
            observations: 0..size,
            text: String::new(),
            read: 0,
        }
    }

    fn write_next(&mut self) {
        self.text.clear();
        self.read = 0;
        let Some(number) = self.observations.next() else {
            return;
        };
        match self.edition {
            // One of a thousand is new.
            Edition::Old if number % 1000 == 0 => self.write_next(),
            Edition::New if number % 100 == 0 => self.write(number, number % 5000 + 7),
            Edition::Old | Edition::New => self.write(number, number % 5000),
        }
    }

    fn write(&mut self, number: usize, value: usize) {
        let court = number % 80;
        let lines = [
            ("court", format!("<http://example.org/id/court/{court:03}>")),
            (
                "offence",
                format!("<http://example.org/offence/{}>", number % 12),
            ),
            (
                "open",
                format!("\"{value}\"^^<http://www.w3.org/2001/XMLSchema#integer>"),
            ),
            (
                "period",
                format!("<http://example.org/quarter/{}>", number % 44),
            ),
            (
                "received",
                format!(
                    "\"{}\"^^<http://www.w3.org/2001/XMLSchema#integer>",
                    number % 9
                ),
            ),
            ("sex", format!("<http://example.org/sex/{}>", number % 3)),
            ("status", "<http://example.org/status/final>".to_owned()),
            ("unit", "<http://example.org/unit/case>".to_owned()),
        ];
        let subject = format!("<http://example.org/data/caseload/{number:09}>");
        for (property, object) in lines {
            writeln!(
                self.text,
                "{subject} <http://example.org/{property}> {object} ."
            )
            .unwrap();
        }
        writeln!(self.text, "{subject} {TYPE} {OBSERVATION} .").unwrap();
    }
}

impl Read for Release {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.text.len() {
            self.write_next();
        }
        let rest = &self.text.as_bytes()[self.read..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.read += length;
        Ok(length)
    }
}

/// The most memory that this process had so far, in megabytes.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
