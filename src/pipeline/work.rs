use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::vocab::rdf;

use super::differing::Before;
use super::keeping::{Content, Keeping, Kept, ToKeep};
use super::plan::{Loaded, Made, Plan, Planned};
use super::promises::Described;
use super::{Failure, Order, Published, Publisher, Stage, columns, provenance};
use crate::diagnostic::Findings;
use crate::difference::{self, Version};
use crate::digest::Digest;
use crate::graph::{Part, TermGraph};
use crate::register::ledger::LedgerPath;
use crate::store::{Building, DumpWriter, Generation, Release, Standing, StoreError};

/// A publication under way: the generation that is built, and what is to be in it.
pub(super) struct Work<'w> {
    publisher: &'w Publisher<'w>,
    // Ends before the folder is removed that it writes into: fields are dropped in this order.
    keeping: Option<(Keeping, Loaded, BTreeSet<LedgerPath>)>,
    building: Building,
    live: Option<Generation>,
    context: TermGraph,
    context_digest: Digest,
    foundation: Foundation,
    plan: Plan,
    described: Described,
}

/// What the database of the next generation begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foundation {
    /// It is not decided yet: nothing was loaded.
    Open,
    /// With nothing, because something of what is live is replaced.
    Fresh,
    /// With all that is live, because nothing is taken from it.
    Grown,
}

impl<'w> Work<'w> {
    /// Checks and keeps what all datasets share.
    pub(super) fn begin(
        publisher: &'w Publisher<'w>,
        building: Building,
        live: Option<Generation>,
        findings: &mut Findings,
    ) -> Result<Self, Failure> {
        let path = building.context_file();
        findings.append(publisher.route.context().findings());
        let context = publisher.route.context().graph();
        columns::write_neighbours(publisher.route, &building, &context)?;
        let context_digest = DumpWriter::write_file(&path, Part::whole(&context));
        let context_digest = context_digest.map_err(Failure::file(&path))?;
        Ok(Self {
            publisher,
            keeping: None,
            building,
            plan: Plan::after(live.as_ref(), &publisher.route.ledger),
            live,
            context,
            context_digest,
            foundation: Foundation::Open,
            described: Described::default(),
        })
    }

