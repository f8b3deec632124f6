//! The finder of 2013 twice: what the second dump left out or renamed stays where it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::diagnostic::Findings;
use crate::register::build::Mode;
use crate::register::build::minted::Minted;
use crate::register::ledger::{Ledger, LedgerPath};
use crate::register::load::load_unlinked;
use crate::register::{LabelRole, Register, Registers};
use crate::uri::Base;

fn shared() -> Option<PathBuf> {
    let data =
        PathBuf::from(std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into()))
            .join("data");
    data.exists().then_some(data)
}

/// A folder of registers with a register of courts that knows none.
fn empty_register() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("vocab/registers");
    fs::copy(
        committed.join("sources.csv"),
        dir.path().join("sources.csv"),
    )
    .unwrap();
    let court = dir.path().join("court");
    fs::create_dir(&court).unwrap();
    fs::copy(
        committed.join("court/register.toml"),
        court.join("register.toml"),
    )
    .unwrap();
    Draft::default()
        .write(&court, "court", Mode::Write)
        .unwrap();
    let heading = crate::register::columns::THING_COLUMNS.join(",") + "\n";
    fs::write(court.join("court.csv"), heading).unwrap();
    dir
}

/// Puts one list on top of what the folder holds, and reads the result.
fn publish(dir: &Path, data: &Path, list: List) -> Registers {
    let folder = dir.join("court");
    let known = load_unlinked(dir).unwrap();
    let minted = Minted::read(&folder, "court", &Ledger::default()).unwrap();
    let mut findings = Findings::default();
    let mut draft = Draft::default();
    let mut work = Work {
        sources: data,
        folder: &folder,
        known: &known,
        minted: &minted,
        findings: &mut findings,
    };
    add_lists(&mut work, &mut draft, &[list]).unwrap();
    decided::prefer(&mut draft);
    draft.write(&folder, "court", Mode::Write).unwrap();
    load_unlinked(dir).unwrap()
}

fn paths(courts: &Register) -> BTreeSet<LedgerPath> {
    let base = Base::default();
    let uris = courts
        .things()
        .iter()
        .map(|thing| courts.uri(&base, &thing.key));
    uris.filter_map(|uri| LedgerPath::of(&base, uri.as_str()))
        .collect()
}

#[test]
fn every_court_of_may_2013_still_answers_after_july_2013() {
    let Some(data) = shared() else {
        return;
    };
    let dir = empty_register();
    let mut ledger = Ledger::default();

    let may = publish(dir.path(), &data, finder_2013::earlier_records);
    let may = paths(may.get("court").unwrap());
    ledger.record(may.clone(), "2013-05");
    assert_eq!(may.len(), 637);

    let july = publish(dir.path(), &data, finder_2013::records);
    let courts = july.get("court").unwrap();
    let july = paths(courts);
    assert!(
        ledger
            .verify(|path| july.contains(path), |_| true)
            .is_empty()
    );
    assert_eq!(ledger.record(july.clone(), "2013-07").new, 15);
    assert_eq!(july.difference(&may).count(), 15);

    let gone = |source: &str| {
        let only = |thing: &&crate::register::Thing| {
            thing.sources.iter().all(|known| known.as_str() == source)
        };
        courts.things().iter().filter(only).count()
    };
    assert_eq!(gone("courtfinder-2013-05"), 104);
    let renamed: Vec<_> = courts
        .things()
        .iter()
        .filter(|thing| {
            let former =
                |l: &&crate::register::Label| l.role == LabelRole::Former && l.span.to.is_some();
            let current = |l: &&crate::register::Label| {
                l.role == LabelRole::Preferred && l.span.from.is_some()
            };
            thing.labels.iter().any(|l| former(&l)) && thing.labels.iter().any(|l| current(&l))
        })
        .collect();
    // Of the 43 that the two lists spell differently, one (Mansfield) differs in a space alone.
    assert_eq!(renamed.len(), 42, "both labels are dated");
}
