use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};

use oxrdf::NamedNode;

use super::Failure;
use crate::difference::{self, DifferenceError, Summary, TableWriter, Version};
use crate::store::{Generation, dump_lines};

/// The summary of the differences, beside the table and the quads.
const SUMMARY: &str = "difference.json";
/// What was removed and added, each in a graph of its own.
const QUADS: &str = "difference.nq.zst";

/// The release that another is compared with.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) edition: String,
    pub(super) version: Option<Version>,
    pub(super) dump: PathBuf,
}

/// Compares a release that is kept in a folder with the one before, and keeps the differences
/// beside it.
///
/// `None` if the release before was kept by a version of Assize that did not sort its lines.
pub(super) fn keep(
    folder: &Path,
    release: &NamedNode,
    before: &Before,
    context: &Path,
) -> Result<Option<Summary>, Failure> {
    let failed = |source| Failure::Difference {
        path: folder.to_owned(),
        source,
    };
    let mut summary = match compare(folder, release, before) {
        Err(DifferenceError::Order { .. }) => return Ok(None),
        compared => compared.map_err(failed)?,
    };
    name_members(&mut summary, context).map_err(Failure::file(context))?;
    let path = folder.join(SUMMARY);
    let text = serde_json::to_vec_pretty(&summary).map_err(|e| Failure::file(&path)(e.into()))?;
    fs::write(&path, text).map_err(Failure::file(&path))?;
    Ok(Some(summary))
}

fn compare(
    folder: &Path,
    release: &NamedNode,
    before: &Before,
) -> Result<Summary, DifferenceError> {
    let old = dump_lines(&before.dump)?;
    let new = dump_lines(&folder.join(Generation::DUMP))?;
    let table = File::create(folder.join(Generation::DIFFERENCE))?;
    let mut table = TableWriter::new(BufWriter::new(table))?;
    let quads = File::create(folder.join(QUADS))?;
    let mut quads = zstd::Encoder::new(BufWriter::new(quads), 3)?;
    let summary = difference::compare(old, new, |change| {
        table.write(change)?;
        Ok(difference::write_quads(
            &mut quads,
            change,
            release.as_str(),
        )?)
    })?;
    table.finish()?.flush()?;
    quads.finish()?.flush()?;
    Ok(summary)
}

/// Names courts and areas as the registers do, whose N-Quads are kept in a file.
pub fn name_members(summary: &mut Summary, context: &Path) -> io::Result<()> {
    let mut unnamed = BTreeMap::new();
    summary.name(|uri| {
        unnamed.insert(uri.to_owned(), None);
        None
    });
    for line in dump_lines(context)?.lines() {
        let line = line?;
        if let Some((uri, label)) = difference::label(&line)
            && let Some(name) = unnamed.get_mut(uri)
        {
            *name = Some(label);
        }
    }
    summary.name(|uri| unnamed.get(uri).cloned().flatten());
    Ok(())
}
