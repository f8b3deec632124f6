use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::Told;
use super::json::number;
use crate::serve::slice::dimension::{Dimension, Order};
use crate::serve::slice::error::SliceError;
use crate::serve::slice::table::{Line, Reading};

/// The most cells of a cube, whether there are figures in them or not.
const MOST_CELLS: usize = 50_000_000;

/// One axis of the cube: what its places are called.
struct Axis {
    id: String,
    label: String,
    /// In order: key and label.
    places: Vec<(String, String)>,
}

/// [JSON-stat 2.0](https://json-stat.org/full/), a cube; its figures stand by their places, because
/// most places of a slice have none.
pub(super) fn write(told: &Told<'_>) -> Result<Vec<u8>, SliceError> {
    let mut all = Vec::new();
    let mut place_of = Vec::new();
    for (place, dimension) in told.dimensions() {
        let (axis, places) = axis(told, place, dimension);
        all.push(axis);
        place_of.push(places);
    }
    let (axis, places) = measure_axis(told);
    all.push(axis);
    place_of.push(places);
    let cells = all
        .iter()
        .try_fold(1_usize, |n, axis| n.checked_mul(axis.places.len()));
    let cells = cells.unwrap_or(usize::MAX);
    if cells > MOST_CELLS {
        return Err(SliceError::TooMany {
            cells,
            most: MOST_CELLS,
            form: "JSON-stat",
        });
    }
    let index = |line: usize| {
        let places = all.iter().zip(&place_of);
        places.fold(0, |n, (axis, places)| {
            n * axis.places.len() + places[line].unwrap_or(0)
        })
    };
    Ok(document(told, &all, index))
}

fn document(told: &Told<'_>, all: &[Axis], index: impl Fn(usize) -> usize) -> Vec<u8> {
    let (mut values, mut statuses) = (String::new(), Map::new());
    for (at, line) in told.table.lines.iter().enumerate() {
        let index = index(at);
        if let Some(value) = &line.value {
            let comma = if values.is_empty() { "" } else { "," };
            let _infallible = write!(values, "{comma}\"{index}\":{}", number(Some(value)));
        }
        let status: Vec<_> = told
            .statuses(line)
            .map(|status| status.code.to_owned())
            .collect();
        if !status.is_empty() {
            statuses.insert(index.to_string(), status.join(",").into());
        }
    }
    let dimension: Map<_, _> = all.iter().map(|axis| category(told, axis)).collect();
    let dataset = &told.schema.dataset;
    let time = told.dimensions().filter(|(_, d)| d.order == Order::Time);
    let head = json!({
        "version": "2.0",
        "class": "dataset",
        "href": format!("{}{}", told.site.base(), told.address()),
        "label": crate::serve::pages::name(told.live, dataset.as_ref(), told.language),
        "source": dataset.as_str(),
        "id": all.iter().map(|axis| axis.id.as_str()).collect::<Vec<_>>(),
        "size": all.iter().map(|axis| axis.places.len()).collect::<Vec<_>>(),
        "role": {
            "time": time.map(|(_, d)| d.name.as_str()).collect::<Vec<_>>(),
            "metric": ["measure"],
        },
        "dimension": dimension,
        "status": statuses,
    });
    let mut out = head.to_string();
    out.pop();
    out.push_str(",\"value\":{");
    out.push_str(&values);
    out.push_str("}}\n");
    out.into_bytes()
}

fn category(told: &Told<'_>, axis: &Axis) -> (String, Value) {
    let index: Vec<_> = axis.places.iter().map(|(key, _)| key.as_str()).collect();
    let labels = axis
        .places
        .iter()
        .map(|(k, l)| (k.clone(), Value::from(l.as_str())));
    let mut category = json!({ "index": index, "label": labels.collect::<Map<_, _>>() });
    if axis.id == "measure" {
        let units = axis.places.iter().map(|(key, _)| {
            let mut lines = told.table.lines.iter();
            let line = lines.find(|line| told.measure(line).key == *key);
            let unit = line.and_then(|line| told.unit(line));
            (key.clone(), json!({ "label": unit.map(|unit| unit.label) }))
        });
        category["unit"] = Value::Object(units.collect());
    }
    let axis_of = json!({ "label": axis.label, "category": category });
    (axis.id.clone(), axis_of)
}

/// The members that the lines have, by time or in the order of their keys, and the place of each line.
fn axis(told: &Told<'_>, place: usize, dimension: &Dimension) -> (Axis, Vec<Option<usize>>) {
    let reading = Reading {
        schema: told.schema,
        cube: told.cube,
        slice: told.slice,
        live: told.live,
    };
    let lines = told.table.lines.iter();
    let mut codes: Vec<_> = lines
        .clone()
        .filter_map(|line| line.members[place])
        .collect();
    codes.sort_unstable();
    codes.dedup();
    if dimension.order == Order::Time {
        let ranks = reading.ranks(dimension);
        codes.sort_by_key(|code| ranks[*code as usize]);
    }
    let mut at = vec![None; dimension.members.len()];
    for (place, code) in codes.iter().enumerate() {
        at[*code as usize] = Some(place);
    }
    let label = |code: u32| dimension.member_label(told.live, told.cube, code, told.language);
    let key = |code: u32| dimension.members[code as usize].key.clone();
    let axis = Axis {
        id: dimension.name.clone(),
        label: dimension.label(told.live, told.language),
        places: codes
            .iter()
            .map(|code| (key(*code), label(*code)))
            .collect(),
    };
    let places = lines.map(|line| at[line.members[place]? as usize]);
    (axis, places.collect())
}

fn measure_axis(told: &Told<'_>) -> (Axis, Vec<Option<usize>>) {
    let of = |line: &Line| line.measure;
    let mut measures: Vec<_> = told.table.lines.iter().map(of).collect();
    measures.sort_unstable();
    measures.dedup();
    let places = measures.iter().map(|at| {
        let measure = &told.schema.measures[*at];
        (measure.key.clone(), measure.label(told.live, told.language))
    });
    let axis = Axis {
        id: "measure".to_owned(),
        label: "Measure".to_owned(),
        places: places.collect(),
    };
    let place = |line: &Line| measures.iter().position(|at| *at == line.measure);
    (axis, told.table.lines.iter().map(place).collect())
}
