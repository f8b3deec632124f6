//! Sums over releases and tidy tables that are made without the crate under test.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::releases::Shape;

/// The figure of a cell in hundredths; marks and words are nothing.
fn hundredths(cell: &str) -> i128 {
    let negative = cell.starts_with('(') || cell.starts_with('-');
    let digits: String = cell
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    if digits.is_empty() || cell.starts_with('[') {
        return 0;
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction: String = format!("{fraction}00").chars().take(2).collect();
    let value = whole.parse::<i128>().unwrap_or(0) * 100 + fraction.parse::<i128>().unwrap();
    if negative { -value } else { value }
}

fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    match String::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
        Err(error) => error
            .into_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect(),
    }
}

/// The sum of all figures of a release, without its totals and the rows that it gives twice.
pub(crate) fn of_release(path: &Path, shape: &Shape) -> i128 {
    let text = text_of(path);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let widest = rows.iter().map(Vec::len).max().unwrap();
    let heading = rows.iter().position(|row| row.len() == widest).unwrap();
    let figures: Vec<_> = (0..widest)
        .filter(|at| {
            shape.figures.iter().any(|word| {
                rows[heading][*at]
                    .to_lowercase()
                    .contains(&word.to_lowercase())
            })
        })
        .filter(|at| shape.name != "cc-rdos" || rows[heading][*at].len() == 5)
        .collect();
    let receipt = rows[heading]
        .iter()
        .position(|h| h.to_lowercase().replace('_', " ") == "receipt type");
    let mut seen = BTreeSet::new();
    let data = rows[heading + 1..].iter().filter(|row| row.len() == widest);
    let data = data.filter(|row| shape.name != "cc-rdos" || row[receipt.unwrap()] != "All");
    let data = data.filter(|row| shape.name != "timeliness" || seen.insert((*row).clone()));
    data.flat_map(|row| figures.iter().map(|at| hundredths(&row[*at])))
        .sum()
}

/// The sum of the figures of a tidy table.
pub(crate) fn of_tidy(path: &Path, shape: &Shape) -> i128 {
    let column = match shape.name {
        "cc-rdos" => "cases",
        "sentencing" => "sentenced",
        "spend" => "amount",
        _ => "value",
    };
    of_column(path, column)
}

/// The sum of a column of a table.
pub(crate) fn of_column(path: &Path, column: &str) -> i128 {
    sum(File::open(path).unwrap(), column)
}

/// The sum of a column of a compressed table in Windows-1252.
pub(crate) fn of_gzip(path: &Path, column: &str) -> i128 {
    sum(
        flate2::read::GzDecoder::new(File::open(path).unwrap()),
        column,
    )
}

fn sum(reader: impl Read, column: &str) -> i128 {
    let mut reader = csv::Reader::from_reader(reader);
    let headers = reader.byte_headers().unwrap().clone();
    let at = headers
        .iter()
        .position(|header| header == column.as_bytes())
        .unwrap();
    let cells = reader.byte_records().map(|row| {
        let row = row.unwrap();
        hundredths(std::str::from_utf8(&row[at]).unwrap())
    });
    cells.sum()
}

/// The first cells of each row of a tidy table up to the figures: what its observations are called.
pub(crate) fn keys(path: &Path) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        row.iter()
            .take(if row.len() > 8 { 3 } else { 1 })
            .collect::<Vec<_>>()
            .join("/")
    })
    .collect()
}
