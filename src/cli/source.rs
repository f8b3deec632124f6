use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::progress::Progress;
use crate::config::Config;
use crate::fetch::Fetcher;

/// A release on this machine: a path as it is, a URL fetched first.
pub(super) fn local(release: &str, config: &Config) -> anyhow::Result<PathBuf> {
    if !release.starts_with("http://") && !release.starts_with("https://") {
        return Ok(PathBuf::from(release));
    }
    let progress = Progress::transfer(format!("fetching {release}"));
    let fetcher = Fetcher::new(cache_folder()?, config.fetch_limit)?;
    let file = fetcher.fetch(release, &mut |p| progress.arrived(p.arrived, p.expected))?;
    Ok(file.path)
}

/// Where fetched releases are kept, by the
/// [XDG base directories](https://specifications.freedesktop.org/basedir-spec/latest/).
fn cache_folder() -> anyhow::Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) if Path::new(&cache).is_absolute() => PathBuf::from(cache),
        _ => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(cache.join("assize").join("releases"))
}
