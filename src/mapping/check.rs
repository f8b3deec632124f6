use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::codes;
use super::column::{Column, Input, Presence, Role, TotalsAs, Values};
use super::dataset::Mapping;
use super::disclosure;
use super::measure::Markers;
use super::near;
use super::status::Status;
use crate::diagnostic::Findings;
use crate::register::{Register, Registers};

/// Checks what no single key shows: names that clash, references, and whether there is a cube.
pub(super) fn check(mapping: &Mapping, findings: &mut Findings) {
    check_cube(mapping, findings);
    check_names(mapping, findings);
    check_titles(mapping, findings);
    for column in &mapping.columns {
        check_references(mapping, column, findings);
        check_captures(mapping, column, findings);
        check_default(mapping, column, findings);
        check_markers(mapping, column, findings);
        check_totals(mapping, column, findings);
    }
    check_measures(mapping, findings);
    disclosure::check(mapping, findings);
}

fn check_cube(mapping: &Mapping, findings: &mut Findings) {
    let lacks = |what: &str| {
        let message = format!("No column has the role `{what}`.");
        mapping.fault(codes::INCOMPLETE_CUBE, 0..0, message)
    };
    if mapping.dimensions().next().is_none() {
        findings.push(lacks("dimension"));
    }
    if mapping.measure_columns().next().is_none() {
        findings.push(lacks("measure"));
    }
}

fn check_names(mapping: &Mapping, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, &Column> = BTreeMap::new();
    for column in &mapping.columns {
        if let Some(first) = seen.insert(&column.name, column) {
            let message = format!("Two columns are called `{}`.", column.name);
            let finding = mapping.fault(codes::DUPLICATE, column.span("name"), message);
            let place = mapping.place(first.span("name")).with_label("the first");
            findings.push(finding.related(place));
        }
    }
    let mut seen = BTreeSet::new();
    for measure in &mapping.measures {
        if !seen.insert(measure.key.as_str()) {
            let message = format!("Two measures have the key `{}`.", measure.key);
            findings.push(mapping.fault(codes::DUPLICATE, 0..0, message));
        }
    }
}

/// Columns may share a heading only if each takes a part of its cells.
fn check_titles(mapping: &Mapping, findings: &mut Findings) {
    let mut seen: BTreeMap<String, (&Column, &Spanned<String>)> = BTreeMap::new();
    for column in &mapping.columns {
        for title in column.titles() {
            let normal = mapping.source.headings.normal(title.get_ref());
            let Some((first, first_title)) = seen.insert(normal, (column, title)) else {
                continue;
            };
            let shared = column.extract.is_some() && first.extract.is_some();
            if first.name == column.name || shared {
                continue;
            }
            let message = format!(
                "`{}` and `{}` both take the heading “{}”.",
                first.name,
                column.name,
                title.get_ref()
            );
            let finding = mapping.fault(codes::DUPLICATE, title.span(), message);
            let place = mapping.place(first_title.span()).with_label("the first");
            findings.push(finding.related(place));
        }
    }
}

fn check_references(mapping: &Mapping, column: &Column, findings: &mut Findings) {
    if let Role::Check(check) = &column.role
        && mapping.column(&check.column).is_none()
    {
        findings.push(unknown_column(mapping, column, "check", &check.column));
    }
    let given = column.spans.contains_key("role");
    let used = mapping.columns.iter().any(|other| match &other.input {
        Input::From(from) => from
            .iter()
            .any(|name| names(mapping, column, name.get_ref())),
        _ => false,
    });
    if !given && !used {
        let message = format!(
            "The column `{}` has no `role`, and no `from` uses it.",
            column.name
        );
        let finding = mapping.fault(codes::MISSING_KEY, column.span("name"), message);
        findings.push(
            finding.help(
                "give it a role; role = \"ignore\" and a `reason` if it is not to be published",
            ),
        );
    }
    if matches!(column.role, Role::MeasureType) && !is_measure_source(mapping, column) {
        let message = format!("No measure takes its name from `{}`.", column.name);
        let finding = mapping.fault(codes::CONFLICT, column.span("role"), message);
        let help = format!(
            "write `measure-from = \"{}\"` at the column of figures",
            column.name
        );
        findings.push(finding.help(help));
    }
}

/// Whether a name in `from` means a column.
fn names(mapping: &Mapping, column: &Column, name: &str) -> bool {
    let normal = |text: &str| mapping.source.headings.normal(text);
    let titles = column.titles().iter();
    column.name == name
        || titles
            .into_iter()
            .any(|title| normal(title.get_ref()) == normal(name))
}

fn is_measure_source(mapping: &Mapping, column: &Column) -> bool {
    let mut sources = mapping
        .measure_columns()
        .filter_map(|c| c.measure()?.measure_from.as_ref());
    sources.any(|name| *name.get_ref() == column.name)
}

