use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use oxigraph::store::{StorageError, Store};

use super::{Failure, Route, canonical, codes};
use crate::csvw::{self, Options, Purpose, TableGroup};
use crate::diagnostic::{Finding, Findings, Place};
use crate::difference::{self, Fate};
use crate::digest::Digest;
use crate::graph::{GraphBuilder, Part};
use crate::store::checksums::{self, Wrong};
use crate::store::{DumpReader, DumpWriter, Generation, Release, Standing, StoreError, dump_lines};

impl Route {
    /// Computes all of a generation again that can be: the checksums of its files, the N-Quads of
    /// its releases from their tidy tables, the canonical forms of the small graphs, and whether
    /// its database holds exactly what its files hold. A finding tells of each thing that differs.
    pub fn verify(&self, generation: &Generation, findings: &mut Findings) -> Result<(), Failure> {
        for release in &generation.manifest().releases {
            verify_release(generation, release, findings)?;
        }
        verify_canonical(generation, findings);
        verify_database(generation, findings)
    }
}

/// Registers and vocabulary, the catalogue, and the small graphs of each release have the digests of
/// their canonical forms.
fn verify_canonical(generation: &Generation, findings: &mut Findings) {
    let manifest = generation.manifest();
    let mut compare = |path: &Path, published: &Digest, graph: io::Result<String>| {
        let digest = graph.and_then(|graph| Ok(canonical::digest(&graph)?));
        match digest {
            Ok(digest) if digest == *published => {}
            Ok(_) => findings.push(differs(path, "its graph is not the one that was published")),
            Err(error) => findings.push(differs(path, &error.to_string())),
        }
    };
    let path = generation.context_file();
    compare(&path, &manifest.context, text_of(&path));
    if let Some(catalogue) = &manifest.catalogue {
        let path = generation.catalogue_file();
        compare(&path, catalogue, text_of(&path));
    }
    for release in &manifest.releases {
        let Some(canonical) = &release.canonical else {
            continue;
        };
        let folder = generation.release_folder(&release.dataset, &release.edition);
        let path = folder.join(Generation::DUMP);
        compare(&path, &canonical.structure, structure_of(&path));
        let path = folder.join(Generation::PROVENANCE);
        compare(&path, &canonical.provenance, text_of(&path));
    }
}

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    dump_lines(path)?.read_to_string(&mut text)?;
    Ok(text)
}

fn structure_of(path: &Path) -> io::Result<String> {
    difference::structure(dump_lines(path)?).map_err(io::Error::other)
}

fn verify_release(
    generation: &Generation,
    release: &Release,
    findings: &mut Findings,
) -> Result<(), Failure> {
    let folder = generation.release_folder(&release.dataset, &release.edition);
    let differing = checksums::verify(&folder).map_err(Failure::file(&folder))?;
    for file in &differing {
        let sentence = match file.wrong {
            Wrong::Changed => "its bytes are not those of its checksum",
            Wrong::Missing => "it is not there",
            Wrong::Unknown => "no checksum tells of it",
        };
        findings.push(differs(&folder.join(&file.name), sentence));
    }
    let dump = folder.join(Generation::DUMP);
    match digest_of_text(&dump) {
        Ok(digest) if digest == release.quads => {}
        Ok(_) => findings.push(differs(&dump, "its text is not the one that was published")),
        Err(error) => findings.push(differs(&dump, &error.to_string())),
    }
    if differing.is_empty() {
        verify_conversion(&folder, &dump, findings)?;
    }
    Ok(())
}

/// Converts the tidy table again: every triple of it stands in the N-Quads, and no observation
/// there says anything else.
fn verify_conversion(folder: &Path, dump: &Path, findings: &mut Findings) -> Result<(), Failure> {
    let again = tempfile::NamedTempFile::new().map_err(Failure::file(folder))?;
    convert_again(folder, again.path(), findings)?;
    let failed = |source| Failure::Difference {
        path: dump.to_owned(),
        source,
    };
    let lines = |path: &Path| dump_lines(path).map_err(Failure::file(path));
    let mut differing = 0_u64;
    let told = difference::compare(lines(again.path())?, lines(dump)?, |change| {
        let same = change.fate == Fate::Structure && change.removed.is_empty();
        differing += u64::from(!same);
        Ok(())
    });
    told.map_err(failed)?;
    if differing > 0 {
        let sentence = format!("of {differing} subjects the tidy table gives other triples");
        findings.push(differs(dump, &sentence));
    }
    Ok(())
}

