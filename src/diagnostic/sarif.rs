//! Findings as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code review tools
//! show as annotations.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Code, Finding, Findings, Place, Severity};

/// Writes one run with the findings; what was cut stands as
/// [notifications](https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317894)
/// of it.
pub fn write(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    let codes: BTreeMap<_, _> = findings.iter().map(|f| (f.code.id(), f.code)).collect();
    let rules: Vec<_> = codes.values().map(rule).collect();
    let results: Vec<_> = findings.iter().map(result).collect();
    let left_out: Vec<_> = findings.left_out().map(notification).collect();
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
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": left_out,
            }],
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

fn notification((code, count): (Code, u64)) -> Value {
    json!({
        "level": "note",
        "message": { "text": format!("{} has {count} more that are counted only.", code.id()) },
        "associatedRule": { "id": code.id() },
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
        "message": { "text": message(finding) },
        "occurrenceCount": finding.count,
        "locations": locations,
        "relatedLocations": related,
    })
}

/// The sentence, and the help below it: annotations show nothing else.
fn message(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\n\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
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
