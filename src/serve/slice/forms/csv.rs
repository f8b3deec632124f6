use std::io;

use super::Told;
use crate::serve::slice::table::{Line, Source};

/// A line a figure; each thing by its URI, its code and its label.
pub(super) fn write(told: &Told<'_>) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(header(told))?;
    for line in &told.table.lines {
        out.write_record(record(told, line))?;
    }
    out.into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

/// The names of the columns.
pub(super) fn header(told: &Told<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for (_, dimension) in told.dimensions() {
        let name = &dimension.name;
        names.extend([
            name.clone(),
            format!("{name}_code"),
            format!("{name}_label"),
        ]);
    }
    names.extend(["measure", "measure_code", "measure_label", "value"].map(str::to_owned));
    names.extend(["unit", "unit_code", "unit_label"].map(str::to_owned));
    if told.schema.multiplier.is_some() {
        names.push("multiplier".to_owned());
    }
    names.extend(["status", "status_code", "status_label"].map(str::to_owned));
    match told.slice.group {
        Some(_) => names.extend(["observations", "missing"].map(str::to_owned)),
        None => names.push("observation".to_owned()),
    }
    names
}

/// The cells of a line; what there is none of is empty.
pub(super) fn record(told: &Told<'_>, line: &Line) -> Vec<String> {
    let mut cells = Vec::new();
    for (place, dimension) in told.dimensions() {
        let member = told.member(place, dimension, line);
        let texts = member.map(|m| [m.uri, m.code, m.label]);
        cells.extend(texts.unwrap_or_default().map(str::to_owned));
    }
    let measure = told.measure(line);
    cells.push(measure.property.as_str().to_owned());
    cells.push(measure.key.clone());
    cells.push(measure.label(told.live, told.language));
    cells.push(
        line.value
            .as_ref()
            .map(super::super::table::Figure::text)
            .unwrap_or_default(),
    );
    let unit = told
        .unit(line)
        .map(|unit| [unit.uri, unit.code, unit.label]);
    cells.extend(unit.unwrap_or_default().map(str::to_owned));
    if told.schema.multiplier.is_some() {
        cells.push(told.multiplier(line).unwrap_or_default().to_owned());
    }
    let statuses: Vec<_> = told.statuses(line).collect();
    let joined = |of: fn(&super::told::Cell<'_>) -> String| {
        statuses.iter().map(of).collect::<Vec<_>>().join(" ")
    };
    cells.push(joined(|status| status.uri.to_owned()));
    cells.push(joined(|status| status.code.to_owned()));
    let labels: Vec<_> = statuses.iter().map(|status| status.label).collect();
    cells.push(labels.join("; "));
    match line.source {
        Source::Total {
            observations,
            missing,
        } => cells.extend([observations, missing].map(|count| count.to_string())),
        Source::Observation(row) => {
            cells.push(told.cube.observation(row as usize).into_string());
        }
    }
    cells
}