    /// The orders, each with its standing; those of datasets that are live come first, because they
    /// decide what the database begins with.
    pub(super) fn arranged<'o>(&self, orders: &'o [Order]) -> Vec<(&'o Order, Standing)> {
        let standing = |at: usize| {
            let mut later = orders[at + 1..].iter().map(Order::dataset);
            if later.any(|dataset| dataset == orders[at].dataset()) {
                Standing::Kept
            } else {
                Standing::Live
            }
        };
        let orders = orders.iter().enumerate();
        let mut arranged: Vec<_> = orders.map(|(at, order)| (order, standing(at))).collect();
        arranged.sort_by_key(|(order, _)| !self.plan.has_live_dataset(order.dataset()));
        arranged
    }

    /// Converts, checks and keeps a release; loads it if it is to be live and is not yet.
    pub(super) fn release(
        &mut self,
        order: &Order,
        standing: Standing,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let (dataset, edition) = (order.dataset(), order.edition.as_str());
        let folder = self.building.release_folder(dataset, edition)?;
        let route = self.publisher.route;
        let Some(mut converted) = route.convert(order, &folder, findings)? else {
            return Ok(());
        };
        route.validate(order, &mut converted, findings);
        if findings.has_errors() {
            return Ok(());
        }
        let described = match standing {
            Standing::Live => route.described_by(&converted.graph),
            Standing::Kept => BTreeSet::new(),
        };
        let known = self.plan.get(dataset, edition).is_some();
        self.finish_keeping(findings)?;
        let (before, version) = (self.before(order), self.version(order));
        let content = Content {
            provenance: Arc::new(self.provenance(order, before.as_ref())?),
            converted: Arc::new(converted),
        };
        let to_keep = ToKeep {
            order: order.clone(),
            standing,
            folder,
            content: content.clone(),
            before,
            known: version,
            context: self.building.context_file(),
            base: route.config.base.clone(),
        };
        let keeping = Keeping::begin(to_keep, findings);
        if known {
            // Only its digest tells whether anything has to be done at all.
            return self.replace_if_changed(order, &content, keeping, described, findings);
        }
        let loaded = self.load_if_live(order, &content, standing)?;
        self.keeping = Some((keeping, loaded, described));
        Ok(())
    }

    /// The release with which an order's is compared, and where it is kept.
    fn before(&self, order: &Order) -> Option<Before> {
        let before = self.plan.before(order.dataset(), order.edition.as_str())?;
        let Release {
            dataset, edition, ..
        } = &before.release;
        let folder = match (before.made, &self.live) {
            (Made::Before, Some(live)) => live.release_folder(dataset, edition),
            _ => self.building.release_folder(dataset, edition).ok()?,
        };
        Some(Before {
            edition: edition.clone(),
            version: before.release.version,
            dump: folder.join(Generation::DUMP),
        })
    }

    fn version(&self, order: &Order) -> Option<Version> {
        let known = self.plan.get(order.dataset(), order.edition.as_str())?;
        known.release.version
    }

    /// Takes an edition that was published before.
    fn replace_if_changed(
        &mut self,
        order: &Order,
        content: &Content,
        keeping: Keeping,
        described: BTreeSet<LedgerPath>,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let kept = keeping.finish()?;
        if self.plan.has(&kept.release) {
            let (dataset, edition) = (order.dataset(), order.edition.as_str());
            return Ok(self.building.forget_release(dataset, edition)?);
        }
        let loaded = self.load_if_live(order, content, kept.release.standing)?;
        self.add(kept, loaded, described, findings);
        Ok(())
    }

    /// Puts a kept release into the plan, and warns where it differs implausibly.
    fn add(
        &mut self,
        kept: Kept,
        loaded: Loaded,
        described: BTreeSet<LedgerPath>,
        findings: &mut Findings,
    ) {
        if let Some(summary) = &kept.summary {
            let source = kept.source.to_string_lossy();
            findings.append(difference::check(summary, &source));
        }
        self.plan.add(Planned {
            described,
            ..Planned::new(kept.release, loaded)
        });
    }

    fn provenance(&self, order: &Order, before: Option<&Before>) -> Result<TermGraph, Failure> {
        let source = Digest::of_file(&order.release).map_err(Failure::file(&order.release))?;
        let base = &self.publisher.route.config.base;
        let previous = before.map(|before| before.edition.as_str());
        Ok(provenance::describe(base, order, &source, previous))
    }

    fn load_if_live(
        &mut self,
        order: &Order,
        content: &Content,
        standing: Standing,
    ) -> Result<Loaded, Failure> {
        if standing == Standing::Kept {
            return Ok(Loaded::No);
        }
        (self.publisher.progress)(Stage::Loading(order));
        let Content {
            converted,
            provenance,
        } = content;
        let parts = [converted.own(), Part::whole(provenance)];
        self.load_all(order.dataset(), &parts)?;
        self.plan.make_room(order.dataset(), order.edition.as_str());
        Ok(Loaded::Yes)
    }

    /// Loads what is new of a dataset, together with what all share where the database begins with
    /// nothing: in one go the index by subject comes out in order.
    fn load_all(&mut self, dataset: &str, new: &[Part<'_>]) -> Result<(), Failure> {
        let mut parts = new.to_vec();
        if self.lay_foundation(dataset)? == Some(Foundation::Fresh) {
            parts.push(Part::whole(&self.context));
        }
        let base = &self.publisher.route.config.base;
        for part in &parts {
            self.described.add(base, *part);
        }
        Ok(self.building.load(&parts)?)
    }

    /// Decides what the database begins with, when the first release of a dataset is to be loaded;
    /// tells it where it was not decided before.
    fn lay_foundation(&mut self, dataset: &str) -> Result<Option<Foundation>, Failure> {
        if self.foundation != Foundation::Open {
            return Ok(None);
        }
        let growable = self.live.as_ref().filter(|live| self.shares_context(live));
        let grows = !self.plan.has_live_dataset(dataset) && !self.plan.leaves_out;
        self.foundation = match growable.filter(|_| grows) {
            Some(live) => {
                self.building.grow_from(live)?;
                self.described.keep_all();
                self.plan.found_loaded();
                Foundation::Grown
            }
            None => Foundation::Fresh,
        };
        Ok(Some(self.foundation))
    }

    fn shares_context(&self, live: &Generation) -> bool {
        let manifest = live.manifest();
        manifest.base == self.publisher.route.config.base.as_str()
            && manifest.context == self.context_digest
    }

    fn finish_keeping(&mut self, findings: &mut Findings) -> Result<(), Failure> {
        if let Some((keeping, loaded, described)) = self.keeping.take() {
            self.add(keeping.finish()?, loaded, described, findings);
        }
        Ok(())
    }

    /// Loads what is live besides, compacts, keeps the promises of the ledger, and switches.
    pub(super) fn finish(mut self, findings: &mut Findings) -> Result<Published, Failure> {
        if findings.has_errors() {
            return Ok(Published::Refused);
        }
        if self.foundation == Foundation::Open {
            self.finish_keeping(findings)?;
            let live = self.live.as_ref();
            if let Some(live) = live.filter(|live| self.says_the_same(live)) {
                return Ok(Published::Unchanged(live.clone()));
            }
            // A dataset without a name is live nowhere.
            self.load_all("", &[])?;
        }
        self.take_over()?;
        (self.publisher.progress)(Stage::Compacting);
        self.building.compact()?;
        self.finish_keeping(findings)?;
        let catalogue = self.list(findings)?;
        let (live, plan) = (self.live.as_ref(), &self.plan);
        self.publisher
            .keep_promises(&self.building, live, plan, &self.described, findings)?;
        let digests = [self.context_digest, catalogue];
        let mut manifest = self.publisher.manifest(digests, self.plan);
        let database = self.building.show(&manifest)?;
        // To count is to read a whole index; the examples are asked meanwhile, elsewhere.
        let counted = database.clone();
        let counting = thread::spawn(move || counted.len());
        let number = self.building.number();
        let asked = self.publisher.ask_examples(number, &database, findings);
        drop(database);
        let counted = counting.join().unwrap_or_else(|panic| resume_unwind(panic));
        asked?;
        if findings.has_errors() {
            return Ok(Published::Refused);
        }
        (self.publisher.progress)(Stage::Switching);
        manifest.triples = counted.map_err(StoreError::from)? as u64;
        Ok(Published::Live(self.building.switch(&manifest)?))
    }

    /// Puts the catalogue in, which tells of the files of all releases.
    fn list(&mut self, findings: &mut Findings) -> Result<Digest, Failure> {
        let publisher = self.publisher;
        let (catalogue, digest) = publisher.catalogue(&self.building, &self.plan, findings)?;
        let base = &publisher.route.config.base;
        self.described.add(base, Part::whole(&catalogue));
        Ok(digest)
    }

    /// Takes over what the plan keeps from the live generation, and loads what is live of it.
    fn take_over(&mut self) -> Result<(), Failure> {
        let base = &self.publisher.route.config.base;
        for planned in self.plan.iter() {
            let release = &planned.release;
            let (dataset, edition) = (release.dataset.as_str(), release.edition.as_str());
            if let Some(live) = self.live.as_ref().filter(|_| planned.made == Made::Before) {
                self.building.keep(live, dataset, edition)?;
            }
            if release.standing == Standing::Live && planned.made == Made::Before {
                let folder = self.building.release_folder(dataset, edition)?;
                columns::renew(self.publisher.route, dataset, &folder)?;
            }
            let files: &[&str] = match (planned.loaded, release.standing) {
                (Loaded::Yes, _) => continue,
                (Loaded::No, Standing::Live) => &[Generation::DUMP, Generation::PROVENANCE],
                (Loaded::No, Standing::Kept) => &[Generation::PROVENANCE],
            };
            (self.publisher.progress)(Stage::Reloading(release));
            self.building.load_kept(release, files, |quad| {
                if let NamedOrBlankNode::NamedNode(uri) = &quad.subject
                    && quad.predicate == rdf::TYPE
                {
                    self.described.add_uri(base, uri.as_str());
                }
            })?;
        }
        Ok(())
    }

    fn says_the_same(&self, live: &Generation) -> bool {
        let planned = self.plan.iter().map(|planned| &planned.release);
        // An earlier version of Assize made no catalogue.
        self.shares_context(live)
            && live.catalogue_file().exists()
            && live.manifest().publisher == Some(self.publisher.settings())
            && live.manifest().releases.iter().eq(planned)
    }
}
