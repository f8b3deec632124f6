//! The report for people: few findings, each with its count and first places.

use std::io::{self, Write};

use super::{Report, words};
use crate::diagnostic::human::{self, Colour};

/// Writes the findings, then a line that says what it comes to.
pub fn write(out: &mut impl Write, report: &Report<'_>, colour: Colour) -> io::Result<()> {
    human::write(out, &report.findings(), colour)?;
    if let Some(checked) = &report.cubes {
        let observations = words::counted(checked.observations, "observation");
        let (suppressed, profile) = (checked.suppressed, checked.profile.name());
        writeln!(
            out,
            "{observations} checked, {suppressed} of them suppressed (profile: {profile})."
        )?;
    }
    let checked = if report.conforms() {
        "The data conform.".to_owned()
    } else {
        let results = words::counted(report.len() as u64, "result");
        format!("The data do not conform: {results}.")
    };
    writeln!(out, "{checked}")
}
