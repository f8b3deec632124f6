//! Each folder of `tests/register/check/` is what one register has otherwise than the sound one in
//! `tests/register/base/`, and what `assize register check` says of it as a reviewed snapshot.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{assize, copy, told};

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/register/check").unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

#[test]
fn every_fault_of_a_register_is_told_at_its_line() {
    for folder in folders() {
        let place = tempfile::tempdir().unwrap();
        copy(Path::new("tests/register/base"), place.path());
        copy(&folder, place.path());
        let mut command = assize();
        command.args([
            "register",
            "--registers",
            "registers",
            "check",
            "--ledger",
            "ledger",
        ]);
        let said = told(&command.current_dir(&place).output().unwrap());
        let sound = folder.ends_with("nothing-is-wrong");
        assert_eq!(
            said.contains("--- err\n\n") || said.ends_with("--- err\n"),
            sound,
            "{said}"
        );
        insta::with_settings!({
            snapshot_path => Path::new("..").join(&folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("said", said);
        });
    }
}
