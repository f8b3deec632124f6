use std::collections::BTreeSet;

use oxrdf::TermRef;

use super::plan::Plan;
use super::{Failure, Order, Publisher, Route};
use crate::diagnostic::Findings;
use crate::graph::{Part, TermGraph};
use crate::register::ledger::{Ledger, LedgerPath, described};
use crate::store::{Building, Generation};
use crate::uri::Base;
use crate::vocab::rdf;

/// The name in the ledger for what neither registers nor a release described, such as examples.
const PUBLICATION: &str = "publication";

/// What the next generation describes, for its ledger.
#[derive(Default)]
pub(super) struct Described {
    paths: BTreeSet<LedgerPath>,
    before: Before,
}

/// Whether everything is still there that the live generation describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Told,
    AllKept,
}

impl Described {
    /// Takes the URIs of everything in some triples that has a type.
    pub(super) fn add(&mut self, base: &Base, part: Part<'_>) {
        let terms = part.graph.terms();
        let Some(is_a) = terms.get(rdf::TYPE) else {
            return;
        };
        for triple in part.iter(|_| {}).filter(|triple| triple.predicate == is_a) {
            if let TermRef::NamedNode(uri) = terms.term(triple.subject) {
                self.paths.extend(LedgerPath::of(base, uri.as_str()));
            }
        }
    }

    /// Takes the URI of one thing that has a type.
    pub(super) fn add_uri(&mut self, base: &Base, uri: &str) {
        self.paths.extend(LedgerPath::of(base, uri));
    }

    /// Says that all is still there that is live.
    pub(super) fn keep_all(&mut self) {
        self.before = Before::AllKept;
    }
}

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
        described: &Described,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut there = described.paths.clone();
        let mut ledger = self.route.ledger.clone();
        match live.map(|live| Ledger::read(&live.ledger_folder())) {
            None => {
                let absent = ledger.absent(|dataset| plan.holds(dataset));
                findings.extend(absent);
            }
            Some(Ok(published)) => {
                if described.before == Before::AllKept {
                    // What is live and in the ledger was described, and still is.
                    let entries = published.entries().map(|(path, _)| path);
                    let live = entries.filter(|path| published.tombstone(path).is_none());
                    there.extend(live.cloned());
                }
                ledger.add_entries(&published);
            }
            Some(Err(faults)) => {
                findings.append(faults);
                return Ok(());
            }
        }
        let kept = |path: &LedgerPath| there.contains(path) || plan.keeps(path);
        findings.append(ledger.verify(kept, |dataset| plan.holds(dataset)));
        self.record(&mut ledger, there, plan);
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
        // Earlier releases are kept as files of the store, which a release does not know, and the
        // catalogue is made when all releases are.
        let made_later = |path: &LedgerPath| path.is_of_release() || path.is_catalogue();
        let kept = |path: &LedgerPath| {
            described.contains(path) || shared.contains(path) || made_later(path)
        };
        self.ledger
            .verify(kept, |dataset| dataset == order.dataset())
    }
}
