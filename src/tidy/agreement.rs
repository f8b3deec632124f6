use std::collections::HashMap;

use super::codes;
use super::context::Context;
use super::lookup;
use super::member::MemberId;
use super::resolver::{Resolver, RowPeriod};
use crate::diagnostic::Finding;
use crate::mapping::{Check, Column, Feed, Mapping, Role, Unmatched};
use crate::register::{Register, Registers};
use crate::uri::Key;

/// A column that must agree with another.
pub(super) struct Checked<'m> {
    pub(super) column: &'m Column,
    check: &'m Check,
    pub(super) feed: Feed,
    register: &'m Register,
    /// The resolver of the other column.
    pub(super) other: usize,
    /// The problems of texts beside members; `None` where both agree.
    pub(super) known: HashMap<(String, MemberId), Option<usize>>,
}

impl Checked<'_> {
    /// What is wrong between a cell and the thing of the column that it must agree with.
    pub(super) fn disagreement(
        &self,
        registers: &Registers,
        other: &Resolver<'_>,
        text: &str,
        member: MemberId,
        period: RowPeriod,
    ) -> Option<Finding> {
        let member = &other.members[member as usize];
        let key = Key::new(&member.cell).ok()?;
        let register = other.register()?;
        // Releases restate old periods by the areas of today, which had other namesakes then.
        if self.check.within.is_none() && register.has_borne(&key, text) {
            return None;
        }
        let found = self.register.lookup(text, period.map(|(_, days)| days));
        let Some(thing) = found.thing() else {
            return lookup::unmatched(self.register, &found, text, Unmatched::Error);
        };
        let expected = match &self.check.within {
            None => Some(&key),
            // A register that does not say where the thing lies contradicts nothing.
            Some(concept) => register.thing(&key)?.within(concept),
        };
        let expected = expected.filter(|expected| **expected != thing.key)?;
        let of = match &self.check.within {
            None => registers.get(register.concept()),
            Some(concept) => registers.get(concept),
        };
        let label = of
            .and_then(|of| of.thing(expected))
            .map_or(expected.as_str(), |t| t.label());
        let finding = match &self.check.within {
            None => Finding::new(
                codes::DISAGREES,
                format!(
                    "“{text}” is not the same as {} of the same row.",
                    member.label
                ),
            ),
            Some(_) => Finding::new(
                codes::DISAGREES,
                format!(
                    "The register has {} in {label}, not in “{text}”.",
                    member.label
                ),
            ),
        };
        Some(finding.help("mend the release; or the register, if it is out of date"))
    }
}

/// What the checks of a row say of the thing in a column, as register and key: where it lies.
pub(super) fn beside<'m>(
    checks: &[Checked<'m>],
    column: usize,
    context: Context<'_>,
) -> Vec<(&'m str, &'m Key)> {
    let of_column = checks.iter().filter(|checked| checked.other == column);
    let within = of_column.filter(|checked| checked.check.within.is_some());
    let named = within.filter_map(|checked| {
        let (text, _) = context.text(&checked.feed, None);
        let key = checked.register.lookup(&text, None).key()?;
        Some((checked.register.concept(), key))
    });
    named.collect()
}

/// The columns of a mapping that must agree with others, if the release has them.
pub(super) fn checks<'m>(
    mapping: &'m Mapping,
    registers: &'m Registers,
    columns: &[&'m Column],
    feed_of: &dyn Fn(&str) -> Feed,
) -> Vec<Checked<'m>> {
    let checked = |column: &'m Column| {
        let Role::Check(check) = &column.role else {
            return None;
        };
        let feed = feed_of(&column.name);
        let absent = feed == Feed::Absent;
        Some(Checked {
            column,
            check,
            register: registers.get(&check.register)?,
            other: columns
                .iter()
                .position(|other| other.name == check.column)?,
            known: HashMap::new(),
            feed,
        })
        .filter(|_| !absent)
    };
    mapping.columns.iter().filter_map(checked).collect()
}
