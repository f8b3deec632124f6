use oxrdf::NamedNode;

use super::measures::{MeasureInfo, Measures};
use crate::diagnostic::Field;
use crate::mapping::{Binding, Column, Feed, Mapping, Role, measure_property};
use crate::release::Heading;
use crate::uri::Base;

/// For each property of the observations the column of the release that its values are from.
///
/// A property whose values are from several columns, or from none, has no entry.
pub(super) fn sources(
    mapping: &Mapping,
    measures: &Measures<'_>,
    binding: &Binding,
    heading: &Heading,
    base: &Base,
) -> Vec<(NamedNode, Field)> {
    let fed = mapping.columns.iter().zip(&binding.feeds);
    let cells = fed.filter_map(|(column, feed)| match feed {
        Feed::Cell(cell) => Some((column, field(heading, *cell))),
        _ => None,
    });
    cells
        .flat_map(|(column, field)| {
            let properties = properties(mapping, measures, column, base);
            properties
                .into_iter()
                .map(move |property| (property, field.clone()))
        })
        .collect()
}

fn field(heading: &Heading, cell: usize) -> Field {
    Field {
        number: cell + 1,
        heading: heading.texts().get(cell).cloned(),
    }
}

fn properties(
    mapping: &Mapping,
    measures: &Measures<'_>,
    column: &Column,
    base: &Base,
) -> Vec<NamedNode> {
    match column.role {
        Role::Dimension(_) | Role::Attribute(_) => vec![mapping.property(column, base)],
        Role::Measure(_) => {
            let property = |measure: &MeasureInfo| measure_property(base, &measure.key);
            measures.of(column).map(property).collect()
        }
        Role::MeasureType | Role::Status | Role::Check(_) | Role::Ignored(_) => Vec::new(),
    }
}
