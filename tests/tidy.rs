//! The mappings of the project against releases in the shapes of the publisher: sums made here
//! without this crate must be those of the tidy table.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "tidy/releases.rs"]
mod releases;
#[path = "tidy/sums.rs"]
mod sums;

use std::fs;
use std::path::Path;

use assize::diagnostic::{Findings, short};
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::Release;
use assize::tidy::{CodeLists, Job, Tidied, guess_mapping};
use assize::uri::{Base, Key};
use releases::{SHAPES, Shape, make, maker, shared};

/// What a release became.
struct Outcome {
    tidied: Option<Tidied>,
    findings: Findings,
}

impl Outcome {
    fn shown(&self) -> String {
        let mut text = Vec::new();
        short::write(&mut text, &self.findings).unwrap();
        String::from_utf8(text).unwrap()
    }
}

fn registers() -> Registers {
    Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!("the registers"))
}

fn mapping(path: &str) -> Mapping {
    let text = fs::read_to_string(path).unwrap();
    parsed(path, text)
}

fn parsed(path: &str, text: String) -> Mapping {
    Mapping::parse(path, text).unwrap_or_else(|findings| {
        let tidied = None;
        panic!("{}", Outcome { tidied, findings }.shown())
    })
}

fn tidy(mapping: &Mapping, release: &Path, edition: &str, out: &Path) -> Outcome {
    let registers = registers();
    let code_lists =
        CodeLists::read(Path::new("vocab/codes")).unwrap_or_else(|_| panic!("the codes"));
    let mut findings = Findings::default();
    let release = Release::open(release, &mapping.layout(), &mut findings).unwrap();
    let job = Job {
        mapping,
        registers: &registers,
        code_lists: &code_lists,
        base: &Base::default(),
        edition,
    };
    let tidied = release.and_then(|release| job.write(release, out, &mut findings).unwrap());
    assert!(
        tidied
            .as_ref()
            .is_none_or(|tidied| tidied.accounting.adds_up())
    );
    Outcome { tidied, findings }
}

/// Tidies a release and holds its total against a sum made without this crate; or, if it is
/// refused, sees that each finding says what to do.
///
/// Gives whether it is published.
fn published_rightly_or_refused_helpfully(
    shape: &Shape,
    mapping: &Mapping,
    flags: &[&str],
    tool: &Path,
) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release.csv");
    make(tool, shape, &release, flags);
    let outcome = tidy(mapping, &release, "2025-Q4", folder.path());
    if outcome.findings.has_errors() {
        for finding in &outcome.findings {
            let points = finding.definition.is_some() || finding.data.is_some();
            assert!(
                points && finding.help.is_some(),
                "{} {}: {}",
                shape.name,
                flags.join(" "),
                finding.message
            );
        }
    } else {
        let tidied = outcome.tidied.as_ref().unwrap();
        let expected = sums::of_release(&release, shape);
        let found = sums::of_tidy(&tidied.csv, shape);
        assert_eq!(
            found,
            expected,
            "{} {}\n{}",
            shape.name,
            flags.join(" "),
            outcome.shown()
        );
    }
    !outcome.findings.has_errors()
}

/// The flags that a person must answer: a column that no mapping knows, and a misspelling.
const REFUSED: [&str; 2] = ["--extra-column", "--typo"];

#[test]
fn every_quirk_of_every_shape_is_published_rightly_or_refused_helpfully() {
    let Some(tool) = maker() else {
        return;
    };
    for shape in &SHAPES {
        let mapping = mapping(shape.mapping);
        for flags in releases::QUIRKS {
            let published = published_rightly_or_refused_helpfully(shape, &mapping, flags, &tool);
            let may_be_refused = flags.iter().any(|flag| REFUSED.contains(flag));
            assert!(
                published || may_be_refused,
                "{} {}",
                shape.name,
                flags.join(" ")
            );
        }
        let all = &releases::ALL_QUIRKS;
        let published = published_rightly_or_refused_helpfully(shape, &mapping, all, &tool);
        assert!(!published, "{}: the new column needs an answer", shape.name);
    }
}

#[test]
fn all_quirks_together_publish_once_the_new_column_is_declared() {
    let Some(tool) = maker() else {
        return;
    };
    for shape in &SHAPES {
        let text = fs::read_to_string(shape.mapping).unwrap();
        let new = "\n[[column]]\nname = \"quality_flag\"\ntitles = [\"Quality flag\"]\nrole = \"ignore\"\nreason = \"new\"\n";
        let mapping = parsed(shape.mapping, text + new);
        let folder = tempfile::tempdir().unwrap();
        let release = folder.path().join("release.csv");
        let flags: Vec<_> = releases::ALL_QUIRKS
            .into_iter()
            .filter(|flag| *flag != "--typo")
            .collect();
        make(&tool, shape, &release, &flags);
        let outcome = tidy(&mapping, &release, "2025-Q4", folder.path());
        assert!(
            !outcome.findings.has_errors(),
            "{}: {}",
            shape.name,
            outcome.shown()
        );
        let tidied = outcome.tidied.unwrap();
        assert_eq!(
            sums::of_tidy(&tidied.csv, shape),
            sums::of_release(&release, shape),
            "{}",
            shape.name
        );
        assert!(tidied.notes.len() >= 5, "titles and notes are kept");
    }
}

