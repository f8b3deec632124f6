use std::sync::LazyLock;

use serde::Deserialize;

use crate::uri::Key;

/// A status of an observation, from `vocab/codes/status.csv`: the shorthand of the
/// [Government Analysis Function](https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/)
/// as a code list of our own.
///
/// ```
/// use assize::mapping::Status;
///
/// let suppressed = Status::find("c").unwrap();
/// assert_eq!(suppressed.key().as_str(), "confidential");
/// assert_eq!(Status::find("confidential").unwrap().notation, "c");
/// assert!(Status::find("?").is_none());
/// ```
#[derive(Debug, Deserialize)]
pub struct Status {
    /// The shorthand without its brackets, such as `c`.
    pub notation: String,
    key: String,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub definition: String,
    /// Whether it stands with a figure or in place of one.
    pub figure: Figure,
    /// The code of [SDMX](https://sdmx.org/?page_id=3215) for the same status, if it has one.
    pub sdmx: Option<String>,
}

/// Whether a status stands with a figure or in place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Figure {
    /// It says something about the figure.
    With,
    /// It says why there is none.
    Without,
}

static STATUSES: LazyLock<Vec<Status>> = LazyLock::new(|| {
    let table = include_str!("../../vocab/codes/status.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Result<_, _> = reader.deserialize().collect();
    rows.expect("the list of statuses is part of the program and tested")
});

impl Status {
    /// All of them, by notation.
    pub fn all() -> &'static [Status] {
        &STATUSES
    }

    /// The status of a notation or key.
    pub fn find(name: &str) -> Option<&'static Status> {
        Self::all()
            .iter()
            .find(|status| status.notation == name || status.key == name)
    }

    /// The last part of its URI.
    ///
    /// # Panics
    ///
    /// Never: the keys are part of the program and tested.
    pub fn key(&self) -> Key {
        Key::new(&self.key).expect("the keys of statuses are part of the program and tested")
    }

    /// Its position in [`Status::all`].
    pub fn index(&self) -> usize {
        let same = |status: &Status| status.notation == self.notation;
        Self::all().iter().position(same).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_key_and_a_place() {
        for (index, status) in Status::all().iter().enumerate() {
            assert_eq!(status.index(), index);
            assert!(!status.key().as_str().is_empty());
        }
    }
}
