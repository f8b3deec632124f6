use super::{Ledger, LedgerPath};
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
    /// How many patterns were left out, since they stand for many.
    pub patterns: usize,
    /// What was answered wrongly.
    pub findings: Findings,
}

impl Ledger {
    /// Checks before a publication that nothing published would vanish.
    ///
    /// `is_described` tells whether what is to go live describes a URI. Whatever is not described
    /// needs a tombstone.
    pub fn verify(&self, mut is_described: impl FnMut(&LedgerPath) -> bool) -> Findings {
        let mut findings = Findings::default();
        for (path, entry) in &self.entries {
            if self.tombstones.contains_key(path) || is_described(path) {
                continue;
            }
            let message = format!(
                "{path}, published from {} to {}, would vanish.",
                entry.first, entry.last
            );
            let help = format!("assize ledger withdraw {path} --reason WHY");
            findings.push(Finding::new(codes::LEDGER_LOST, message).help(help));
        }
        findings
    }

    /// Asks for every URI, and compares each answer with what the ledger promises.
    pub fn replay<E>(
        &self,
        mut ask: impl FnMut(&LedgerPath) -> Result<Answer, E>,
    ) -> Result<Asked, E> {
        let mut asked = Asked::default();
        for path in self.entries.keys() {
            if path.is_pattern() {
                asked.patterns += 1;
                continue;
            }
            asked.asked += 1;
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
