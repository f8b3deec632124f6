//! One line a finding, for editors and `grep`: `file:line:column: severity[code]: sentence`.

use std::io::{self, Write};

use super::{Finding, Findings};

/// Writes the findings, one a line, then a line for each code that was cut.
pub fn write(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    for finding in findings {
        write_one(out, finding)?;
    }
    for (code, more) in findings.left_out() {
        writeln!(out, "{more} more findings of {code} were left out")?;
    }
    Ok(())
}

fn write_one(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    if let Some(place) = finding.place() {
        write!(out, "{place}: ")?;
    }
    writeln!(
        out,
        "{}[{}]: {}",
        finding.severity, finding.code, finding.message
    )
}
