//! The registers as they are committed, and what they say about real labels.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::diagnostic::{Findings, short};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn drawn(findings: &Findings) -> String {
    let mut out = Vec::new();
    short::write(&mut out, findings).unwrap();
    String::from_utf8(out).unwrap()
}

fn load(dir: &Path) -> Registers {
    Registers::load(dir).unwrap_or_else(|findings| panic!("{}", drawn(&findings)))
}

fn committed() -> Registers {
    load(&root().join("vocab/registers"))
}

/// The lines of a CSV file in `tests/register`, without its heading.
fn case_lines(name: &str) -> Vec<csv::StringRecord> {
    let path = root().join("tests/register").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn every_label_of_the_statistics_matches_exactly_at_its_member() {
    let registers = committed();
    for line in case_lines("statistics-labels.csv") {
        let register = registers.get(&line[0]).unwrap();
        for year in [None, Some("2016-03"), Some("2025-12")] {
            let period = year.map(|year| year.parse::<PartialDate>().unwrap().into());
            let found = register.lookup(&line[1], period);
            let Match::Found { thing, how, timing } = &found else {
                panic!("{} is not found: {found:?}", &line[1]);
            };
            assert_eq!(thing.key.as_str(), &line[2]);
            assert_eq!(
                (*how, *timing),
                (How::Label, Timing::Within),
                "{}",
                &line[1]
            );
        }
    }
}

#[test]
fn no_label_of_a_register_is_taken_for_another_member() {
    let registers = committed();
    for register in registers.iter() {
        for thing in register.things() {
            for label in &thing.labels {
                let period = label.span.from.or(thing.life.from).map(Period::from);
                if let Some(found) = register.lookup(&label.text, period).key() {
                    assert_eq!(
                        found,
                        &thing.key,
                        "{} in {}",
                        label.text,
                        register.concept()
                    );
                }
            }
        }
    }
}

/// How a list of labels was matched: right, wrong, asked with the right one suggested first, asked.
fn measured(register: &Register, lines: &[(String, String)]) -> [usize; 4] {
    let mut counts = [0; 4];
    for (label, key) in lines {
        let found = register.lookup(label, None);
        let first = found.suggestions().first().map(|s| s.thing.key.as_str());
        let at = match found.key() {
            Some(found) if found.as_str() == key => 0,
            Some(_) => 1,
            None if first == Some(key) => 2,
            None => 3,
        };
        counts[at] += 1;
    }
    counts
}

#[test]
fn misspelt_probation_areas_are_asked_about_and_never_taken_for_others() {
    let registers = committed();
    let lines = case_lines("probation-misspellings.csv");
    let lines: Vec<_> = lines
        .iter()
        .map(|l| (l[0].to_owned(), l[1].to_owned()))
        .collect();
    let [right, wrong, suggested, open] =
        measured(registers.get("probation-area").unwrap(), &lines);
    assert_eq!(wrong, 0);
    assert_eq!((right, suggested, open), (0, 7, 0));
}

#[test]
fn court_labels_without_their_aliases_are_right_or_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let folder = root().join("vocab/registers");
    copy_register(&folder, dir.path(), "court", |line| {
        !line.contains(",alias,")
    });
    let registers = load::load_unlinked(dir.path()).unwrap_or_else(|f| panic!("{}", drawn(&f)));
    let register = registers.get("court").unwrap();
    let labels = case_lines("statistics-labels.csv");
    let folder = labels.iter().filter(|line| &line[0] == "court");
    let mut counts = [0; 3];
    for line in folder {
        let question = Question::new(&line[1]).of_type("crown-court");
        let at = match register.find(&question).key() {
            Some(key) if key.as_str() == &line[2] => 0,
            Some(_) => 1,
            None => 2,
        };
        counts[at] += 1;
    }
    assert_eq!(counts[1], 0, "wrong");
    assert!(counts[0] >= 60, "{counts:?} right, wrong, asked");
}

/// Copies one register and the sources, with only some lines of its labels.
fn copy_register(from: &Path, to: &Path, concept: &str, keep: impl Fn(&str) -> bool) {
    std::fs::copy(from.join("sources.csv"), to.join("sources.csv")).unwrap();
    std::fs::create_dir(to.join(concept)).unwrap();
    for entry in std::fs::read_dir(from.join(concept)).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let labels = path.ends_with("labels.csv");
        let lines = text.lines().filter(|line| !labels || keep(line));
        let text: Vec<_> = lines.collect();
        let name = path.file_name().unwrap();
        std::fs::write(to.join(concept).join(name), text.join("\n") + "\n").unwrap();
    }
}

