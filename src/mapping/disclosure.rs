use std::ops::Range;

use super::codes;
use super::dataset::Mapping;
use super::document::Table;
use super::near;
use super::read::Reader;
use crate::diagnostic::{Findings, Place};
use crate::uri::Key;

/// What a mapping says about counts so small that somebody may be recognised by them.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// Counts below this must be suppressed.
    pub threshold: u64,
    /// The measures that are counts; all of them if there is none here.
    pub measures: Vec<Key>,
    /// What a count of zero is.
    pub zero: ZeroCount,
    /// The members of dimensions that sum the others.
    pub totals: Vec<TotalMember>,
    span: Range<usize>,
}

impl Disclosure {
    /// Where the mapping declares it.
    pub fn place(&self, mapping: &Mapping) -> Place {
        mapping.place(self.span.clone())
    }
}

/// What a count of zero is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZeroCount {
    /// It says nothing about anybody, and may be shown.
    Harmless,
    /// It must be suppressed like any small count.
    Small,
}

/// The member of a dimension that sums the others.
#[derive(Clone, Debug)]
pub struct TotalMember {
    /// The name of the column.
    pub column: String,
    /// The key of the member.
    pub key: Key,
    span: Range<usize>,
}

/// Reads the table `[disclosure]`.
pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Disclosure> {
    let measures = table.texts("measures");
    let measures = measures.iter().filter_map(|measure| reader.key(measure));
    let measures = measures.collect();
    let totals = table.tables("total").into_iter();
    let totals = totals.filter_map(|total| {
        Some(TotalMember {
            column: total.text("column")?.into_inner(),
            key: reader.key(&total.text("key")?)?,
            span: total.span(),
        })
    });
    Some(Disclosure {
        totals: totals.collect(),
        threshold: table.integer("threshold")?.into_inner(),
        measures,
        span: table.span(),
        zero: match table.word("zero") {
            Some("small") => ZeroCount::Small,
            _ => ZeroCount::Harmless,
        },
    })
}

/// Checks that the totals are of dimensions.
pub(super) fn check(mapping: &Mapping, findings: &mut Findings) {
    let totals = mapping.disclosure.iter().flat_map(|d| &d.totals);
    for total in totals {
        if mapping
            .dimensions()
            .any(|column| column.name == total.column)
        {
            continue;
        }
        let message = format!("There is no dimension `{}`.", total.column);
        let mut finding = mapping.fault(codes::UNKNOWN_COLUMN, total.span.clone(), message);
        let names = mapping.dimensions().map(|column| column.name.as_str());
        if let Some(near) = near::nearest(&total.column, names) {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        findings.push(finding);
    }
}
