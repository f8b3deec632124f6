use serde_json::{Map, Value, json};

use super::Told;
use super::told::Cell;
use crate::serve::slice::table::{Figure, Line, Source};

/// The table as JSON: what its dimensions and measures are, and an object a figure.
///
/// Numbers are written digit by digit as they are; they are not read through a float on the way.
pub(super) fn write(told: &Told<'_>) -> Vec<u8> {
    let dimensions = told.dimensions().map(|(_, dimension)| {
        json!({
            "name": dimension.name,
            "property": dimension.property.as_str(),
            "label": dimension.label(told.live, told.language),
        })
    });
    let dataset = &told.schema.dataset;
    let head = json!({
        "dataset": dataset.as_str(),
        "title": crate::serve::pages::name(told.live, dataset.as_ref(), told.language),
        "slice": format!("{}{}", told.site.base(), told.address()),
        "total": told.table.total,
        "page": told.slice.page,
        "dimensions": dimensions.collect::<Vec<_>>(),
    });
    let mut out = head.to_string();
    out.pop();
    out.push_str(",\"observations\":[");
    for (at, line) in told.table.lines.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        object(told, line, &mut out);
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn object(told: &Told<'_>, line: &Line, out: &mut String) {
    let mut object = Map::new();
    for (place, dimension) in told.dimensions() {
        let member = told.member(place, dimension, line);
        object.insert(dimension.name.clone(), member.map_or(Value::Null, cell));
    }
    let measure = told.measure(line);
    let label = measure.label(told.live, told.language);
    object.insert(
        "measure".to_owned(),
        json!({ "uri": measure.property.as_str(), "code": measure.key, "label": label }),
    );
    object.insert("unit".to_owned(), told.unit(line).map_or(Value::Null, cell));
    if let Some(power) = told.multiplier(line) {
        object.insert("multiplier".to_owned(), json!(power));
    }
    let statuses: Vec<_> = told.statuses(line).map(cell).collect();
    object.insert("status".to_owned(), statuses.into());
    match line.source {
        Source::Total {
            observations,
            missing,
        } => {
            object.insert("observations".to_owned(), observations.into());
            object.insert("missing".to_owned(), missing.into());
        }
        Source::Observation(row) => {
            let observation = told.cube.observation(row as usize);
            object.insert("observation".to_owned(), observation.as_str().into());
        }
    }
    let text = Value::Object(object).to_string();
    out.push_str(&text[..text.len() - 1]);
    out.push_str(",\"value\":");
    out.push_str(&number(line.value.as_ref()));
    out.push('}');
}

fn cell(cell: Cell<'_>) -> Value {
    json!({ "uri": cell.uri, "code": cell.code, "label": cell.label })
}

/// A figure as JSON has it.
pub(super) fn number(figure: Option<&Figure>) -> String {
    match figure {
        None => "null".to_owned(),
        Some(Figure::Number(number)) => number.to_string(),
        Some(other) => Value::from(other.text()).to_string(),
    }
}
