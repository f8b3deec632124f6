//! Each dataset's samples, taken through its mapping by the route that publishes them. What becomes
//! of one stands in `tests/datasets/{dataset}/` as a reviewed snapshot: the accounting, the first
//! rows of the tidy table, its metadata, and of the triples those of the dataset, its structure and
//! its first observations. `cargo insta review` blesses new ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assize::config::Config;
use assize::diagnostic::Findings;
use assize::graph::GraphWriter;
use assize::pipeline::Route;
use assize::vocab::{qb, rdfs};
use oxrdfio::{RdfFormat, RdfSerializer};

/// The rows of a tidy table that a snapshot shows.
const ROWS: usize = 8;
/// The observations of which a snapshot shows the triples.
const OBSERVATIONS: usize = 2;

fn route() -> Route {
    let config = Config::read(Some(Path::new("assize.toml"))).unwrap_or_else(|_| panic!());
    Route::open(config).unwrap_or_else(|_| panic!("registers, shapes and code lists"))
}

fn datasets() -> Vec<String> {
    let entries = fs::read_dir("mappings").unwrap();
    let names = entries.map(|entry| entry.unwrap().path());
    let names = names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn samples(dataset: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new("samples").join(dataset)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "csv"));
    files.sort();
    files
}

/// The triples of a sample, by subject in the order in which they were made.
struct Triples {
    subjects: Vec<String>,
    by_subject: BTreeMap<String, Vec<String>>,
}

impl Triples {
    fn of(ntriples: &str) -> Self {
        let mut triples = Self {
            subjects: Vec::new(),
            by_subject: BTreeMap::new(),
        };
        for line in ntriples.lines() {
            let (subject, _) = line.split_once(' ').unwrap();
            let lines = triples.by_subject.entry(subject.to_owned()).or_default();
            if lines.is_empty() {
                triples.subjects.push(subject.to_owned());
            }
            lines.push(line.to_owned());
        }
        triples
    }

    /// The first observations, and what is said of the dataset and of its structure.
    fn excerpt(&self, dataset: &str) -> String {
        let data = format!("<http://justice.data.gov.uk/data/{dataset}");
        let structure = format!("<http://justice.data.gov.uk/def/{dataset}/structure");
        let mut shown = 0;
        let mut text = String::new();
        for subject in &self.subjects {
            let is_observation = subject.starts_with(&format!("{data}/"));
            shown += usize::from(is_observation);
            let around = *subject == format!("{data}>") || subject.starts_with(&structure);
            if around || (is_observation && shown <= OBSERVATIONS) {
                for line in &self.by_subject[subject] {
                    writeln!(text, "{line}").unwrap();
                }
            }
        }
        text
    }
}

/// What becomes of a sample.
fn taken_through(route: &Route, file: &Path, out: &Path) -> (String, String, String) {
    let order = route.order(file, None, None).unwrap_or_else(|_| panic!());
    let mapping = order.mapping().unwrap();
    let mut findings = Findings::default();
    let tidied = route.tidy(&order, mapping, out, &mut findings).unwrap();
    let tidied = tidied.unwrap();
    let serializer = RdfSerializer::from_format(RdfFormat::NTriples);
    let mut writer = GraphWriter::new(serializer, Vec::new());
    route
        .describe(mapping, &tidied, &mut writer, &mut findings)
        .unwrap();
    let triples = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert!(findings.is_empty(), "{} has findings", file.display());
    let table = fs::read_to_string(&tidied.csv).unwrap();
    let table: Vec<_> = table.lines().take(ROWS + 1).collect();
    let text = format!(
        "edition {}\n\n-- accounting\n{}\n-- tidy.csv\n{}\n…\n\n-- tidy.csv-metadata.json\n{}",
        order.edition,
        tidied.accounting,
        table.join("\n"),
        fs::read_to_string(&tidied.metadata).unwrap()
    );
    (text, triples, order.dataset().to_owned())
}

#[test]
fn every_sample_becomes_what_was_reviewed() {
    let route = route();
    for dataset in datasets() {
        let files = samples(&dataset);
        assert!(!files.is_empty(), "{dataset} has no sample");
        for file in files {
            let out = tempfile::tempdir().unwrap();
            let (text, triples, known_as) = taken_through(&route, &file, out.path());
            assert_eq!(known_as, dataset);
            let triples = Triples::of(&triples).excerpt(&dataset);
            let name = file.file_stem().unwrap().to_string_lossy();
            insta::with_settings!({
                snapshot_path => Path::new("datasets").join(&dataset),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(&*name, format!("{text}\n-- triples\n{triples}"));
            });
        }
    }
}

#[test]
fn what_datasets_share_has_one_label_and_what_is_theirs_its_own() {
    let route = route();
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut components = Vec::new();
    for dataset in datasets() {
        let out = tempfile::tempdir().unwrap();
        let file = &samples(&dataset)[0];
        let (_, triples, _) = taken_through(&route, file, out.path());
        for line in triples.lines() {
            let mut parts = line.splitn(3, ' ');
            let (subject, predicate) = (parts.next().unwrap(), parts.next().unwrap());
            let predicate = predicate.trim_matches(['<', '>']);
            if predicate == rdfs::LABEL.as_str() {
                let known = labels.entry(subject.to_owned()).or_default();
                known.push(parts.next().unwrap().to_owned());
            } else if predicate == qb::DIMENSION.as_str() {
                components.push(subject.to_owned());
            }
        }
    }
    for (thing, known) in &labels {
        let known: BTreeSet<_> = known.iter().collect();
        assert_eq!(known.len(), 1, "{thing} is called {known:?}");
    }
    let label = |path: &str| &labels[&format!("<http://justice.data.gov.uk/def/{path}>")][0];
    assert_eq!(label("dimension/period"), "\"Period\"@en .");
    assert_eq!(
        label("proven-reoffending/structure/cohort"),
        "\"Cohort\"@en ."
    );
    assert!(components.len() > 20);
}
