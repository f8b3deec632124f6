use super::error::SliceError;
use super::request::{dimension, parameter};
use super::schema::Schema;

/// What the rows of a table are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) by: SortBy,
    pub(super) direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortBy {
    /// The members of a dimension: by time, or by name.
    Dimension(usize),
    /// The figures; rows without one come last.
    Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    /// Written with a hyphen before the name.
    Down,
}

impl Sort {
    /// Reads `sort=-value,court`.
    pub(super) fn read(
        schema: &Schema,
        asked: &[(String, String)],
    ) -> Result<Vec<Self>, SliceError> {
        let values = asked.iter().filter(|(name, _)| name == "sort");
        let names = values.flat_map(|(_, value)| value.split(','));
        let sorts = names.filter(|name| !name.is_empty()).map(|name| {
            let (name, direction) = match name.strip_prefix('-') {
                Some(name) => (name, Direction::Down),
                None => (name, Direction::Up),
            };
            let by = match name {
                "value" => SortBy::Value,
                _ => SortBy::Dimension(dimension(schema, name).map_err(|_unknown| {
                    let names = schema.dimensions.iter().map(|d| d.name.as_str());
                    let names: Vec<_> = names.chain(["value"]).collect();
                    let can_be = format!("{}, or one of them after a hyphen", names.join(", "));
                    parameter("sort", name, &can_be)
                })?),
            };
            Ok(Self { by, direction })
        });
        sorts.collect()
    }
}