#[test]
fn the_crown_court_release_gives_one_observation_a_row() {
    let Some(tool) = maker() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release.csv");
    make(&tool, &SHAPES[0], &release, &[]);
    let outcome = tidy(
        &mapping(SHAPES[0].mapping),
        &release,
        "2025-Q4",
        folder.path(),
    );
    assert!(outcome.findings.is_empty(), "{}", outcome.shown());
    let tidied = outcome.tidied.unwrap();
    assert_eq!(tidied.accounting.observations, tidied.accounting.rows.read);
    assert_eq!(tidied.origins.len() as u64, tidied.accounting.observations);
}

#[test]
fn the_lost_dimension_of_the_sentencing_release_is_told_or_summed() {
    let Some(release) =
        shared("data/releases/cjsq-sentencing-2009-2019/sentencing-2009-2019.cp1252.csv.gz")
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = "mappings/sentencing-outcomes.toml";
    let summed = tidy(&mapping(path), &release, "2019", folder.path());
    assert!(summed.findings.is_empty(), "{}", summed.shown());
    let accounting = summed.tidied.unwrap().accounting;
    assert_eq!(accounting.rows.read, 986_497);
    assert_eq!(accounting.observations + accounting.summed, 986_497);
    assert_eq!(
        sums::of_column(&folder.path().join("tidy.csv"), "sentenced"),
        sums::of_gzip(&release, "Count")
    );

    let text = fs::read_to_string(path)
        .unwrap()
        .replace("duplicates = \"sum\"", "");
    let told = tidy(&parsed(path, text), &release, "2019", folder.path());
    assert_eq!(told.findings.errors(), 482_412);
    let first = told.findings.iter().next().unwrap();
    assert_eq!(first.code.id(), "tidy-duplicate-observation");
    assert_eq!(
        first.message.split(" are the same").next(),
        Some("Lines 4 and 5")
    );
    assert_eq!(first.related[0].line, Some(4));
}

#[test]
fn the_samples_are_published_without_a_finding() {
    for (dataset, file, edition) in releases::SAMPLES {
        let release = Path::new("samples").join(dataset).join(file);
        let mapping = mapping(&format!("mappings/{dataset}.toml"));
        let folder = tempfile::tempdir().unwrap();
        let outcome = tidy(&mapping, &release, edition, folder.path());
        assert!(outcome.findings.is_empty(), "{file}: {}", outcome.shown());
        assert!(
            outcome.tidied.unwrap().accounting.observations > 0,
            "{file}"
        );
    }
}

#[test]
fn editions_share_the_keys_of_what_they_share() {
    for (dataset, before, after) in releases::SUCCESSIONS {
        let mapping = mapping(&format!("mappings/{dataset}.toml"));
        let folder = tempfile::tempdir().unwrap();
        let keys = |file: &str| {
            let release = Path::new("samples").join(dataset).join(file);
            let outcome = tidy(&mapping, &release, "2011-03-31", folder.path());
            assert!(!outcome.findings.has_errors(), "{}", outcome.shown());
            sums::keys(&outcome.tidied.unwrap().csv)
        };
        let (before, after) = (keys(before), keys(after));
        let shared = before.intersection(&after).count();
        assert!(shared > 0, "{dataset}");
    }
}

#[test]
fn a_guessed_mapping_needs_no_more_than_a_handful_of_edits() {
    let Some(tool) = maker() else {
        return;
    };
    let registers = registers();
    for shape in &SHAPES {
        let folder = tempfile::tempdir().unwrap();
        let release = folder.path().join("release.csv");
        make(
            &tool,
            shape,
            &release,
            &["--prefixes", "--title-rows", "2", "--footer"],
        );
        let dataset = Key::from_label(shape.name);
        let mut findings = Findings::default();
        let guessed = guess_mapping(&release, &dataset, &registers, &mut findings)
            .unwrap()
            .unwrap();
        let mut text = guessed.clone();
        for (wrong, right) in shape.edits {
            assert!(
                text.contains(wrong),
                "{}: {wrong} in\n{guessed}",
                shape.name
            );
            text = text.replace(wrong, right);
        }
        assert!(shape.edits.len() <= 5);
        let outcome = tidy(
            &parsed("guessed.toml", text),
            &release,
            "2025-Q4",
            folder.path(),
        );
        assert!(
            !outcome.findings.has_errors(),
            "{}\n{guessed}",
            outcome.shown()
        );
    }
}
