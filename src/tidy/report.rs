//! Findings that need more than one cell.

use super::code_list::CodeList;
use super::codes;
use super::observation::Observation;
use super::resolver::Resolver;
use super::rows::Rows;
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::mapping::{Mapping, NewCodes};
use crate::release::Row;

/// Two rows that are the same observation.
pub(super) fn duplicate(
    row: &Row,
    rows: &Rows<'_>,
    observation: &Observation,
    earlier: u64,
) -> Finding {
    let members = observation.dimensions.iter().zip(&rows.resolvers);
    let cells: Vec<_> = members
        .map(|(member, resolver)| resolver.members[*member as usize].cell.as_str())
        .collect();
    let message = format!(
        "Lines {earlier} and {} are the same observation: {}.",
        row.line(),
        cells.join(", ")
    );
    two_rows(codes::DUPLICATE_OBSERVATION, message, row, rows, earlier).help(
        "if a column tells them apart, map it as a dimension; if the figures are parts of one sum, write duplicates = \"sum\" in the mapping",
    )
}

/// Two rows that cannot be summed.
pub(super) fn no_sum(row: &Row, rows: &Rows<'_>, earlier: u64, message: &str) -> Finding {
    two_rows(
        codes::SUM_WITHOUT_FIGURE,
        message.to_owned(),
        row,
        rows,
        earlier,
    )
}

fn two_rows(code: Code, message: String, row: &Row, rows: &Rows<'_>, earlier: u64) -> Finding {
    let first = Place::line(rows.source().clone(), earlier).with_label("the first");
    Finding::new(code, message)
        .at(row.place_of_row(rows.source()))
        .related(first)
}

/// Values that no frozen code list holds.
pub(super) fn code_lists(mapping: &Mapping, resolvers: &[Resolver<'_>], findings: &mut Findings) {
    for resolver in resolvers {
        let Some((list, rule)) = resolver.code_list() else {
            continue;
        };
        if rule.new == NewCodes::Open || !list.has_new() {
            continue;
        }
        let column = resolver.column;
        let definition = mapping.place(column.span("codes"));
        if list.source().is_none() {
            let count = list.entries().len() as u64;
            let message = format!(
                "`{}` has no frozen code list yet; keys were made for its {count} values.",
                column.name
            );
            let finding = Finding::new(codes::UNFROZEN_LIST, message).defined_at(definition);
            findings.push(finding.help(
                "freeze them with `assize tidy … --freeze`; or, if new values come with every release, write codes = \"open\"",
            ));
            continue;
        }
        for entry in list.entries().iter().filter(|entry| entry.line.is_none()) {
            let message = format!(
                "“{}” is not in the code list `{}`; it gets the key `{}`.",
                entry.label,
                list.name(),
                entry.key
            );
            let finding = Finding::new(codes::NEW_CODE, message).defined_at(definition.clone());
            findings.push(finding.help(advice(list, &entry.label)));
        }
    }
}

/// What to do about a label that is not frozen.
fn advice(list: &CodeList, label: &str) -> String {
    let frozen = list.entries().iter().filter(|entry| entry.line.is_some());
    let frozen = frozen.map(|entry| entry.label.as_str());
    match crate::mapping::nearest(label, frozen) {
        Some(near) => format!(
            "if it means “{near}”, add it to the aliases of that row in vocab/codes/{}.csv; if it is new, freeze it with `assize tidy … --freeze`",
            list.name()
        ),
        None => format!(
            "freeze it with `assize tidy … --freeze`; if it is a new spelling, add it to `aliases` in vocab/codes/{}.csv",
            list.name()
        ),
    }
}
