use std::collections::{BTreeMap, BTreeSet};

use crate::register::ledger::LedgerPath;
use crate::store::{Generation, Release, Standing};

/// What the next generation will hold: what is live and kept now, with new releases put in.
pub(super) struct Plan {
    /// By dataset and edition.
    releases: BTreeMap<(String, String), Planned>,
}

/// A release of the next generation.
pub(super) struct Planned {
    pub(super) release: Release,
    pub(super) made: Made,
    pub(super) loaded: Loaded,
    /// The URIs that it describes and the context does not, where this publication made it live.
    pub(super) described: BTreeSet<LedgerPath>,
}

/// Where the files of a release are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// They are taken over from the live generation.
    Before,
    /// They were made by this publication.
    Now,
}

/// Whether the triples of a release are in the database already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loaded {
    Yes,
    No,
}

impl Plan {
    /// The plan to keep everything as it is.
    pub(super) fn after(live: Option<&Generation>) -> Self {
        let releases = live
            .into_iter()
            .flat_map(|live| live.manifest().releases.clone());
        let planned = releases.map(|release| Planned {
            made: Made::Before,
            ..Planned::new(release, Loaded::No)
        });
        Self {
            releases: planned.map(|planned| (planned.place(), planned)).collect(),
        }
    }

    /// Whether the same observations are live already.
    pub(super) fn has_live(&self, release: &Release) -> bool {
        let same = |planned: &Planned| {
            planned.made == Made::Before
                && planned.release.standing == Standing::Live
                && planned.release.quads == release.quads
        };
        let place = (release.dataset.clone(), release.edition.clone());
        self.releases.get(&place).is_some_and(same)
    }

    /// Puts a release in; one that goes live takes the place of the one that is.
    pub(super) fn add(&mut self, planned: Planned) {
        let release = &planned.release;
        if release.standing == Standing::Live {
            let others = self.releases.values_mut();
            for other in others.filter(|other| other.release.dataset == release.dataset) {
                other.release.standing = Standing::Kept;
            }
        }
        self.releases.insert(planned.place(), planned);
    }

    /// Whether any release of a dataset is in.
    pub(super) fn holds(&self, dataset: &str) -> bool {
        self.iter()
            .any(|planned| planned.release.dataset == dataset)
    }

    /// Whether a path is, or is a part of, a release that is kept as files.
    pub(super) fn keeps(&self, path: &LedgerPath) -> bool {
        let mut releases = self.iter().map(|planned| &planned.release);
        releases.any(|release| path.is_in_release(&release.dataset, &release.edition))
    }

    /// The releases in the order of dataset and edition.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Planned> {
        self.releases.values()
    }

    pub(super) fn into_releases(self) -> Vec<Release> {
        let planned = self.releases.into_values();
        planned.map(|planned| planned.release).collect()
    }
}

impl Planned {
    /// A release that this publication made.
    pub(super) fn new(release: Release, loaded: Loaded) -> Self {
        Self {
            release,
            made: Made::Now,
            loaded,
            described: BTreeSet::new(),
        }
    }

    /// As the ledger names it.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.release.dataset, self.release.edition)
    }

    fn place(&self) -> (String, String) {
        (self.release.dataset.clone(), self.release.edition.clone())
    }
}
