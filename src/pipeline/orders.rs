use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::codes;
use crate::config::Config;
use crate::cube::foreign::ForeignCube;
use crate::diagnostic::{Finding, Findings, Place};
use crate::mapping::Mapping;
use crate::uri::{Base, Key};

/// A release to be converted: the file, what it means, and which edition it is.
#[derive(Clone, Debug)]
pub struct Order {
    /// The file: a CSV, or the metadata of a cube.
    pub release: PathBuf,
    /// What it means.
    pub meaning: Meaning,
    /// Its edition, such as `2025-Q4`.
    pub edition: Key,
}

/// What tells what a release means.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// A mapping of the project.
    Mapping(Box<Mapping>),
    /// CSVW metadata that another tool wrote.
    Csvw(Box<ForeignCube>),
}

/// Finds mapping and edition for releases that were given with less.
pub(super) struct OrderBook {
    mappings: BTreeMap<PathBuf, Mapping>,
}

impl OrderBook {
    /// Reads all mappings of a folder; the faults of all of them are collected.
    pub(super) fn read(config: &Config, findings: &mut Findings) -> Self {
        let mut mappings = BTreeMap::new();
        for path in files(&config.mappings) {
            if path.extension().is_some_and(|e| e == "toml") {
                match Mapping::read(&path) {
                    Ok(mapping) => drop(mappings.insert(path, mapping)),
                    Err(faults) => findings.append(faults),
                }
            }
        }
        Self { mappings }
    }

    /// The order for a release of which the mapping is to be found by the file's name.
    pub(super) fn order(
        &self,
        release: &Path,
        edition: Option<&Key>,
        findings: &mut Findings,
    ) -> Option<Order> {
        let matching = |mapping: &&Mapping| star(mapping, release).is_some();
        let found: Vec<_> = self.mappings.values().filter(matching).collect();
        match found[..] {
            [mapping] => order(release.to_owned(), mapping.clone(), edition, findings),
            [] => {
                findings.push(self.no_mapping(release));
                None
            }
            _ => {
                findings.push(ambiguous(release, &found));
                None
            }
        }
    }

    fn no_mapping(&self, release: &Path) -> Finding {
        let patterns = self
            .mappings
            .values()
            .filter_map(|m| m.source.file.as_deref());
        let patterns: Vec<_> = patterns.map(|pattern| format!("`{pattern}`")).collect();
        let message = format!("No mapping is for a file named {}.", name(release));
        let help = format!("give `--mapping`; the patterns are {}", patterns.join(", "));
        Finding::new(codes::NO_MAPPING, message)
            .at(place(release))
            .help(help)
    }

    /// The orders for all files of a folder that a mapping is for, the editions of a dataset in
    /// order.
    pub(super) fn all_in(&self, folder: &Path, base: &Base, findings: &mut Findings) -> Vec<Order> {
        let mut orders = Vec::new();
        for file in files(folder) {
            if self.mappings.values().any(|m| star(m, &file).is_some()) {
                orders.extend(self.order(&file, None, findings));
            } else if is_metadata(&file) {
                orders.extend(self.foreign(&file, None, base, findings));
            }
        }
        if orders.is_empty() && !findings.has_errors() {
            let message = format!("There is no release to publish in {}.", folder.display());
            findings.push(Finding::new(codes::NO_RELEASE, message).at(place(folder)));
        }
        orders.sort_by(|a, b| (a.dataset(), &a.edition).cmp(&(b.dataset(), &b.edition)));
        orders
    }

    /// The order for a cube that CSVW metadata describe.
    pub(super) fn foreign(
        &self,
        metadata: &Path,
        edition: Option<&Key>,
        base: &Base,
        findings: &mut Findings,
    ) -> Option<Order> {
        let cube = ForeignCube::open(metadata, base, findings)?;
        let taken = |mapping: &&Mapping| mapping.dataset == cube.dataset;
        if let Some(mapping) = self.mappings.values().find(taken) {
            findings.push(dataset_taken(metadata, mapping));
            return None;
        }
        let Some(edition) = edition.cloned().or_else(|| cube.edition.clone()) else {
            let help = "give it, as in `--edition 2025-Q4`, or say in the metadata: \"dcterms:issued\": \
                        \"2025-12-18\"";
            findings.push(no_edition(metadata).help(help));
            return None;
        };
        Some(Order {
            release: metadata.to_owned(),
            meaning: Meaning::Csvw(Box::new(cube)),
            edition,
        })
    }
}

