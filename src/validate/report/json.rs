//! The report as JSON: one object with every result.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::entry::Entry;
use crate::diagnostic::Place;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntryObject<'a> {
    severity: String,
    code: &'a str,
    message: String,
    focus_node: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    component: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PlaceObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<PlaceObject>,
}

#[derive(Serialize)]
struct PlaceObject {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CubeObject<'a> {
    profile: &'a str,
    observations: u64,
    suppressed: u64,
}

/// Writes `{"conforms": …, "results": […]}`, a result a line, terms as in N-Triples; where data
/// cubes were checked, `"cube"` tells the profile and the counts, and their faults are results.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    write!(out, "{{\"conforms\":{}", report.conforms())?;
    if let Some(checked) = &report.cubes {
        let cube = CubeObject {
            profile: checked.profile.name(),
            observations: checked.observations,
            suppressed: checked.suppressed,
        };
        out.write_all(b",\"cube\":")?;
        serde_json::to_writer(&mut *out, &cube)?;
    }
    out.write_all(b",\"results\":[")?;
    for (at, entry) in report.entries().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object(entry))?;
    }
    out.write_all(b"\n]}\n")
}

fn object(entry: Entry<'_>) -> EntryObject<'_> {
    EntryObject {
        severity: entry.severity.to_string(),
        code: entry.code.id(),
        message: entry.message,
        focus_node: entry.focus_node.to_string(),
        path: entry.path,
        value: entry.value.map(|value| value.to_string()),
        component: entry.component,
        shape: entry.shape.map(|shape| shape.to_string()),
        data: entry.place.map(PlaceObject::from),
        definition: entry.definition.map(PlaceObject::from),
    }
}

impl From<Place> for PlaceObject {
    fn from(place: Place) -> Self {
        let (field, heading) = match place.field {
            Some(field) => (Some(field.number), field.heading),
            None => (None, None),
        };
        Self {
            file: place.source.to_string(),
            line: place.line,
            column: place.column,
            field,
            heading,
        }
    }
}
