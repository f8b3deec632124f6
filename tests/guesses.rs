//! The mappings that are guessed for the releases in `tests/guesses/`, as reviewed snapshots beside
//! them. `cargo insta review` blesses new ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use assize::diagnostic::{Findings, short};
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::Release;
use assize::tidy::{CodeLists, Job, guess_dataset, guess_mapping};
use assize::uri::Base;

const FOLDER: &str = "tests/guesses";

fn releases() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    files
}

/// The accounting of a release by the mapping that was guessed for it, or why there is none.
fn accounting(text: String, release: &Path, registers: &Registers) -> String {
    let mut findings = Findings::default();
    let told = match Mapping::parse("guessed.toml", text) {
        Err(faults) => {
            findings.append(faults);
            String::new()
        }
        Ok(mapping) => {
            let release = Release::open(release, &mapping.layout(), &mut findings);
            let job = Job {
                mapping: &mapping,
                registers,
                code_lists: &CodeLists::default(),
                base: &Base::default(),
                edition: "2025-Q4",
            };
            let out = tempfile::tempdir().unwrap();
            let release = release.unwrap().unwrap();
            let tidied = job.write(release, out.path(), &mut findings).unwrap();
            tidied.unwrap().accounting.to_string()
        }
    };
    assert!(!findings.has_errors(), "{}", shown(&findings));
    told
}

fn shown(findings: &Findings) -> String {
    let mut text = Vec::new();
    short::write(&mut text, findings).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_guess_for_a_release_never_seen_reads_all_of_it() {
    let registers = Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!());
    let releases = releases();
    assert!(!releases.is_empty());
    for release in releases {
        let dataset = guess_dataset(&release);
        let mut findings = Findings::default();
        let guess = guess_mapping(&release, &dataset, &registers, &mut findings);
        let guess = guess.unwrap().unwrap();
        let accounting = accounting(guess.clone(), &release, &registers);
        let name = release.file_stem().unwrap().to_string_lossy();
        insta::with_settings!({
            snapshot_path => "guesses",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(&*name, format!("{guess}\n-- accounting\n{accounting}"));
        });
    }
}
