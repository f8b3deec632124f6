use oxrdf::NamedNodeRef;

use super::error::SliceError;
use super::pick::{Pick, pick};
use super::schema::Schema;
use super::sort::Sort;
use crate::cube::columns::Cube;

/// What is asked of a cube.
#[derive(Debug)]
pub(super) struct Slice {
    /// For each dimension, which members; all where nothing was said.
    pub(super) picks: Vec<Option<Pick>>,
    /// Which measures, of a cube that has no dimension for them.
    pub(super) measures: Vec<usize>,
    /// The dimensions to keep where totals are asked for.
    pub(super) group: Option<Vec<usize>>,
    pub(super) sort: Vec<Sort>,
    /// From 1.
    pub(super) page: usize,
    /// The rows of a page.
    pub(super) limit: Option<usize>,
    /// What was asked, in the order of the schema; two addresses of one slice have the same.
    pub(super) query: Vec<(String, String)>,
}

/// The parameters that are no dimensions.
const OTHERS: [&str; 8] = [
    "group", "by", "sort", "page", "limit", "format", "lang", "within",
];

impl Slice {
    /// The most rows of a page.
    pub(super) const MOST: usize = 100_000;

    /// Reads what was asked from the parameters of an address.
    pub(super) fn read(
        schema: &Schema,
        cube: &Cube,
        asked: &[(String, String)],
    ) -> Result<Self, SliceError> {
        let within = match last(asked, "within") {
            None | Some("" | "false") => false,
            Some("true") => true,
            Some(other) => return Err(parameter("within", other, "true or false")),
        };
        for (name, _) in asked {
            let is_measure = name == "measure" && schema.measure_dimension().is_none();
            if !OTHERS.contains(&name.as_str()) && !is_measure {
                dimension(schema, name)?;
            }
        }
        let mut slice = Self {
            picks: Vec::new(),
            measures: measures(schema, asked)?,
            group: group(schema, asked)?,
            sort: Sort::read(schema, asked)?,
            page: number("page", last(asked, "page"), usize::MAX)?.unwrap_or(1),
            limit: number("limit", last(asked, "limit"), Self::MOST)?,
            query: Vec::new(),
        };
        for dimension in &schema.dimensions {
            let values = asked.iter().filter(|(name, value)| {
                !OTHERS.contains(&name.as_str()) && dimension.is_called(name) && !value.is_empty()
            });
            let values: Vec<_> = values.map(|(_, value)| value.as_str()).collect();
            slice.picks.push(pick(dimension, cube, &values, within)?);
        }
        slice.query = canonical(schema, asked);
        Ok(slice)
    }

    /// The part of an address that asks for this, with some parameters changed.
    pub(super) fn query_with(&self, changes: &[(&str, &str)]) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
        for (name, value) in self.query.iter().filter(|(name, _)| !is_changed(name)) {
            text.append_pair(name, value);
        }
        for (name, value) in changes.iter().filter(|(_, value)| !value.is_empty()) {
            text.append_pair(name, value);
        }
        // Commas, slashes and colons need no escape in a query, and people read these addresses.
        let text = text.finish().replace("%2C", ",");
        text.replace("%2F", "/").replace("%3A", ":")
    }
}

/// The dimension that a parameter names.
pub(super) fn dimension(schema: &Schema, name: &str) -> Result<usize, SliceError> {
    let found = schema.dimensions.iter().position(|d| d.is_called(name));
    found.ok_or_else(|| SliceError::UnknownDimension {
        name: name.to_owned(),
        near: schema.dimensions.iter().map(|d| d.name.clone()).collect(),
    })
}

fn measures(schema: &Schema, asked: &[(String, String)]) -> Result<Vec<usize>, SliceError> {
    let all = || (0..schema.measures.len()).collect();
    if schema.measure_dimension().is_some() {
        return Ok(all());
    }
    let values = asked.iter().filter(|(name, _)| name == "measure");
    let mut found = Vec::new();
    for value in values
        .flat_map(|(_, value)| value.split(','))
        .filter(|v| !v.is_empty())
    {
        let is_it = |m: &super::schema::Measure| {
            m.key == value || m.property == NamedNodeRef::new_unchecked(value)
        };
        let at = schema.measures.iter().position(is_it);
        found.push(at.ok_or_else(|| SliceError::UnknownMember {
            dimension: "measure".to_owned(),
            value: value.to_owned(),
            near: schema.measures.iter().map(|m| m.key.clone()).collect(),
        })?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(if found.is_empty() { all() } else { found })
}

fn group(schema: &Schema, asked: &[(String, String)]) -> Result<Option<Vec<usize>>, SliceError> {
    let values = asked
        .iter()
        .filter(|(name, _)| name == "group" || name == "by");
    let values: Vec<_> = values.map(|(_, value)| value.as_str()).collect();
    if values.iter().all(|value| value.is_empty()) {
        return Ok(None);
    }
    let mut found = Vec::new();
    let names = values.iter().flat_map(|value| value.split(','));
    for name in names.filter(|name| !name.is_empty() && *name != "none") {
        found.push(dimension(schema, name)?);
    }
    // A figure of one measure and one of another are never one figure.
    found.extend(schema.measure_dimension());
    found.sort_unstable();
    found.dedup();
    Ok(Some(found))
}

fn last<'a>(asked: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut named = asked.iter().rev().filter(|(n, _)| n == name);
    named.next().map(|(_, value)| value.as_str())
}

fn number(
    name: &'static str,
    text: Option<&str>,
    most: usize,
) -> Result<Option<usize>, SliceError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let number = text.parse().ok().filter(|n| (1..=most).contains(n));
    let can_be = match most {
        usize::MAX => "a whole number from 1".to_owned(),
        most => format!("a whole number from 1 to {most}"),
    };
    number
        .map(Some)
        .ok_or_else(|| parameter(name, text, &can_be))
}

pub(super) fn parameter(parameter: &'static str, value: &str, can_be: &str) -> SliceError {
    SliceError::Parameter {
        parameter,
        value: value.to_owned(),
        can_be: can_be.to_owned(),
    }
}

/// What was asked, in one order and without what says nothing.
fn canonical(schema: &Schema, asked: &[(String, String)]) -> Vec<(String, String)> {
    let rank = |name: &str| {
        let dimension = schema.dimensions.iter().position(|d| d.is_called(name));
        let other = OTHERS.iter().position(|other| *other == name);
        (other, dimension)
    };
    let said = asked.iter().filter(|(name, value)| {
        !value.is_empty() && name != "format" && !(name == "page" && value == "1")
    });
    let named = said.map(|(name, value)| {
        let (other, dimension) = rank(name);
        let name = match (other, dimension, name.as_str()) {
            (None, Some(at), _) => schema.dimensions[at].name.clone(),
            (_, _, "by") => "group".to_owned(),
            _ => name.clone(),
        };
        (name, value.clone())
    });
    let mut pairs: Vec<_> = named.collect();
    pairs.sort_by_key(|(name, _)| rank(name));
    pairs
}
