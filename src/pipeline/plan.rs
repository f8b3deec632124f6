use std::collections::{BTreeMap, BTreeSet};

use crate::register::ledger::{Ledger, LedgerPath};
use crate::store::{Generation, Release, Standing};

/// What the next generation will hold: what is live and kept now, with new releases put in.
pub(super) struct Plan {
    /// By dataset and edition.
    releases: BTreeMap<(String, String), Planned>,
    /// By dataset: the edition that the next one is compared with.
    newest: BTreeMap<String, String>,
    /// Whether something of what was live is left out.
    pub(super) leaves_out: bool,
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
    /// The plan to keep everything as it is, but for the datasets that were withdrawn.
    pub(super) fn after(live: Option<&Generation>, ledger: &Ledger) -> Self {
        let stands = |release: &&Release| ledger.withdrawal(&release.dataset).is_none();
        let before = live.into_iter().flat_map(|live| &live.manifest().releases);
        let leaves_out = !before.clone().all(|release| stands(&release));
        let releases = before.filter(stands).cloned();
        let planned = releases.map(|release| Planned {
            made: Made::Before,
            ..Planned::new(release, Loaded::No)
        });
        let newest = live.into_iter().flat_map(|live| live.manifest().live());
        let newest = newest.filter(stands);
        let newest = newest.map(|release| (release.dataset.clone(), release.edition.clone()));
        Self {
            newest: newest.collect(),
            releases: planned.map(|planned| (planned.place(), planned)).collect(),
            leaves_out,
        }
    }

    /// A release that was published before or is being.
    pub(super) fn get(&self, dataset: &str, edition: &str) -> Option<&Planned> {
        let place = (dataset.to_owned(), edition.to_owned());
        self.releases.get(&place)
    }

    /// The release that an edition is compared with: the one that it always was compared with, or
    /// the newest.
    pub(super) fn before(&self, dataset: &str, edition: &str) -> Option<&Planned> {
        let before = match self.get(dataset, edition) {
            Some(known) => known.release.previous.as_deref()?,
            None => self.newest.get(dataset)?,
        };
        self.get(dataset, before)
    }

    /// Whether some release of a dataset is live.
    pub(super) fn has_live_dataset(&self, dataset: &str) -> bool {
        let mut releases = self.releases.values().map(|planned| &planned.release);
        releases.any(|release| release.dataset == dataset && release.standing == Standing::Live)
    }

    /// Whether this release was published before from the same file, with the same triples.
    pub(super) fn has(&self, release: &Release) -> bool {
        let planned = self.get(&release.dataset, &release.edition);
        planned.is_some_and(|planned| {
            let known = &planned.release;
            planned.made == Made::Before
                && known.quads == release.quads
                && known.source == release.source
        })
    }

    /// Says that everything that is live is in the database already.
    pub(super) fn found_loaded(&mut self) {
        for planned in self.releases.values_mut() {
            planned.loaded = Loaded::Yes;
        }
    }

    /// Says that a release goes live which is put in later: no other of its dataset is, and what
    /// was known of it is no more.
    pub(super) fn make_room(&mut self, dataset: &str, edition: &str) {
        let others = self.releases.values_mut();
        for other in others.filter(|other| other.release.dataset == dataset) {
            other.release.standing = Standing::Kept;
        }
        let place = (dataset.to_owned(), edition.to_owned());
        self.releases.remove(&place);
    }

    /// Puts a release in; one that goes live takes the place of the one that is.
    pub(super) fn add(&mut self, planned: Planned) {
        let (dataset, edition) = planned.place();
        if planned.release.standing == Standing::Live {
            self.make_room(&dataset, &edition);
        }
        self.newest.insert(dataset, edition);
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
