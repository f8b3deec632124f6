use std::collections::HashMap;

use super::codes;
use super::problems::Problems;
use crate::diagnostic::{Finding, Place};
use crate::mapping::{Aggregation, Column, Mapping, Multiplier, NumberKind, Role, Text};
use crate::uri::Key;

/// A measure of the tidy table.
#[derive(Clone, Debug)]
pub struct MeasureInfo {
    /// The last part of its URI.
    pub key: Key,
    /// What it is called.
    pub label: Text,
    /// What it means.
    pub description: Text,
    /// The key of its unit.
    pub unit: Option<Key>,
    /// The datatype of its figures.
    pub kind: NumberKind,
    /// By what its figures are to be multiplied.
    pub multiplier: Multiplier,
    /// Whether its figures add up, where the mapping says so.
    pub aggregation: Option<Aggregation>,
    /// Whether a row of the release has it.
    pub used: bool,
}

/// The measures of a mapping, and which one a row or heading names.
pub(super) struct Measures<'m> {
    mapping: &'m Mapping,
    pub(super) all: Vec<MeasureInfo>,
    /// For each measure column by name, its measure if it is one by itself.
    own: HashMap<String, usize>,
    known: HashMap<String, Result<usize, usize>>,
}

impl<'m> Measures<'m> {
    /// The measures whose figures stand in a column: its own, or all that rows name.
    pub(super) fn of(&self, column: &Column) -> impl Iterator<Item = &MeasureInfo> {
        let own = self.own.get(&column.name).copied();
        let all = self.all.iter().enumerate();
        all.filter(move |(at, _)| own.is_none_or(|own| own == *at))
            .map(|(_, measure)| measure)
    }

    pub(super) fn new(mapping: &'m Mapping) -> Self {
        let mut measures = Self {
            mapping,
            all: Vec::new(),
            own: HashMap::new(),
            known: HashMap::new(),
        };
        let named = mapping.measure_columns().find(|c| is_named(c));
        let from = named.and_then(Column::measure);
        for declared in &mapping.measures {
            measures.all.push(MeasureInfo {
                key: declared.key.clone(),
                label: declared.label.clone(),
                description: declared.description.clone(),
                unit: declared
                    .unit
                    .clone()
                    .or_else(|| from.and_then(|m| m.unit.clone())),
                kind: declared
                    .datatype
                    .or(from.map(|m| m.datatype))
                    .unwrap_or_default(),
                multiplier: declared
                    .multiplier
                    .or(from.map(|m| m.multiplier))
                    .unwrap_or_default(),
                aggregation: declared
                    .aggregation
                    .or_else(|| from.and_then(|m| m.aggregation)),
                used: false,
            });
        }
        for column in mapping.measure_columns().filter(|c| !is_named(c)) {
            let key = Key::from_label(&column.name.replace('_', "-"));
            measures.own.insert(column.name.clone(), measures.all.len());
            measures.all.push(info(key, column.label.clone(), column));
        }
        measures
    }

    /// Whether the measure of an observation is a dimension, with
    /// [`qb:measureType`](https://www.w3.org/TR/vocab-data-cube/#dsd-mm-dim).
    pub(super) fn is_dimension(mapping: &Mapping) -> bool {
        let mut columns = mapping.measure_columns();
        columns.next().is_none_or(is_named) || columns.next().is_some()
    }

    /// The measure that a column is by itself.
    pub(super) fn own(&mut self, column: &Column) -> Option<usize> {
        let at = *self.own.get(&column.name)?;
        self.all[at].used = true;
        Some(at)
    }

    /// The column that names the measures of a column of figures.
    pub(super) fn source(&self, column: &Column) -> Option<&'m Column> {
        let from = column.measure()?.measure_from.as_ref()?;
        let named = |c: &&Column| c.name == *from.get_ref() && matches!(c.role, Role::MeasureType);
        self.mapping.columns.iter().find(named)
    }

    /// The measure that a text names, or the position of a problem.
    pub(super) fn named(
        &mut self,
        text: &str,
        figures: &Column,
        source: &Column,
        problems: &mut Problems,
        place: &dyn Fn() -> Place,
    ) -> Result<usize, usize> {
        let known = self.known.get(text).copied();
        let found = known.unwrap_or_else(|| {
            let found = self.look_for(text, figures, source).map_err(|finding| {
                let definition = self.mapping.place(source.span("role"));
                problems.add(finding.at(place()).defined_at(definition))
            });
            self.known.insert(text.to_owned(), found);
            found
        });
        if let Err(problem) = found {
            problems.count(problem, place);
        }
        found
    }

    fn look_for(
        &mut self,
        text: &str,
        figures: &Column,
        source: &Column,
    ) -> Result<usize, Box<Finding>> {
        let text = text.trim();
        let found = source
            .extract
            .as_ref()
            .and_then(|pattern| pattern.captures(text));
        let value = found.as_ref().and_then(|found| found.name("value"));
        let value = value.map_or(text, |value| value.as_str().trim());
        let value = match (&source.default, value) {
            (Some(default), "") => default,
            _ => value,
        };
        let same =
            |label: &str| label.eq_ignore_ascii_case(value) || label.eq_ignore_ascii_case(text);
        let declared = self.mapping.measures.iter().position(|measure| {
            same(measure.key.as_str())
                || same(measure.label.as_str())
                || measure.values.iter().any(|value| same(value))
        });
        if let Some(at) = declared {
            self.all[at].used = true;
            return Ok(at);
        }
        if self.mapping.measures.is_empty() && !value.is_empty() {
            return Ok(self.mint(value, figures));
        }
        Err(Box::new(self.unknown(value)))
    }

    fn mint(&mut self, label: &str, figures: &Column) -> usize {
        let key = Key::from_label(label);
        if let Some(at) = self.all.iter().position(|measure| measure.key == key) {
            return at;
        }
        self.all.push(MeasureInfo {
            used: true,
            ..info(key, Text::english(label), figures)
        });
        self.all.len() - 1
    }

    fn unknown(&self, value: &str) -> Finding {
        let keys = self
            .mapping
            .measures
            .iter()
            .map(|measure| measure.key.as_str());
        let finding = Finding::new(
            codes::UNKNOWN_MEASURE,
            format!("“{value}” is none of the measures of the mapping."),
        );
        match crate::mapping::nearest(value, keys) {
            Some(near) => finding.help(format!(
                "if it is `{near}`, add \"{value}\" to the `values` of that [[measure]]"
            )),
            None => finding.help(format!(
                "add to the mapping: [[measure]] key = \"{}\", label = \"{value}\"",
                Key::from_label(value)
            )),
        }
    }
}

fn is_named(column: &Column) -> bool {
    column
        .measure()
        .is_some_and(|measure| measure.measure_from.is_some())
}

fn info(key: Key, label: Text, column: &Column) -> MeasureInfo {
    let measure = column.measure();
    MeasureInfo {
        key,
        label,
        description: column.description.clone(),
        unit: measure.and_then(|measure| measure.unit.clone()),
        kind: measure.map(|measure| measure.datatype).unwrap_or_default(),
        multiplier: measure
            .map(|measure| measure.multiplier)
            .unwrap_or_default(),
        aggregation: measure.and_then(|measure| measure.aggregation),
        used: false,
    }
}
