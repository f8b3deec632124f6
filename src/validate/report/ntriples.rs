//! The report graph as N-Triples.

use std::io::{self, Write};

use super::Report;

/// Writes the [report graph](https://www.w3.org/TR/shacl/#validation-report), a triple a line.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    for triple in report.triples() {
        writeln!(out, "{triple} .")?;
    }
    Ok(())
}
