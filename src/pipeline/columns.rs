//! Stage seven, beside the database: the columns of each cube.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind};
use std::path::Path;

use oxrdf::NamedNodeRef;

use super::convert::Converted;
use super::{Failure, Route};
use crate::cube::columns::{self, Cube, Rows, Written};
use crate::graph::{GraphBuilder, TermGraph, Triple, TripleSink};
use crate::store::{Building, DumpReader, Generation, checksums};
use crate::uri::Base;

/// Writes the columns of a release beside its other files.
pub(super) fn write(
    base: &Base,
    dataset: &str,
    converted: &Converted,
    folder: &Path,
) -> Result<(), Failure> {
    let dataset = base.dataset(dataset);
    let Converted {
        origins, records, ..
    } = converted;
    let record = |observation| Some(records.of_line(origins.line(observation)?));
    let rows = Rows::of(&converted.graph, dataset.as_ref()).with_records(&record);
    write_file(rows, folder, dataset.as_ref())
}

/// Writes the columns of a release anew from its N-Quads, where an earlier version of Assize wrote
/// none or others.
pub(super) fn renew(route: &Route, dataset: &str, folder: &Path) -> Result<(), Failure> {
    let path = folder.join(Generation::COLUMNS);
    let Err(error) = Cube::open(&path) else {
        return Ok(());
    };
    tracing::info!(%dataset, %error, "the columns are made anew from the N-Quads");
    let dump = folder.join(Generation::DUMP);
    let graph = read(&dump).map_err(Failure::file(&dump))?;
    let dataset = route.config.base.dataset(dataset);
    write_file(Rows::of(&graph, dataset.as_ref()), folder, dataset.as_ref())?;
    if folder.join(Generation::PARQUET).exists() {
        checksums::renew(folder, Generation::PARQUET).map_err(Failure::file(folder))?;
    }
    Ok(())
}

fn write_file(rows: Rows<'_>, folder: &Path, dataset: NamedNodeRef<'_>) -> Result<(), Failure> {
    let path = folder.join(Generation::COLUMNS);
    let file = fresh(&path).map_err(Failure::file(&path))?;
    let written = columns::write(&rows.among_others(), BufWriter::new(file));
    match written.map_err(Failure::file(&path))? {
        Written::Whole => write_parquet(&path, folder),
        Written::BlankObservations => {
            tracing::warn!(%dataset, "its observations have no IRIs, so it gets no columns");
            fs::remove_file(&path).map_err(Failure::file(&path))
        }
    }
}

/// Writes the whole cube as Parquet, from its columns.
fn write_parquet(columns: &Path, folder: &Path) -> Result<(), Failure> {
    let cube = Cube::open(columns).map_err(io::Error::other);
    let cube = cube.map_err(Failure::file(columns))?;
    let path = folder.join(Generation::PARQUET);
    let file = fresh(&path).map_err(Failure::file(&path))?;
    let written = columns::write_parquet(&cube, BufWriter::new(file)).map_err(io::Error::other);
    written.map_err(Failure::file(&path))
}

/// Makes a file; an old one may be linked to by an earlier generation, which is not to change.
fn fresh(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => File::create(path),
    }
}

fn read(dump: &Path) -> io::Result<TermGraph> {
    let mut builder = GraphBuilder::default();
    for quad in DumpReader::open(dump)? {
        let quad = quad.map_err(io::Error::other)?;
        let terms = builder.terms();
        let subject = terms.intern(quad.subject.as_ref());
        let predicate = terms.intern(quad.predicate.as_ref());
        let object = terms.intern(quad.object.as_ref());
        let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
    }
    Ok(builder.finish())
}

/// Notes what the registers speak of where datasets lie.
pub(super) fn write_neighbours(
    route: &Route,
    building: &Building,
    context: &TermGraph,
) -> Result<(), Failure> {
    let start = format!("{}/data/", route.config.base);
    let mut text = columns::subjects_below(context, &start).join("\n");
    text.push('\n');
    let path = building.neighbours_file();
    fs::write(&path, text).map_err(Failure::file(&path))
}
