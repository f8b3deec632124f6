use std::fs;
use std::path::Path;

use super::ExportError;
use super::files::Files;
use super::links::Links;
use super::table::{Listed, page};
use crate::store::Generation;

/// Copies the files of all releases, and lists them on a page.
pub(super) fn write(
    generation: &Generation,
    files: &Files,
    links: &Links,
) -> Result<(), ExportError> {
    let mut listed = Vec::new();
    for release in &generation.manifest().releases {
        let (dataset, edition) = (&release.dataset, &release.edition);
        let from = generation.release_folder(dataset, edition);
        let to = format!("data/{dataset}/release/{edition}");
        for file in fs::read_dir(&from).map_err(ExportError::file(&from))? {
            let file = file.map_err(ExportError::file(&from))?;
            let kind = file.file_type().map_err(ExportError::file(&from))?;
            let name = file.file_name().to_string_lossy().into_owned();
            if kind.is_file() {
                let place = format!("{to}/{name}");
                copy(&file.path(), &files.path(&place)?)?;
                let text = format!("{dataset} {edition}: {name}");
                listed.push(Listed::link(format!("/{place}?file"), text));
            }
        }
    }
    let context = "downloads/registers-and-vocabulary.nq.zst";
    copy(&generation.context_file(), &files.path(context)?)?;
    let ledger = generation.ledger_folder();
    for name in ["uris.csv", "tombstones.csv"] {
        copy(
            &ledger.join(name),
            &files.path(&format!("downloads/{name}"))?,
        )?;
    }
    for name in [
        "registers-and-vocabulary.nq.zst",
        "uris.csv",
        "tombstones.csv",
    ] {
        listed.push(Listed::link(
            format!("/downloads/{name}?file"),
            name.to_owned(),
        ));
    }
    let file = "downloads/index.html";
    let html = page("Downloads", listed, &[])?;
    files.write(file, links.rewrite(file, &html).as_bytes())
}

fn copy(from: &Path, to: &Path) -> Result<(), ExportError> {
    if from.exists() {
        fs::copy(from, to).map_err(ExportError::file(from))?;
    }
    Ok(())
}
