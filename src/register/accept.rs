use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use super::codes;
use super::columns::ACCEPTED_COLUMNS;
use super::date::{PartialDate, Period, Span};
use super::lookup::{How, Match, Timing};
use super::registers::Registers;
use crate::diagnostic::Finding;
use crate::uri::Key;

/// A person's word that a spelling means a member.
#[derive(Clone, Debug)]
pub struct Acceptance<'a> {
    /// The register.
    pub concept: &'a str,
    /// The spelling as it stands in the data.
    pub label: &'a str,
    /// The member that it means.
    pub key: &'a Key,
    /// When it means that; always, where both ends are open.
    pub span: Span,
    /// Who says so.
    pub who: &'a str,
    /// On which day.
    pub when: NaiveDate,
    /// Why.
    pub why: &'a str,
}

/// What became of an acceptance.
pub(super) type Accepted = Result<(), Finding>;

/// Writes an acceptance into the register's `accepted.csv`.
///
/// It is refused, as a finding, where the register or the member is not there or the label already
/// means another member at that time.
pub fn accept(
    registers: &Registers,
    dir: &Path,
    acceptance: &Acceptance<'_>,
) -> io::Result<Accepted> {
    if let Some(refusal) = refusal(registers, acceptance) {
        return Ok(Err(refusal));
    }
    let path = dir.join(acceptance.concept).join("accepted.csv");
    let new = fs::metadata(&path).map_or(0, |file| file.len()) == 0;
    let file = OpenOptions::new().create(true).append(true).open(&path)?;
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(file);
    if new {
        writer.write_record(ACCEPTED_COLUMNS)?;
    }
    let date = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
    writer.write_record([
        acceptance.label,
        acceptance.key.as_str(),
        &date(acceptance.span.from),
        &date(acceptance.span.to),
        acceptance.who,
        &acceptance.when.to_string(),
        acceptance.why,
    ])?;
    writer.flush()?;
    Ok(Ok(()))
}

fn refusal(registers: &Registers, acceptance: &Acceptance<'_>) -> Option<Finding> {
    let Acceptance {
        concept,
        label,
        key,
        span,
        ..
    } = acceptance;
    let refused = |message: String| Some(Finding::new(codes::REFUSED, message));
    let Some(register) = registers.get(concept) else {
        let known: Vec<_> = registers.iter().map(super::Register::concept).collect();
        let message = format!(
            "There is no register `{concept}`; there are {}.",
            known.join(", ")
        );
        return refused(message);
    };
    if label.trim().is_empty() {
        return refused("An empty label means nothing.".to_owned());
    }
    if register.thing(key).is_none() {
        return refused(format!("The register `{concept}` has no `{key}`."));
    }
    let period = span.from.map(Period::from);
    match register.lookup(label, period) {
        Match::Found {
            thing,
            how: How::Code | How::Label,
            timing: Timing::Within,
        } if thing.key != **key => refused(format!(
            "“{label}” already means `{}` at that time.",
            thing.key
        )),
        _ => None,
    }
}
