//! The report as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code review
//! tools show as annotations.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::Report;
use crate::diagnostic::{Code, Finding, Place, Severity};

/// Writes one run with the grouped findings, so that a review is not drowned.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let findings = report.findings();
    let codes: BTreeMap<_, _> = findings.iter().map(|f| (f.code.id(), f.code)).collect();
    let rules: Vec<_> = codes.values().map(rule).collect();
    let results: Vec<_> = findings.iter().map(result).collect();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "assize",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id(),
        "shortDescription": { "text": code.occurs() },
        "help": { "text": code.mend() },
    })
}

fn result(finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let first = finding
        .data
        .iter()
        .chain(finding.definition.iter().filter(|_| finding.data.is_none()));
    let locations: Vec<_> = first.map(location).collect();
    let beside = finding.definition.iter().filter(|_| finding.data.is_some());
    let related: Vec<_> = beside.chain(&finding.related).map(location).collect();
    json!({
        "ruleId": finding.code.id(),
        "level": level,
        "message": { "text": finding.message },
        "occurrenceCount": finding.count,
        "locations": locations,
        "relatedLocations": related,
    })
}

fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(place.source.as_str()) } });
    if let Some(line) = place.line {
        physical["region"] = match place.column {
            Some(column) => json!({ "startLine": line, "startColumn": column }),
            None => json!({ "startLine": line }),
        };
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(field) = &place.field {
        let heading = field.heading.iter().map(|heading| format!(", {heading}"));
        let heading: String = heading.collect();
        location["message"] = json!({ "text": format!("column {}{heading}", field.number) });
    }
    location
}

/// A path as a URI, which is relative where the path is.
fn uri(path: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b'~');
    if path.contains("://") {
        return path.to_owned();
    }
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(path, KEPT))
}