impl Order {
    /// The name of the dataset.
    pub fn dataset(&self) -> &str {
        match &self.meaning {
            Meaning::Mapping(mapping) => mapping.dataset.as_str(),
            Meaning::Csvw(cube) => cube.dataset.as_str(),
        }
    }

    /// The mapping, if it is one that tells what the release means.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.meaning {
            Meaning::Mapping(mapping) => Some(mapping),
            Meaning::Csvw(_) => None,
        }
    }
}

/// Completes an order; without an edition, the file's name tells it.
pub(super) fn order(
    release: PathBuf,
    mapping: Mapping,
    edition: Option<&Key>,
    findings: &mut Findings,
) -> Option<Order> {
    let told = star(&mapping, &release).and_then(|star| edition_in(&star));
    let Some(edition) = edition.cloned().or(told) else {
        findings.push(no_edition(&release).help("give it, as in `--edition 2025-Q4`"));
        return None;
    };
    Some(Order {
        release,
        meaning: Meaning::Mapping(Box::new(mapping)),
        edition,
    })
}

/// Whether a file's name is that of CSVW metadata.
pub(super) fn is_metadata(path: &Path) -> bool {
    let name = name(path);
    name.ends_with("-metadata.json") || name == "metadata.json"
}

fn no_edition(release: &Path) -> Finding {
    let message = format!("Which edition is {}?", name(release));
    Finding::new(codes::NO_EDITION, message).at(place(release))
}

fn dataset_taken(metadata: &Path, mapping: &Mapping) -> Finding {
    let message = format!(
        "The metadata describe the dataset `{}`, which has a mapping.",
        mapping.dataset
    );
    Finding::new(codes::DATASET_TAKEN, message)
        .at(place(metadata))
        .defined_at(Place::file(mapping.source_name().clone()))
        .help(
            "give the cube a `dcterms:identifier` of its own, or publish the CSV with the mapping",
        )
}

fn ambiguous(release: &Path, mappings: &[&Mapping]) -> Finding {
    let names: Vec<_> = mappings.iter().map(|m| m.dataset.as_str()).collect();
    let message = format!(
        "The file name {} belongs to several mappings: {}.",
        name(release),
        names.join(", ")
    );
    Finding::new(codes::AMBIGUOUS_MAPPING, message)
        .at(place(release))
        .help("say which one with `--mapping`")
}

fn place(path: &Path) -> Place {
    Place::file(path.to_string_lossy())
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// What stands in a file's name in place of the last star of a mapping's pattern; `None` if the
/// name does not match.
fn star(mapping: &Mapping, release: &Path) -> Option<String> {
    let pattern = regex::escape(mapping.source.file.as_deref()?);
    let pattern = pattern.replace(r"\*", "(.*)").replace(r"\?", ".");
    // A pattern that has passed the mapping's checks makes a regular expression.
    let pattern = Regex::new(&format!(r"^{pattern}(?:\.gz)?$")).ok()?;
    let release = name(release);
    let found = pattern.captures(&release)?;
    let stars = found.iter().skip(1).flatten().map(|star| star.as_str());
    let last = stars.filter(|star| !star.is_empty()).last();
    Some(last.unwrap_or_default().to_owned())
}

fn edition_in(star: &str) -> Option<Key> {
    Key::new(star.trim_matches(['-', '_', '.', ' '])).ok()
}

/// All files below a folder, in the order of their paths; a folder that is not there has none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    let below = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![path]
        }
    };
    paths.into_iter().flat_map(below).collect()
}