#[test]
fn a_row_is_matched_to_what_was_there_in_its_year() {
    let registers = committed();
    let at = |concept: &str, label: &str, year: &str| {
        let period = year.parse::<PartialDate>().unwrap().into();
        let found = registers.get(concept).unwrap().lookup(label, Some(period));
        match found {
            Match::Found { thing, timing, .. } => (thing.key.to_string(), timing),
            other => panic!("{label}: {other:?}"),
        }
    };
    let within = |key: &str| (key.to_owned(), Timing::Within);
    let renamed = "medway-magistrates-court";
    assert_eq!(
        at("court", "Chatham Magistrates' Court", "2010"),
        within(renamed)
    );
    assert_eq!(
        at("court", "Medway Magistrates' Court", "2016"),
        within(renamed)
    );
    let old = "chelmsford-magistrates-court-essex";
    assert_eq!(
        at("court", "Chelmsford Magistrates' Court", "2010"),
        within(old)
    );
    assert_eq!(
        at("court", "Chelmsford Magistrates' Court", "2014"),
        within("chelmsford-magistrates-court")
    );
    assert_eq!(at("area", "Aylesbury Vale", "2010"), within("E07000004"));
    assert_eq!(at("area", "Aylesbury Vale", "2022").1, Timing::Outside);
    assert_eq!(
        at("age-band", "25+ (prior to 2017)", "2015"),
        within("25-and-over")
    );
}

/// A register, a spelling, the year of its row, and the member.
const SPELLINGS: &[(&str, &str, &str, &str)] = &[
    (
        "court",
        "Crown Court at Wolverhampton",
        "2016",
        "wolverhampton-crown-court",
    ),
    (
        "court",
        "Wolverhampton Crown Court Centre",
        "2010",
        "wolverhampton-crown-court",
    ),
    (
        "court",
        "WINCHESTER COMBINED COURT CENTRE",
        "2016",
        "winchester-crown-court",
    ),
    (
        "court",
        "Bolton Combined Court Centre",
        "2016",
        "bolton-crown-court",
    ),
    (
        "court",
        "Crown Court at The Guildhall",
        "2010",
        "the-guildhall-crown-court",
    ),
    (
        "court",
        "Weston-super-Mare Mags Court",
        "2010",
        "weston-super-mare-magistrates-court",
    ),
    (
        "court",
        "St Helen's MC",
        "2010",
        "st-helens-magistrates-court",
    ),
    (
        "court",
        "Magistrates' Court at Weymouth",
        "2016",
        "weymouth-magistrates-court",
    ),
    ("area", "Kingston upon Hull City of", "2016", "E06000010"),
    ("area", "Herefordshire, County of.", "2016", "E06000019"),
    ("area", "Shepway", "2010", "E07000112"),
    ("area", "Bedford", "2009-03-31", "E07000002"),
    ("area", "Bedford", "2009-04-01", "E06000055"),
    ("area", "E07000002", "2016", "E07000002"),
    (
        "police-force-area",
        "London, City of",
        "2016",
        "city-of-london",
    ),
    (
        "police-force-area",
        "Dyfed Powys Police",
        "2016",
        "dyfed-powys",
    ),
    ("hmcts-region", "South East Region", "2016", "south-east"),
    ("prison", "HM Prison Wandsworth", "2016", "wandsworth"),
];

#[test]
fn a_name_is_known_however_it_is_spelt() {
    let registers = committed();
    let found = |concept: &str, label: &str, year: &str| {
        let period = year.parse::<PartialDate>().unwrap().into();
        let found = registers.get(concept).unwrap().lookup(label, Some(period));
        found.key().map(ToString::to_string)
    };
    for (concept, label, year, key) in SPELLINGS {
        let found = found(concept, label, year);
        assert_eq!(found.as_deref(), Some(*key), "{label} in {year}");
    }
    // Both were the combined court centre, and only a person can tell which is meant.
    assert_eq!(found("court", "Bolton Combined Court Centre", "2012"), None);
}

#[test]
fn every_dated_change_of_an_area_has_its_order_and_what_replaced_it() {
    let registers = committed();
    let things = || registers.get("area").unwrap().things().iter();
    let changes = things().flat_map(|area| area.successors.iter().map(move |line| (area, line)));
    let changes: Vec<_> = changes.collect();
    let renamed = |area: &&Thing| {
        let renamed = |label: &Label| label.role == LabelRole::Former && label.span.to.is_some();
        area.labels.iter().any(renamed)
    };
    // Of 90 changes two are of the name alone; the history dates a third before the list begins.
    assert_eq!((changes.len(), things().filter(renamed).count()), (88, 3));
    for (area, change) in changes {
        let (day, closed) = (change.date.unwrap(), area.life.to.unwrap());
        assert_eq!(
            closed.last_day().succ_opt(),
            Some(day.first_day()),
            "{}",
            area.key
        );
        assert!(
            change.evidence.contains("Order"),
            "{}: {}",
            area.key,
            change.evidence
        );
    }
}

