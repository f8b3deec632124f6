use super::{Entry, Ledger, LedgerPath};
use crate::diagnostic::{Finding, Findings};
use crate::register::codes;

/// How a URI was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is described: 200, or 303 to its document.
    Described,
    /// It is gone, and the answer says so: 410.
    Gone,
    /// Anything else, with the status.
    Other(u16),
}

/// What the replay of a ledger came to.
#[derive(Debug, Default)]
pub struct Asked {
    /// How many URIs were asked for.
    pub asked: usize,
    /// How many of them were patterns, for each of which one observation was asked for.
    pub patterns: usize,
    /// What was answered wrongly.
    pub findings: Findings,
}

impl Ledger {
    /// Checks before a publication that nothing published would vanish.
    ///
    /// `is_described` tells whether what is to go live describes a URI: then it must have no
    /// tombstone, else it needs one. `holds` tells whether a dataset is among what is to go live;
    /// what only a dataset promised that is not there at all, and was not withdrawn, is left to
    /// [`Self::absent`].
    pub fn verify(
        &self,
        mut is_described: impl FnMut(&LedgerPath) -> bool,
        mut holds: impl FnMut(&str) -> bool,
    ) -> Findings {
        let mut findings = Findings::default();
        let mut binds = |dataset: &str| holds(dataset) || self.withdrawal(dataset).is_some();
        for (path, entry) in &self.entries {
            match (is_described(path), self.tombstones.contains_key(path)) {
                (true, true) => findings.push(still_there(path)),
                (false, false) if entry.dataset().is_none_or(&mut binds) => {
                    findings.push(lost(path, entry));
                }
                (true, false) | (false, true | false) => {}
            }
        }
        findings
    }

    /// The datasets that were published and are not among what is to go live, as one finding.
    pub fn absent(&self, mut holds: impl FnMut(&str) -> bool) -> Option<Finding> {
        let datasets = self.datasets().into_iter();
        let absent: Vec<_> = datasets.filter(|dataset| !holds(dataset)).collect();
        let first = absent.first()?;
        let message = format!(
            "The ledger lists datasets that this store does not hold: {}.",
            absent.join(", ")
        );
        let help = format!(
            "publish their releases, too, before the store is served; or `assize ledger withdraw /data/{first} --reason WHY --date DAY`"
        );
        Some(Finding::new(codes::LEDGER_ABSENT, message).help(help))
    }

    /// Asks for every URI, and compares each answer with what the ledger promises.
    ///
    /// `ask` is given patterns, too, and answers for one of the observations behind each.
    pub fn replay<E>(
        &self,
        mut ask: impl FnMut(&LedgerPath) -> Result<Answer, E>,
    ) -> Result<Asked, E> {
        let mut asked = Asked::default();
        for path in self.entries.keys() {
            asked.asked += 1;
            asked.patterns += usize::from(path.is_pattern());
            let gone = self.tombstones.contains_key(path);
            let said = match (gone, ask(path)?) {
                (false, Answer::Described) | (true, Answer::Gone) => continue,
                (true, Answer::Described) => "is described, though it was withdrawn".to_owned(),
                (false, Answer::Gone) => "is gone, and no tombstone says why".to_owned(),
                (_, Answer::Other(status)) => format!("was answered with {status}"),
            };
            let finding = Finding::new(codes::LEDGER_ANSWER, format!("{path} {said}."));
            asked.findings.push(finding);
        }
        Ok(asked)
    }
}

fn lost(path: &LedgerPath, entry: &Entry) -> Finding {
    let Entry { first, last } = entry;
    let published = if first == last {
        format!("published with {last}")
    } else {
        format!("published from {first} to {last}")
    };
    let message = format!("{path}, {published}, would vanish.");
    let help = format!("assize ledger withdraw {path} --reason WHY --date DAY");
    Finding::new(codes::LEDGER_LOST, message).help(help)
}

fn still_there(path: &LedgerPath) -> Finding {
    let message = format!("{path} has a tombstone and is described all the same.");
    let finding = Finding::new(codes::LEDGER_TOMBSTONE, message);
    finding.help("take its line out of tombstones.csv, or the thing out of the data")
}
