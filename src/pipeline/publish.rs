use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

use super::plan::{Loaded, Made, Plan, Planned};
use super::{Failure, Order, Route, columns, report};
use crate::diagnostic::Findings;
use crate::digest::Digest;
use crate::examples;
use crate::store::{
    Building, DumpWriter, Generation, Generations, Manifest, Release, Standing, StoreError,
};

/// Publishes releases into a store: all of them or none.
pub struct Publisher<'p> {
    pub(super) route: &'p Route,
    store: &'p Generations,
    now: DateTime<Utc>,
    progress: &'p dyn Fn(Stage<'_>),
}

/// What a publication is doing, for whoever shows it.
#[derive(Clone, Copy, Debug)]
pub enum Stage<'s> {
    /// A release is being read, converted and checked.
    Checking(&'s Order),
    /// A release is being loaded.
    Loading(&'s Release),
    /// The stored examples are being asked.
    Asking,
    /// The database is being compacted, and then made the live one.
    Switching,
}

/// How a publication ended.
#[derive(Debug)]
pub enum Published {
    /// The findings have errors; what was live still is.
    Refused,
    /// What was to be published is live already.
    Unchanged(Generation),
    /// A new generation is live.
    Live(Generation),
}

impl<'p> Publisher<'p> {
    /// How long an example may take: a third of what the server gives a query, for others ask too.
    const EXAMPLE_TIME: Duration = Duration::from_secs(10);

    /// A publisher into this store; `now` is when the generation is said to have gone live.
    pub fn new(route: &'p Route, store: &'p Generations, now: DateTime<Utc>) -> Self {
        Self {
            route,
            store,
            now,
            progress: &|_| {},
        }
    }

    /// Sets whom to tell what is being done.
    #[must_use]
    pub fn with_progress(mut self, progress: &'p dyn Fn(Stage<'_>)) -> Self {
        self.progress = progress;
        self
    }

    /// Converts, checks, loads and switches.
    ///
    /// The editions of one dataset go live in the order of the orders: the last is live, those
    /// before it are kept. All releases are checked before the first is loaded into a generation
    /// that goes live; with an error in any, nothing changes.
    pub fn publish(&self, orders: &[Order], findings: &mut Findings) -> Result<Published, Failure> {
        let lock = self.store.lock()?;
        let live = self.store.current()?;
        let building = self.store.begin(&lock)?;
        let context = self.publish_context(&building, findings)?;
        let mut plan = Plan::after(live.as_ref());
        for (at, order) in orders.iter().enumerate() {
            (self.progress)(Stage::Checking(order));
            let later = orders[at + 1..].iter();
            let standing = if later.map(Order::dataset).any(|d| d == order.dataset()) {
                Standing::Kept
            } else {
                Standing::Live
            };
            self.publish_release(&building, order, standing, &mut plan, findings)?;
        }
        if findings.has_errors() {
            return Ok(Published::Refused);
        }
        if let Some(live) = live
            .as_ref()
            .filter(|live| self.says_the_same(live, &context, &plan))
        {
            return Ok(Published::Unchanged(live.clone()));
        }
        self.complete(&building, live.as_ref(), &plan)?;
        self.keep_promises(&building, live.as_ref(), &plan, findings)?;
        self.ask_examples(&building, findings)?;
        if findings.has_errors() {
            return Ok(Published::Refused);
        }
        (self.progress)(Stage::Switching);
        let manifest = self.manifest(context, building.triples()?, plan);
        Ok(Published::Live(building.switch(&manifest)?))
    }

    /// Checks, keeps and loads what all datasets share; tells its digest.
    fn publish_context(
        &self,
        building: &Building,
        findings: &mut Findings,
    ) -> Result<Digest, Failure> {
        let path = building.context_file();
        let mut dump = DumpWriter::create(&path).map_err(Failure::file(&path))?;
        let context = self.route.context();
        findings.append(context.findings());
        let graph = context.write_to(&mut dump).map_err(Failure::file(&path))?;
        columns::write_neighbours(self.route, building, &graph)?;
        building.load(graph.terms(), graph.iter())?;
        dump.finish().map_err(Failure::file(&path))
    }

    /// Converts, checks and keeps a release; loads it if it is to be live and is not yet.
    fn publish_release(
        &self,
        building: &Building,
        order: &Order,
        standing: Standing,
        plan: &mut Plan,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let folder = building.release_folder(order.dataset(), order.edition.as_str())?;
        let path = folder.join(Generation::DUMP);
        let dump = DumpWriter::create(&path).map_err(Failure::file(&path))?;
        let Some((mut converted, dump)) = self.route.convert(order, &folder, dump, findings)?
        else {
            return Ok(());
        };
        let quads = dump.finish().map_err(Failure::file(&path))?;
        self.route.validate(order, &mut converted, findings);
        let release = report::release(order, standing, &converted.accounting, quads)?;
        report::write(&folder, &release, &converted.accounting, findings)?;
        if !findings.has_errors() {
            columns::write(self.route, order.dataset(), &converted, &folder)?;
        }
        let load = standing == Standing::Live && !findings.has_errors() && !plan.has_live(&release);
        if load {
            (self.progress)(Stage::Loading(&release));
            building.load(converted.graph.terms(), converted.triples())?;
        }
        let mut planned = Planned::new(release, if load { Loaded::Yes } else { Loaded::No });
        if standing == Standing::Live {
            planned.described = self.route.described_by(&converted.graph);
        }
        plan.add(planned);
        Ok(())
    }

    /// Takes over what the plan keeps from the live generation, and loads what is live of it.
    fn complete(
        &self,
        building: &Building,
        live: Option<&Generation>,
        plan: &Plan,
    ) -> Result<(), Failure> {
        for planned in plan.iter() {
            let release = &planned.release;
            let (dataset, edition) = (release.dataset.as_str(), release.edition.as_str());
            if let Some(live) = live.filter(|_| planned.made == Made::Before) {
                building.keep(live, dataset, edition)?;
            }
            if release.standing == Standing::Live && planned.made == Made::Before {
                let folder = building.release_folder(dataset, edition)?;
                columns::renew(self.route, dataset, &folder)?;
            }
            if release.standing == Standing::Live && planned.loaded == Loaded::No {
                (self.progress)(Stage::Loading(release));
                building.load_kept(dataset, edition)?;
            }
        }
        Ok(())
    }

    /// Stage nine: the stored examples give what they promise.
    fn ask_examples(&self, building: &Building, findings: &mut Findings) -> Result<(), Failure> {
        (self.progress)(Stage::Asking);
        let base = &self.route.config.base;
        let found = examples::check(building.database(), base, Self::EXAMPLE_TIME);
        findings.append(found.map_err(StoreError::from)?);
        Ok(())
    }

    fn says_the_same(&self, live: &Generation, context: &Digest, plan: &Plan) -> bool {
        let manifest = live.manifest();
        manifest.base == self.route.config.base.as_str()
            && manifest.context == *context
            && manifest
                .releases
                .iter()
                .eq(plan.iter().map(|planned| &planned.release))
    }

    fn manifest(&self, context: Digest, triples: u64, plan: Plan) -> Manifest {
        Manifest {
            assize: env!("CARGO_PKG_VERSION").to_owned(),
            published: self.now.to_rfc3339_opts(SecondsFormat::Secs, true),
            base: self.route.config.base.to_string(),
            context,
            triples,
            releases: plan.into_releases(),
        }
    }
}
