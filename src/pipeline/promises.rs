use std::collections::BTreeSet;

use super::plan::Plan;
use super::{Failure, Order, Publisher, Route};
use crate::diagnostic::Findings;
use crate::graph::TermGraph;
use crate::register::ledger::{Ledger, LedgerPath, described};
use crate::store::{Building, Generation};

/// The name in the ledger for what neither registers nor a release described, such as examples.
const PUBLICATION: &str = "publication";

impl Publisher<'_> {
    /// Stage seven: nothing that was ever published may vanish without a tombstone, and what is new
    /// goes into the ledger that the generation carries.
    ///
    /// Promises are those of the committed ledger and of the live generation. They bind for what
    /// all datasets share and for the datasets that the publication holds. A store may begin with a
    /// part of the datasets: its first generation is told, once, which are not there.
    pub(super) fn keep_promises(
        &self,
        building: &Building,
        live: Option<&Generation>,
        plan: &Plan,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut ledger = self.route.ledger.clone();
        match live.map(|live| Ledger::read(&live.ledger_folder())) {
            None => {
                let absent = ledger.absent(|dataset| plan.holds(dataset));
                findings.extend(absent);
            }
            Some(Ok(published)) => drop(ledger.add_entries(&published)),
            Some(Err(faults)) => {
                findings.append(faults);
                return Ok(());
            }
        }
        let described = self.described(building)?;
        let kept = |path: &LedgerPath| described.contains(path) || plan.keeps(path);
        findings.append(ledger.verify(kept, |dataset| plan.holds(dataset)));
        self.record(&mut ledger, described, plan);
        let folder = building.ledger_folder();
        ledger.write(&folder).map_err(Failure::file(&folder))
    }

    /// Lists what this publication made under the releases that describe it.
    fn record(&self, ledger: &mut Ledger, described: BTreeSet<LedgerPath>, plan: &Plan) {
        let shared = self.route.context().of_registers().iter().cloned();
        ledger.record(shared, Ledger::REGISTERS);
        for planned in plan.iter() {
            ledger.record(planned.described.iter().cloned(), &planned.name());
        }
        let rest = described
            .into_iter()
            .filter(|path| ledger.entry(path).is_none());
        let rest: Vec<_> = rest.collect();
        ledger.record(rest, PUBLICATION);
    }

    fn described(&self, building: &Building) -> Result<BTreeSet<LedgerPath>, Failure> {
        let mut paths = BTreeSet::new();
        for uri in building.described() {
            paths.extend(LedgerPath::of(&self.route.config.base, &uri?));
        }
        Ok(paths)
    }
}

impl Route {
    /// The URIs that a release describes, without those that the context does.
    pub(super) fn described_by(&self, release: &TermGraph) -> BTreeSet<LedgerPath> {
        let mut paths = described(release, &self.config.base);
        paths.retain(|path| !self.context().of_registers().contains(path));
        paths
    }

    /// Checks that a release, together with the context, describes what the committed ledger lists
    /// of its dataset and of what all datasets share.
    pub(super) fn promised_to(&self, order: &Order, release: &TermGraph) -> Findings {
        let described = described(release, &self.config.base);
        let shared = self.context().described();
        // Earlier releases are kept as files of the store, which a release does not know.
        let kept = |path: &LedgerPath| {
            described.contains(path) || shared.contains(path) || path.is_of_release()
        };
        self.ledger
            .verify(kept, |dataset| dataset == order.dataset())
    }
}
