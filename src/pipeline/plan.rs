use std::collections::BTreeMap;

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
            release,
            made: Made::Before,
            loaded: Loaded::No,
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
    pub(super) fn add(&mut self, release: Release, loaded: Loaded) {
        if release.standing == Standing::Live {
            let others = self.releases.values_mut();
            for other in others.filter(|other| other.release.dataset == release.dataset) {
                other.release.standing = Standing::Kept;
            }
        }
        let planned = Planned {
            release,
            made: Made::Now,
            loaded,
        };
        self.releases.insert(planned.place(), planned);
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
    fn place(&self) -> (String, String) {
        (self.release.dataset.clone(), self.release.edition.clone())
    }
}
