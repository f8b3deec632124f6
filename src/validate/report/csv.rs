//! The report as CSV: one row a result, for spreadsheets.

use std::io::{self, Write};

use super::{Report, Result};

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
    for result in report.results() {
        writer.write_record(row(&result))?;
    }
    writer.flush()
}

/// `column` is the number of the CSV column, or the character in the line of a Turtle file.
fn row(result: &Result<'_>) -> [String; 12] {
    let place = result.place();
    let field = place.as_ref().and_then(|place| place.field.clone());
    let number = field.as_ref().map(|field| field.number);
    let column = number.or(place.as_ref().and_then(|place| place.column));
    let line = place.as_ref().and_then(|place| place.line);
    [
        result.severity().to_string(),
        result.code().id().to_owned(),
        result.message(),
        place
            .map(|place| place.source.to_string())
            .unwrap_or_default(),
        line.map(|line| line.to_string()).unwrap_or_default(),
        column.map(|column| column.to_string()).unwrap_or_default(),
        field.and_then(|field| field.heading).unwrap_or_default(),
        result.focus_node().to_string(),
        result.path_text().unwrap_or_default(),
        result
            .value()
            .map(|value| value.to_string())
            .unwrap_or_default(),
        result.source_shape().to_string(),
        result.component().to_string(),
    ]
}
