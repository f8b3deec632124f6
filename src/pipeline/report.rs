use std::fs;
use std::path::Path;

use serde::Serialize;

use super::{Failure, Order};
use crate::digest::Digest;
use crate::store::{Canonical, Release, RowCounts, Standing};
use crate::tidy::Accounting;

/// The file in a release's folder that says what was done: from what, and what became of each row.
const FILE: &str = "report.json";

#[derive(Serialize)]
struct Report<'r> {
    dataset: &'r str,
    edition: &'r str,
    assize: &'r str,
    source: &'r Digest,
    quads: &'r Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<&'r Canonical>,
    accounting: &'r Accounting,
    errors: u64,
    warnings: u64,
}

/// What the manifest says of a release.
pub(super) fn release(
    order: &Order,
    standing: Standing,
    accounting: &Accounting,
    quads: Digest,
) -> Result<Release, Failure> {
    let source = Digest::of_file(&order.release).map_err(Failure::file(&order.release))?;
    let rows = &accounting.rows;
    Ok(Release {
        dataset: order.dataset().to_owned(),
        edition: order.edition.to_string(),
        standing,
        version: None,
        previous: None,
        changed: None,
        rows: RowCounts {
            read: rows.read,
            published: rows.observed,
            excluded: rows.excluded.values().sum(),
            queued: rows.queued.values().sum(),
            observations: accounting.observations,
        },
        source,
        quads,
        canonical: None,
    })
}

/// Writes the report beside the files of a release.
pub(super) fn write(
    folder: &Path,
    release: &Release,
    accounting: &Accounting,
    warnings: u64,
) -> Result<(), Failure> {
    let path = folder.join(FILE);
    let report = Report {
        dataset: &release.dataset,
        edition: &release.edition,
        assize: env!("CARGO_PKG_VERSION"),
        source: &release.source,
        quads: &release.quads,
        canonical: release.canonical.as_ref(),
        accounting,
        errors: 0,
        warnings,
    };
    let text = serde_json::to_vec_pretty(&report).map_err(|e| Failure::file(&path)(e.into()))?;
    fs::write(&path, text).map_err(Failure::file(&path))
}
