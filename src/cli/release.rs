use std::path::PathBuf;

use clap::Args;

use super::report::Refused;
use super::source;
use crate::pipeline::{Order, Route};
use crate::uri::Key;

/// A release, and what it means.
#[derive(Debug, Args)]
pub(super) struct ReleaseArguments {
    /// The release: a CSV file, plain or compressed with gzip, or a URL.
    release: String,

    #[command(flatten)]
    meaning: Meaning,
}

/// Which mapping and which edition.
#[derive(Debug, Args)]
pub(super) struct Meaning {
    /// The mapping; where not given, the one whose `file` pattern matches the release's name.
    #[arg(long, value_name = "FILE")]
    pub(super) mapping: Option<PathBuf>,

    /// The edition, such as 2025-Q4; where not given, what the release's name has in place of the
    /// pattern's star.
    #[arg(long, value_name = "NAME", value_parser = Key::new)]
    pub(super) edition: Option<Key>,
}

impl ReleaseArguments {
    /// The release, fetched if it is a URL, with its mapping read.
    pub(super) fn order(&self, route: &Route) -> anyhow::Result<Order> {
        self.meaning.order(&self.release, route)
    }
}

impl Meaning {
    /// The order for a release that is given as a path or a URL.
    pub(super) fn order(&self, release: &str, route: &Route) -> anyhow::Result<Order> {
        let path = source::local(release, route.config())?;
        let order = route.order(&path, self.mapping.as_deref(), self.edition.as_ref());
        Ok(order.map_err(Refused)?)
    }
}
