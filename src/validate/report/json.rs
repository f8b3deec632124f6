//! The report as JSON: one object with every result.

use std::io::{self, Write};

use serde::Serialize;

use super::{Report, Result};
use crate::diagnostic::Place;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    severity: String,
    code: &'a str,
    message: String,
    focus_node: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    component: &'a str,
    shape: String,
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

/// Writes `{"conforms": …, "results": […]}`, a result a line, terms as in N-Triples.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    write!(out, "{{\"conforms\":{},\"results\":[", report.conforms())?;
    for (at, result) in report.results().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object(&result))?;
    }
    out.write_all(b"\n]}\n")
}

fn object<'a>(result: &Result<'a>) -> ResultObject<'a> {
    let code = result.code();
    ResultObject {
        severity: result.severity().to_string(),
        code: code.id(),
        message: result.message(),
        focus_node: result.focus_node().to_string(),
        path: result.path_text(),
        value: result.value().map(|value| value.to_string()),
        component: result.component().as_str(),
        shape: result.source_shape().to_string(),
        data: result.place().map(PlaceObject::from),
        definition: result.definition().map(PlaceObject::from),
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
