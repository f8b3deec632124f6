use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::{BuildError, source};
use crate::register::ledger::Ledger;

/// The keys that the committed register has minted, and the codes by which they are known again.
pub(super) struct Minted {
    keys: BTreeSet<String>,
    /// Keys of the same concept that have a tombstone.
    withdrawn: BTreeSet<String>,
    by_code: HashMap<(String, String), String>,
}

impl Minted {
    /// Reads the tables of a register that may not be there yet.
    pub(super) fn read(folder: &Path, concept: &str, ledger: &Ledger) -> Result<Self, BuildError> {
        let read = |name: &str| match folder.join(name) {
            path if path.exists() => source::read(&path),
            _ => Ok(Vec::new()),
        };
        let things = read(&format!("{concept}.csv"))?;
        let keys = things.iter().map(|row| row.get("key").to_owned()).collect();
        let mut by_code = HashMap::new();
        for row in read("codes.csv")? {
            let code = (row.get("scheme").to_owned(), row.get("code").to_owned());
            by_code
                .entry(code)
                .or_insert_with(|| row.get("key").to_owned());
        }
        let start = format!("/id/{concept}/");
        let gone = ledger.tombstones();
        let gone = gone.filter_map(|(path, _)| path.as_str().strip_prefix(&start));
        let withdrawn = gone.map(str::to_owned).collect();
        Ok(Self {
            keys,
            withdrawn,
            by_code,
        })
    }

    /// The key of the thing that bore a code when the register was last built.
    pub(super) fn by_code(&self, scheme: &str, code: &str) -> Option<&str> {
        let code = (scheme.to_owned(), code.to_owned());
        self.by_code.get(&code).map(String::as_str)
    }

    /// The keys that the register must still have.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let standing = self.keys.difference(&self.withdrawn);
        standing.map(String::as_str)
    }

    /// Whether a key was ever given to something.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains(key) || self.withdrawn.contains(key)
    }
}