#[test]
fn the_committed_registers_have_no_clash_and_no_circle() {
    let dir = root().join("vocab/registers");
    let findings = check(&committed(), &dir);
    assert!(findings.is_empty(), "{}", drawn(&findings));
}

/// The folder with the sound register of widgets.
fn widgets() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let sound = root().join("tests/register/base/registers");
    copy_register(&sound, dir.path(), "widget", |_| true);
    dir
}

#[test]
#[expect(
    clippy::result_large_err,
    reason = "the finding is looked at, not passed on"
)]
fn an_accepted_label_matches_from_then_on_and_names_who_said_so() {
    let dir = widgets();
    let registers = load(dir.path());
    let (a, c) = (
        crate::uri::Key::new("a").unwrap(),
        crate::uri::Key::new("c").unwrap(),
    );
    let accepting = |label: &'static str, key| {
        let when = chrono::NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
        let acceptance = Acceptance {
            concept: "widget",
            label,
            key,
            span: Span::default(),
            who: "A. Clerk",
            when,
            why: "as the release says elsewhere",
        };
        accept(&registers, dir.path(), &acceptance).unwrap()
    };
    assert!(accepting("Thing, \"C\"", &c).is_ok());
    assert!(accepting("St Ann's", &c).is_err(), "it is another's label");
    assert!(accepting("a", &c).is_err(), "it is another's key");
    let again = load(dir.path());
    let widgets = again.get("widget").unwrap();
    assert_eq!(widgets.lookup("Thing, \"C\"", None).key(), Some(&c));
    let text = std::fs::read_to_string(dir.path().join("widget/accepted.csv")).unwrap();
    insta::assert_snapshot!(text);
    let normalised = widgets.lookup("st anns", None);
    assert!(
        matches!(normalised, Match::Ambiguous { .. }),
        "{normalised:?}"
    );
    let early = "2009".parse::<PartialDate>().unwrap().into();
    assert_eq!(widgets.lookup("st anns", Some(early)).key(), Some(&a));
}

#[test]
fn the_registers_are_what_their_sources_and_decisions_make() {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let data = PathBuf::from(shared).join("data");
    if !data.exists() {
        return;
    }
    let dir = root().join("vocab/registers");
    let ledger = ledger::Ledger::read(&root().join("vocab/ledger")).unwrap();
    let (built, findings) = build::build(
        &data,
        &dir,
        &ledger,
        &build::Extent::All,
        build::Mode::Compare,
    )
    .unwrap();
    assert!(findings.is_empty(), "{}", drawn(&findings));
    for register in built {
        assert!(register.changed.is_empty(), "{register:?}");
        assert!(register.minted.is_empty(), "{register:?}");
    }
}

/// A copy of the registers in which those that are built have no members.
fn unbuilt() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let committed = root().join("vocab/registers");
    std::fs::copy(
        committed.join("sources.csv"),
        dir.path().join("sources.csv"),
    )
    .unwrap();
    for concept in [
        "area",
        "court",
        "local-justice-area",
        "police-force-area",
        "prison",
    ] {
        let (from, to) = (committed.join(concept), dir.path().join(concept));
        std::fs::create_dir_all(to.join("decisions")).unwrap();
        std::fs::copy(from.join("register.toml"), to.join("register.toml")).unwrap();
        for decision in std::fs::read_dir(from.join("decisions")).unwrap() {
            let path = decision.unwrap().path();
            let name = path.file_name().unwrap();
            std::fs::copy(&path, to.join("decisions").join(name)).unwrap();
        }
        let heading = columns::THING_COLUMNS.join(",") + "\n";
        std::fs::write(to.join(format!("{concept}.csv")), heading).unwrap();
    }
    for concept in ["hmcts-region", "kind", "lcjb-area"] {
        copy_register(&committed, dir.path(), concept, |_| true);
    }
    dir
}

#[test]
fn keys_are_minted_alike_from_the_sources_alone() {
    let shared = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let data = PathBuf::from(shared).join("data");
    if !data.exists() {
        return;
    }
    let dir = unbuilt();
    let ledger = ledger::Ledger::read(&root().join("vocab/ledger")).unwrap();
    let (built, findings) = build::build(
        &data,
        dir.path(),
        &ledger,
        &build::Extent::All,
        build::Mode::Write,
    )
    .unwrap();
    assert!(!findings.has_errors(), "{}", drawn(&findings));
    let committed = committed();
    for register in built {
        let known = committed.get(&register.concept).unwrap().things();
        let known: BTreeSet<_> = known.iter().map(|thing| thing.key.to_string()).collect();
        let minted: BTreeSet<_> = register.minted.into_iter().collect();
        assert_eq!(minted, known, "{}", register.concept);
    }
}

proptest::proptest! {
    #[test]
    fn plain_words_are_plain_already(label in "\\PC{0,40}") {
        let once = normal::plain(&label);
        proptest::prop_assert_eq!(normal::plain(&once), once);
    }
}
