use std::path::PathBuf;

use clap::Args;

use super::report::Refused;
use super::{aliases, source};
use crate::pipeline::{self, Order, Route};
use crate::uri::Key;

/// A release, and what it means.
#[derive(Debug, Args)]
pub(super) struct ReleaseArguments {
    /// The release: a CSV file, plain or compressed with gzip, or a URL; or the CSVW metadata of a
    /// cube (`….csv-metadata.json`) that another tool described.
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

    /// Takes headings that were renamed into the mapping's `titles`, if they are like the old ones.
    #[arg(long)]
    accept_aliases: bool,
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
        let mut order = order.map_err(Refused)?;
        if let Some(mapping) = order.mapping().filter(|_| self.accept_aliases)
            && let Some(accepted) = aliases::accept(&order.release, mapping)?
        {
            order.meaning = pipeline::Meaning::Mapping(Box::new(accepted));
        }
        Ok(order)
    }
}
