//! Each folder of `tests/cases/` is a mapping and a release with one fault, and the findings that
//! it gives as a reviewed snapshot. `cargo insta review` blesses new ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::fs::File;
use std::path::{Path, PathBuf};

use assize::diagnostic::human::Colour;
use assize::diagnostic::{Findings, human};
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::Release;
use assize::tidy::{CodeLists, Job};
use assize::uri::Base;

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/cases").unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// Takes the release of a folder as far as it goes.
fn findings(folder: &Path, registers: &Registers) -> Findings {
    let text = fs::read_to_string(folder.join("mapping.toml")).unwrap();
    let mapping = match Mapping::parse("mapping.toml", text) {
        Ok(mapping) => mapping,
        Err(findings) => return findings,
    };
    let code_lists = match CodeLists::read(&folder.join("codes")) {
        Ok(lists) => lists,
        Err(findings) => return findings,
    };
    let mut findings = Findings::default();
    let file = File::open(folder.join("release.csv")).unwrap();
    let release = Release::from_reader("release.csv", file, &mapping.layout(), &mut findings);
    if let Some(release) = release.unwrap() {
        let job = Job {
            mapping: &mapping,
            registers,
            code_lists: &code_lists,
            base: &Base::default(),
            edition: "2025-Q4",
        };
        let out = tempfile::tempdir().unwrap();
        let tidied = job.write(release, out.path(), &mut findings).unwrap();
        assert!(tidied.is_none_or(|tidied| tidied.accounting.adds_up()));
    }
    findings
}

#[test]
fn every_fault_is_drawn_at_its_place() {
    let registers = Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!());
    for folder in folders() {
        let findings = findings(&folder, &registers);
        assert!(!findings.is_empty(), "{} shows no fault", folder.display());
        let mut drawn = Vec::new();
        human::write(&mut drawn, &findings, Colour::Never).unwrap();
        let drawn = String::from_utf8(drawn).unwrap();
        let folder_name = folder.display().to_string();
        let drawn = drawn.replace(&format!("{folder_name}/"), "");
        insta::with_settings!({
            snapshot_path => Path::new("..").join(&folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("findings", drawn);
        });
    }
}
