//! One JSON object a line, for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{Finding, Findings, Place};

#[derive(Serialize)]
struct FindingObject<'a> {
    severity: &'a str,
    code: &'a str,
    message: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftOutObject<'a> {
    code: &'a str,
    left_out: u64,
}

/// Writes the findings, one object a line, then an object for each code that was cut.
pub fn write(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    for finding in findings {
        write_line(out, &FindingObject::from(finding))?;
    }
    for (code, left_out) in findings.left_out() {
        let code = code.id();
        write_line(out, &LeftOutObject { code, left_out })?;
    }
    Ok(())
}

fn write_line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    writeln!(out)
}

impl<'a> From<&'a Finding> for FindingObject<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            severity: finding.severity.as_str(),
            code: finding.code.id(),
            message: &finding.message,
            count: finding.count,
            data: finding.data.as_ref().map(PlaceObject::from),
            definition: finding.definition.as_ref().map(PlaceObject::from),
            related: finding.related.iter().map(PlaceObject::from).collect(),
            help: finding.help.as_deref(),
        }
    }
}

impl<'a> From<&'a Place> for PlaceObject<'a> {
    fn from(place: &'a Place) -> Self {
        let field = place.field.as_ref();
        Self {
            file: place.source.as_str(),
            line: place.line,
            column: place.column,
            field: field.map(|f| f.number),
            heading: field.and_then(|f| f.heading.as_deref()),
            pointer: place.pointer.as_deref(),
        }
    }
}