fn unknown_column(
    mapping: &Mapping,
    column: &Column,
    key: &str,
    name: &str,
) -> crate::diagnostic::Finding {
    let message = format!("There is no column `{name}`.");
    let finding = mapping.fault(codes::UNKNOWN_COLUMN, column.span(key), message);
    let names = mapping.columns.iter().map(|column| column.name.as_str());
    match near::nearest(name, names) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// The named parts of `melt` patterns and the columns that take them belong together.
fn check_captures(mapping: &Mapping, column: &Column, findings: &mut Findings) {
    match &column.input {
        Input::Capture(part) => {
            let patterns = mapping
                .columns
                .iter()
                .filter_map(|column| match &column.input {
                    Input::Melt(pattern) => Some(pattern),
                    _ => None,
                });
            let parts: Vec<_> = patterns.flat_map(|p| p.capture_names().flatten()).collect();
            if !parts.contains(&part.as_str()) {
                let message = format!("No `melt` pattern has a part named `{part}`.");
                let finding = mapping.fault(codes::UNKNOWN_COLUMN, column.span("capture"), message);
                findings.push(match near::nearest(part, parts) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help(format!("write (?<{part}>…) in the pattern")),
                });
            }
        }
        Input::Melt(pattern) => {
            for part in pattern.capture_names().flatten() {
                let takes = |other: &Column| matches!(&other.input, Input::Capture(p) if p == part);
                if !mapping.columns.iter().any(takes) {
                    let message = format!("No column takes the part `{part}` of this pattern.");
                    let finding = mapping.fault(codes::BAD_PATTERN, column.span("melt"), message);
                    findings.push(finding.help(format!(
                        "add a [[column]] with `capture = \"{part}\"`, or write (?:…) in its place"
                    )));
                }
            }
        }
        _ => {}
    }
}

/// A dimension that may be absent, or that only melted headings say, needs a value for other rows.
fn check_default(mapping: &Mapping, column: &Column, findings: &mut Findings) {
    if !column.is_dimension() || column.default.is_some() {
        return;
    }
    if column.presence == Presence::Optional {
        let message = format!(
            "The dimension `{}` may be absent, but has no value then.",
            column.name
        );
        let finding = mapping.fault(codes::MISSING_KEY, column.span("optional"), message);
        findings.push(finding.help("add `default = \"…\"`"));
    }
    let melted = |c: &&Column| matches!(c.input, Input::Melt(_));
    let plain = mapping.measure_columns().find(|c| !melted(c));
    if let (Input::Capture(_), Some(plain)) = (&column.input, plain) {
        let message = format!(
            "`{}` comes from melted headings, but `{}` is not melted and has no value for it.",
            column.name, plain.name
        );
        let finding = mapping.fault(codes::MISSING_KEY, column.span("capture"), message);
        findings.push(finding.help("add `default = \"…\"`, such as the label of the whole"));
    }
}

/// An attribute may say that a line sums others, but is no dimension over which they are summed.
fn check_totals(mapping: &Mapping, column: &Column, findings: &mut Findings) {
    let Some(totals) = column.totals.as_ref().filter(|_| !column.is_dimension()) else {
        return;
    };
    if totals.keep == TotalsAs::Member || totals.tolerance.is_some() {
        let message = "Totals that an attribute names can only be excluded.";
        let finding = mapping.fault(codes::CONFLICT, column.span("totals"), message);
        findings.push(finding.help(
            "write as = \"exclude\" with a `reason` and without `tolerance`, or make the column a dimension",
        ));
    }
}

fn check_markers(mapping: &Mapping, column: &Column, findings: &mut Findings) {
    let Some(Markers::Own(own)) = column.measure().map(|measure| &measure.markers) else {
        return;
    };
    for (mark, status) in own {
        if Status::find(status.get_ref()).is_some() {
            continue;
        }
        let message = format!(
            "\"{}\", for the mark “{mark}”, is no status.",
            status.get_ref()
        );
        let finding = mapping.fault(codes::BAD_VALUE, status.span(), message);
        let keys: Vec<_> = Status::all()
            .iter()
            .map(|status| status.key().to_string())
            .collect();
        let near = near::nearest(status.get_ref(), keys.iter().map(String::as_str));
        findings.push(match near {
            Some(near) => finding.help(format!("did you mean \"{near}\"?")),
            None => finding.help(format!("the statuses are {}", keys.join(", "))),
        });
    }
}

fn check_measures(mapping: &Mapping, findings: &mut Findings) {
    let named = mapping.measure_columns().any(|c| {
        c.measure()
            .is_some_and(|measure| measure.measure_from.is_some())
    });
    if !named && !mapping.measures.is_empty() {
        let message = "There are `[[measure]]` tables, but no column names the measure of a row.";
        let finding = mapping.fault(codes::CONFLICT, 0..0, message);
        findings.push(finding.help("write `measure-from` at the column of figures"));
    }
    for column in mapping.measure_columns() {
        let Some(from) = column
            .measure()
            .and_then(|measure| measure.measure_from.as_ref())
        else {
            continue;
        };
        let source = mapping.column(from.get_ref());
        if !source.is_some_and(|source| matches!(source.role, Role::MeasureType)) {
            let message = format!(
                "The column `{}` does not have the role `measure-type`.",
                from.get_ref()
            );
            findings.push(mapping.fault(codes::CONFLICT, from.span(), message));
        }
    }
}

/// The registers that columns name must be there.
pub(super) fn check_registers(mapping: &Mapping, registers: &Registers, findings: &mut Findings) {
    for column in &mapping.columns {
        let named = match &column.role {
            Role::Dimension(Values::Register { register, .. })
            | Role::Attribute(Values::Register { register, .. }) => vec![("register", register)],
            Role::Check(check) => {
                let within = check.within.iter().map(|within| ("check", within));
                within.chain([("register", &check.register)]).collect()
            }
            _ => Vec::new(),
        };
        for (key, name) in named {
            if registers.get(name).is_some() {
                continue;
            }
            let message = format!("There is no register `{name}`.");
            let finding = mapping.fault(codes::UNKNOWN_REGISTER, column.span(key), message);
            let concepts: Vec<_> = registers.iter().map(Register::concept).collect();
            findings.push(match near::nearest(name, concepts.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!("the registers are {}", concepts.join(", "))),
            });
        }
    }
}
