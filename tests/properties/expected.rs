//! What a generated release must become, worked out row by row without this crate.

use std::collections::{BTreeMap, BTreeSet};

use crate::dimension::{Becomes, Value};
use crate::figures::{Meaning, decimal};
use crate::layout::Written;
use crate::measures::Slot;
use crate::world::{Duplicates, Row, World};

const BASE: &str = "http://justice.data.gov.uk";
const CUBE: &str = "http://purl.org/linked-data/cube#";
const ATTRIBUTE: &str = "http://purl.org/linked-data/sdmx/2009/attribute#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// A row of the tidy table: its cells by column, without the empty ones; `status` holds all
/// statuses, sorted.
pub(crate) type TidyRow = BTreeMap<String, String>;

/// What a release must become.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) rows: Vec<TidyRow>,
    pub(crate) triples: BTreeSet<String>,
    pub(crate) counts: Counts,
}

/// What the accounting must say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) read: u64,
    pub(crate) observed: u64,
    pub(crate) excluded: u64,
    pub(crate) queued: u64,
    pub(crate) faulty: u64,
    pub(crate) observations: u64,
    pub(crate) summed: u64,
    pub(crate) cells_left_out: u64,
    pub(crate) statuses: u64,
}

/// An observation that is expected.
struct Observation<'w> {
    dimensions: Vec<Value>,
    attributes: Vec<&'w Value>,
    measure: &'static str,
    slot: Slot,
    figure: String,
    statuses: Vec<&'static str>,
    line: u64,
    /// The sum in millionths, where the figure is one of several rows.
    sum: Option<i128>,
}

/// What is known after some rows.
struct Told<'w> {
    observations: Vec<Observation<'w>>,
    counts: Counts,
}

/// What became of a cell of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Excluded,
    Observed,
    Queued,
    Faulty,
}

impl World {
    /// What the release with these rows must become.
    pub(crate) fn expected(&self, rows: &[Row<'_>], written: &Written) -> Expected {
        let counts = Counts {
            read: rows.len() as u64 + written.blank + written.notes_below,
            excluded: written.blank + written.notes_below,
            ..Counts::default()
        };
        let mut told = Told {
            observations: Vec::new(),
            counts,
        };
        let slots = self.plan.slots();
        for (row, line) in rows.iter().zip(&written.lines) {
            if row.is_blank() && !self.has_unknown_column() {
                told.counts.excluded += 1;
                continue;
            }
            let cells = slots.iter().zip(&row.figures);
            let fates =
                cells.map(|(slot, meaning)| self.cell(row, *line, (slot, meaning), &mut told));
            match fates.max().unwrap_or(Fate::Excluded) {
                Fate::Excluded => told.counts.excluded += 1,
                Fate::Observed => told.counts.observed += 1,
                Fate::Queued => told.counts.queued += 1,
                Fate::Faulty => told.counts.faulty += 1,
            }
        }
        let Told {
            observations,
            mut counts,
        } = told;
        counts.observations = observations.len() as u64;
        counts.statuses = observations.iter().map(|o| o.statuses.len() as u64).sum();
        let mut expected = Expected {
            counts,
            ..Expected::default()
        };
        for observation in &observations {
            expected.rows.push(self.tidy_row(observation));
            expected.triples.extend(self.triples(observation));
        }
        // Melted columns are read in the order in which they stand.
        expected.rows.sort();
        expected
    }

    /// What becomes of a cell; its observation goes to `all`.
    fn cell<'w>(
        &self,
        row: &Row<'w>,
        line: u64,
        (slot, meaning): (&Slot, &Meaning),
        told: &mut Told<'w>,
    ) -> Fate {
        let Told {
            observations: all,
            counts,
        } = told;
        let (figure, statuses) = match meaning {
            Meaning::Fault => return Fate::Faulty,
            Meaning::Nothing => {
                counts.cells_left_out += 1;
                return if row.has(Becomes::Queued) {
                    Fate::Queued
                } else {
                    Fate::Excluded
                };
            }
            Meaning::Figure { .. } if row.has(Becomes::Queued) => return Fate::Queued,
            Meaning::Figure { text, statuses } => (text.clone(), statuses.clone()),
        };
        if row.has(Becomes::Excluded) {
            counts.cells_left_out += 1;
            return Fate::Excluded;
        }
        let dimensions = row.dimensions.iter().copied().chain(&slot.captured);
        let observation = Observation {
            dimensions: dimensions.cloned().collect(),
            attributes: row.attributes.clone(),
            measure: slot.measure.unwrap_or(row.measure),
            slot: slot.clone(),
            figure,
            statuses,
            line,
            sum: None,
        };
        let known = all.iter_mut().find(|other| other.is_of(&observation));
        match (known, self.duplicates) {
            (None, _) => {
                all.push(observation);
                Fate::Observed
            }
            (Some(earlier), Duplicates::Sum) => {
                earlier.add(&observation.figure);
                counts.summed += 1;
                Fate::Observed
            }
            (Some(_), _) => {
                counts.cells_left_out += 1;
                Fate::Excluded
            }
        }
    }

