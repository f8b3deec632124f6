use std::collections::BTreeSet;

use super::plan::{Made, Plan};
use super::{Failure, Publisher};
use crate::diagnostic::Findings;
use crate::register::ledger::{Ledger, LedgerPath};
use crate::store::{Building, Generation};

impl Publisher<'_> {
    /// Stage seven: nothing that is live may vanish without a tombstone, and what is new goes into
    /// the ledger that the generation carries.
    pub(super) fn keep_promises(
        &self,
        building: &Building,
        live: Option<&Generation>,
        plan: &Plan,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut ledger = match live.map(|live| Ledger::read(&live.ledger_folder())) {
            None => Ledger::default(),
            Some(Ok(ledger)) => ledger,
            Some(Err(faults)) => {
                findings.append(faults);
                return Ok(());
            }
        };
        for (path, tombstone) in self.route.ledger.tombstones() {
            if ledger.entry(path).is_some() {
                ledger.withdraw(path.clone(), tombstone.clone());
            }
        }
        let described = self.described(building)?;
        let kept = |path: &LedgerPath| described.contains(path) || is_of_release(plan, path);
        findings.append(ledger.verify(kept));
        ledger.record(described.iter().cloned(), &name(plan));
        let folder = building.ledger_folder();
        ledger.write(&folder).map_err(Failure::file(&folder))
    }

    fn described(&self, building: &Building) -> Result<BTreeSet<LedgerPath>, Failure> {
        let mut paths = BTreeSet::new();
        for uri in building.described() {
            paths.extend(LedgerPath::of(&self.route.config.base, &uri?));
        }
        Ok(paths)
    }
}

/// Whether it is, or is a part of, a release that is kept as files.
fn is_of_release(plan: &Plan, path: &LedgerPath) -> bool {
    plan.iter().any(|planned| {
        let release = &planned.release;
        let kept = format!("/data/{}/release/{}", release.dataset, release.edition);
        let rest = path.as_str().strip_prefix(&kept);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The name under which the ledger knows a publication: the last release that it made.
fn name(plan: &Plan) -> String {
    let made = plan.iter().filter(|planned| planned.made == Made::Now);
    let named = made.map(|p| format!("{}/{}", p.release.dataset, p.release.edition));
    named.last().unwrap_or_else(|| "registers".to_owned())
}
