use std::collections::BTreeMap;

use super::code_list::{CodeList, CodeLists};
use super::measures::Measures;
use super::resolver::Resolver;
use crate::mapping::{Column, Feed, Mapping, Role, Slot, TotalsAs, Values};
use crate::register::Registers;

/// A column of figures, and where its measure is named.
pub(super) struct Measured<'m> {
    pub(super) column: &'m Column,
    pub(super) slots: Vec<Slot>,
    pub(super) melted: bool,
    pub(super) named: Option<(&'m Column, Feed)>,
}

pub(super) fn resolver<'m>(
    mapping: &'m Mapping,
    column: &'m Column,
    registers: &'m Registers,
    code_lists: &CodeLists,
) -> Resolver<'m> {
    let register = match column.values() {
        Some(Values::Register { register, .. }) => registers.get(register),
        _ => None,
    };
    let list = matches!(column.values(), Some(Values::Codes(_))).then(|| {
        let name = mapping.code_list_name(column);
        let frozen = code_lists.get(&name).cloned();
        frozen.unwrap_or_else(|| CodeList::new(name))
    });
    Resolver::new(mapping, column, register, list)
}

pub(super) fn measured<'m>(
    mapping: &'m Mapping,
    measures: &Measures<'m>,
    feed_of: &dyn Fn(&str) -> Feed,
) -> Vec<Measured<'m>> {
    let one = |column: &'m Column| {
        let feed = feed_of(&column.name);
        let melted = matches!(feed, Feed::Melted(_));
        let slots = match feed {
            Feed::Melted(slots) => slots,
            Feed::Cell(cell) => vec![Slot {
                cell,
                captures: BTreeMap::new(),
            }],
            _ => Vec::new(),
        };
        let named = measures.source(column);
        Measured {
            column,
            slots,
            melted,
            named: named.map(|source| (source, feed_of(&source.name))),
        }
    };
    mapping.measure_columns().map(one).collect()
}

/// The positions of the columns with totals that are excluded.
pub(super) fn excluded_totals(columns: &[&Column]) -> Vec<usize> {
    let excludes = |column: &Column| {
        let totals = column.totals.as_ref();
        totals.is_some_and(|totals| totals.keep != TotalsAs::Member)
    };
    let positions = 0..columns.len();
    positions.filter(|at| excludes(columns[*at])).collect()
}

pub(super) fn status_feeds(mapping: &Mapping, feed_of: &dyn Fn(&str) -> Feed) -> Vec<Feed> {
    let columns = mapping
        .columns
        .iter()
        .filter(|c| matches!(c.role, Role::Status));
    columns.map(|column| feed_of(&column.name)).collect()
}
