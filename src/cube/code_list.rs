use std::collections::BTreeSet;

use oxrdf::NamedNode;

use super::describe::Described;
use super::shared;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::mapping::{Column, Values};
use crate::tidy::{CodeList, ColumnMembers, Nature};
use crate::uri::Key;
use crate::vocab::skos;

/// The code lists as [SKOS](https://www.w3.org/TR/skos-reference/) concept schemes.
///
/// All frozen members are written, whether this release has them or not: a URI that was published
/// stays. Members of registers are described there.
pub(super) fn write<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    for members in &cube.tidied.columns {
        let column = cube.mapping.column(&members.name);
        if let (Some(column), Some(list)) = (column, &members.code_list) {
            write_list(cube, column, members, list, writer)?;
        }
    }
    Ok(())
}

fn write_list<S: TripleSink>(
    cube: Described<'_>,
    column: &Column,
    members: &ColumnMembers,
    list: &CodeList,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let scheme = cube.mapping.scheme(column, cube.base);
    match shared_list(column) {
        Some(list) => writer.scheme(scheme.as_ref(), &shared::label(list))?,
        None => writer.scheme(scheme.as_ref(), column.label.as_str())?,
    }
    let prefix = cube.mapping.concept_prefix(column, cube.base);
    let used = members
        .members
        .iter()
        .filter_map(|member| match member.nature {
            Nature::Code(at) => Some(at),
            _ => None,
        });
    let used: BTreeSet<usize> = used.collect();
    for (at, entry) in list.entries().iter().enumerate() {
        if entry.line.is_none() && !used.contains(&at) {
            continue;
        }
        let concept = NamedNode::new_unchecked(format!("{prefix}{}", entry.key));
        let concept = concept.as_ref();
        writer.concept(concept, scheme.as_ref(), &entry.label)?;
        for alias in &entry.aliases {
            writer.english(concept, skos::ALT_LABEL, alias)?;
        }
        let notation = entry.notation.as_deref().unwrap_or(entry.key.as_str());
        writer.string(concept, skos::NOTATION, notation)?;
    }
    Ok(())
}

/// The list of a column, if datasets share it.
fn shared_list(column: &Column) -> Option<&str> {
    match column.values() {
        Some(Values::Codes(rule)) => rule.list.as_ref().map(Key::as_str),
        _ => None,
    }
}