fn convert_again(folder: &Path, to: &Path, findings: &mut Findings) -> Result<(), Failure> {
    let mut builder = GraphBuilder::default();
    for metadata in metadata_files(folder).map_err(Failure::file(folder))? {
        let Some(group) = TableGroup::open(&metadata, findings) else {
            continue;
        };
        let csv = metadata.with_file_name(table_name(&metadata));
        for table in &group.tables {
            let file = File::open(&csv).map_err(Failure::file(&csv))?;
            let options = Options {
                purpose: Purpose::Validate,
                source: csv.to_string_lossy().into(),
            };
            // What is wrong with the table is among the findings.
            let _converted = csvw::convert(table, file, &options, &mut builder, findings);
        }
    }
    let graph = builder.finish();
    let written = DumpWriter::write_file(to, Part::whole(&graph));
    written.map(drop).map_err(Failure::file(to))
}

/// The CSVW metadata in a folder: `tidy.csv-metadata.json` describes `tidy.csv`.
fn metadata_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(METADATA) {
            files.push(path);
        }
    }
    Ok(files)
}

const METADATA: &str = "-metadata.json";

fn table_name(metadata: &Path) -> String {
    let name = metadata.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(METADATA).to_owned()
}

/// The files whose triples are live, each in canonical order.
fn live_files(generation: &Generation) -> Vec<PathBuf> {
    let mut files = vec![generation.context_file(), generation.catalogue_file()];
    for release in &generation.manifest().releases {
        let folder = generation.release_folder(&release.dataset, &release.edition);
        if release.standing == Standing::Live {
            files.push(folder.join(Generation::DUMP));
        }
        files.push(folder.join(Generation::PROVENANCE));
    }
    files.retain(|file| file.exists());
    files
}

/// The database holds each triple of the files, and no other.
fn verify_database(generation: &Generation, findings: &mut Findings) -> Result<(), Failure> {
    let database = match generation.open() {
        Ok(database) => database,
        Err(error) => {
            findings.push(Finding::new(
                codes::DATABASE,
                format!("The database cannot be read: {error}."),
            ));
            return Ok(());
        }
    };
    let files = live_files(generation);
    let mut all_readable = true;
    for file in &files {
        match missing_from(&database, file) {
            Ok(0) => {}
            Ok(missing) => {
                let message = format!("The database lacks {missing} triples of this file.");
                let finding = Finding::new(codes::DATABASE, message);
                findings.push(finding.at(Place::file(file.to_string_lossy())));
            }
            Err(Unreadable::File(error)) => {
                findings.push(differs(file, &error));
                all_readable = false;
            }
            Err(Unreadable::Database(error)) => return Err(StoreError::from(error).into()),
        }
    }
    if !all_readable {
        return Ok(());
    }
    let held = database.len().map_err(StoreError::from)? as u64;
    let kept = distinct_lines(&files).map_err(Failure::file(&generation.context_file()))?;
    if held != kept {
        let message = format!("The database holds {held} triples, and its files {kept}.");
        findings.push(Finding::new(codes::DATABASE, message));
    }
    Ok(())
}

enum Unreadable {
    File(String),
    Database(StorageError),
}

fn missing_from(database: &Store, file: &Path) -> Result<u64, Unreadable> {
    let mut missing = 0;
    let quads = DumpReader::open(file).map_err(|e| Unreadable::File(e.to_string()))?;
    for quad in quads {
        let quad = quad.map_err(|e| Unreadable::File(e.to_string()))?;
        let there = database.contains(&quad).map_err(Unreadable::Database)?;
        missing += u64::from(!there);
    }
    Ok(missing)
}

/// How many different lines sorted files have together.
fn distinct_lines(files: &[PathBuf]) -> io::Result<u64> {
    let mut readers = Vec::new();
    let mut next = BinaryHeap::new();
    for (at, file) in files.iter().enumerate() {
        let mut lines = dump_lines(file)?.lines();
        if let Some(line) = lines.next().transpose()? {
            next.push(Reverse((line, at)));
        }
        readers.push(lines);
    }
    let (mut distinct, mut last) = (0, String::new());
    while let Some(Reverse((line, at))) = next.pop() {
        if let Some(following) = readers[at].next().transpose()? {
            next.push(Reverse((following, at)));
        }
        distinct += u64::from(line != last);
        last = line;
    }
    Ok(distinct)
}

fn digest_of_text(path: &Path) -> io::Result<Digest> {
    Digest::of_reader(dump_lines(path)?)
}

fn differs(path: &Path, how: &str) -> Finding {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let message = format!("The file {name} is not as it was published: {how}.");
    Finding::new(codes::FILE, message).at(Place::file(path.to_string_lossy()))
}
