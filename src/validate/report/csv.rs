//! The report as CSV: one row a result, for spreadsheets.

use std::io::{self, Write};

use oxrdf::TermRef;

use super::Report;
use super::entry::Entry;

const HEADINGS: [&str; 12] = [
    "severity",
    "code",
    "message",
    "file",
    "line",
    "column",
    "heading",
    "focus_node",
    "path",
    "value",
    "shape",
    "component",
];

/// Writes a heading and a row for each result.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(HEADINGS)?;
    for entry in report.entries() {
        writer.write_record(row(entry))?;
    }
    writer.flush()
}

/// `column` is the number of the CSV column, or the character in the line of a Turtle file.
fn row(entry: Entry<'_>) -> [String; 12] {
    let place = entry.place;
    let field = place.as_ref().and_then(|place| place.field.clone());
    let number = field.as_ref().map(|field| field.number);
    let column = number.or(place.as_ref().and_then(|place| place.column));
    let line = place.as_ref().and_then(|place| place.line);
    let text = |term: Option<TermRef<'_>>| term.map(|term| term.to_string()).unwrap_or_default();
    [
        entry.severity.to_string(),
        entry.code.id().to_owned(),
        entry.message,
        place
            .map(|place| place.source.to_string())
            .unwrap_or_default(),
        line.map(|line| line.to_string()).unwrap_or_default(),
        column.map(|column| column.to_string()).unwrap_or_default(),
        field.and_then(|field| field.heading).unwrap_or_default(),
        entry.focus_node.to_string(),
        entry.path.unwrap_or_default(),
        text(entry.value),
        text(entry.shape),
        format!("<{}>", entry.component),
    ]
}
