use std::path::Path;

use super::normal;
use super::table::{Presence, Table};
use crate::diagnostic::Findings;
use crate::uri::Key;

/// The headings of `namesakes.csv`.
const COLUMNS: &[&str] = &["key", "namesake", "label", "reason"];

/// Two members that bear one label at one time, as a person has found to be so.
///
/// A cell with the label stays ambiguous: it is asked about and never matched.
#[derive(Clone, Debug)]
pub(super) struct Namesakes {
    pub(super) pair: [Key; 2],
    label: String,
    pub(super) line: u64,
}

impl Namesakes {
    /// Whether this is what is said of two members and a label.
    pub(super) fn are(&self, one: &Key, other: &Key, label: &str) -> bool {
        let [first, second] = &self.pair;
        let pair = (first == one && second == other) || (first == other && second == one);
        pair && self.label == normal::exact(label)
    }
}

/// Reads the table of a register; one that is not there has none.
///
/// Whether the keys are there is checked later, since a build begins without them.
pub(super) fn read(folder: &Path, findings: &mut Findings) -> Vec<Namesakes> {
    let path = folder.join("namesakes.csv");
    let table = Table::read(&path, COLUMNS, Presence::Optional, findings);
    let mut all = Vec::new();
    for row in table.rows() {
        let pair = ["key", "namesake"].map(|column| row.key(column, findings));
        let label = row.required("label", findings);
        row.required("reason", findings);
        if let ([Some(key), Some(namesake)], Some(label)) = (pair, label) {
            all.push(Namesakes {
                pair: [key, namesake],
                label: normal::exact(label),
                line: row.line(),
            });
        }
    }
    all
}