    fn tidy_row(&self, observation: &Observation<'_>) -> TidyRow {
        let mut row = TidyRow::new();
        let mut put = |column: &str, cell: &str| {
            if !cell.is_empty() {
                row.insert(column.to_owned(), cell.to_owned());
            }
        };
        let captured = self.plan.captured().map(|(name, _)| name.to_owned());
        let names = self
            .dimensions
            .iter()
            .map(|dimension| dimension.name.clone());
        for (name, value) in names.chain(captured).zip(&observation.dimensions) {
            put(&name, &value.cell);
        }
        for dimension in self.dimensions.iter().filter(|d| d.tells_kind) {
            let at = self
                .dimensions
                .iter()
                .position(|d| d.name == dimension.name);
            let kind = at.map_or("", |at| observation.dimensions[at].kind);
            put(&format!("{}_kind", dimension.name), kind);
        }
        for (attribute, value) in self.attributes.iter().zip(&observation.attributes) {
            put(&attribute.name, &value.cell);
        }
        if self.plan.measure_is_dimension() {
            put("measure", observation.measure);
        }
        put(self.plan.column(), &observation.figure());
        if self.units_differ() {
            put("unit", observation.slot.style.unit.unwrap_or_default());
        }
        if self.has_multiplier() {
            put("multiplier", &observation.slot.style.exponent.to_string());
        }
        let mut statuses = observation.statuses.clone();
        statuses.sort_unstable();
        put("status", &statuses.join(" "));
        put("source_line", &observation.line.to_string());
        row
    }

    fn triples(&self, observation: &Observation<'_>) -> Vec<String> {
        let subject = self.subject(observation);
        let mut triples = Vec::new();
        let mut put = |property: &str, object: &str| {
            triples.push(format!("<{subject}> <{property}> {object} ."));
        };
        put(TYPE, &format!("<{CUBE}Observation>"));
        put(
            &format!("{CUBE}dataSet"),
            &format!("<{BASE}/data/generated>"),
        );
        let own = self
            .dimensions
            .iter()
            .map(|dimension| dimension.property.as_str());
        let captured = self.plan.captured().map(|(_, property)| property);
        for (property, value) in own.chain(captured).zip(&observation.dimensions) {
            put(property, &value.term);
        }
        for (attribute, value) in self.attributes.iter().zip(&observation.attributes) {
            if !value.term.is_empty() {
                put(&attribute.property, &value.term);
            }
        }
        let measure = format!("{BASE}/def/measure/{}", observation.measure);
        if self.plan.measure_is_dimension() {
            put(&format!("{CUBE}measureType"), &format!("<{measure}>"));
        }
        let figure = observation.figure();
        if !figure.is_empty() {
            put(
                &measure,
                &format!("\"{figure}\"^^<{XSD}{}>", self.datatype()),
            );
        }
        if let Some(unit) = observation.slot.style.unit {
            put(
                &format!("{ATTRIBUTE}unitMeasure"),
                &format!("<{BASE}/def/unit/{unit}>"),
            );
        }
        if self.has_multiplier() {
            let exponent = observation.slot.style.exponent;
            put(
                &format!("{ATTRIBUTE}unitMult"),
                &format!("\"{exponent}\"^^<{XSD}integer>"),
            );
        }
        for status in &observation.statuses {
            put(
                &format!("{ATTRIBUTE}obsStatus"),
                &format!("<{BASE}/def/status/{status}>"),
            );
        }
        triples
    }

    fn subject(&self, observation: &Observation<'_>) -> String {
        let mut keys: Vec<_> = observation
            .dimensions
            .iter()
            .map(|v| encoded(&v.cell))
            .collect();
        if self.plan.measure_is_dimension() {
            keys.push(observation.measure.to_owned());
        }
        format!("{BASE}/data/generated/{}", keys.join("/"))
    }

    fn units_differ(&self) -> bool {
        let units: BTreeSet<_> = self
            .plan
            .slots()
            .iter()
            .map(|slot| slot.style.unit)
            .collect();
        units.len() > 1
    }

    fn has_multiplier(&self) -> bool {
        let slots = self.plan.slots();
        slots.iter().any(|slot| slot.style.exponent > 0)
    }

    /// The tidy table has one column of figures, so whole numbers beside others are decimals.
    fn datatype(&self) -> &'static str {
        let slots = self.plan.slots();
        let fractions = slots.iter().any(|slot| slot.style.decimals > 0);
        if fractions { "decimal" } else { "integer" }
    }
}

impl Observation<'_> {
    /// Whether another is of the same dimensions.
    fn is_of(&self, other: &Self) -> bool {
        let cells = |all: &[Value]| -> Vec<String> { all.iter().map(|v| v.cell.clone()).collect() };
        self.measure == other.measure && cells(&self.dimensions) == cells(&other.dimensions)
    }

    fn add(&mut self, figure: &str) {
        let before = self.sum.unwrap_or_else(|| millionths(&self.figure));
        self.sum = Some(before + millionths(figure));
    }

    fn figure(&self) -> String {
        match self.sum {
            None => self.figure.clone(),
            Some(sum) => {
                let text = decimal(sum, 6);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

fn millionths(figure: &str) -> i128 {
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    let digits = format!("{whole}{fraction:0<6}");
    digits.parse().unwrap_or_default()
}

/// A text as a part of a path: all but unreserved characters in per cent.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
