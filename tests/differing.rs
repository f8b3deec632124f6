//! Each folder of `tests/differing/` is a mapping, a release and the one after it, and what
//! `assize publish` says of the second as a reviewed snapshot: it warns where a release differs
//! implausibly from the one before, and publishes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/differing").unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// Publishes both releases of a folder; what is said of the second.
fn said(case: &Path) -> String {
    let folder = support::workspace();
    for file in ["mapping.toml", "before.csv", "after.csv"] {
        fs::copy(case.join(file), folder.path().join(file)).unwrap();
    }
    let mut said = String::new();
    for (file, edition) in [("before.csv", "2024"), ("after.csv", "2025")] {
        let mut command = support::assize();
        command.args(["publish", file, "--mapping", "mapping.toml"]);
        command.args(["--edition", edition]);
        let output = command.current_dir(folder.path()).output().unwrap();
        said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{}: {said}", case.display());
    }
    said
}

#[test]
fn a_release_that_differs_implausibly_is_published_with_a_warning() {
    for case in folders() {
        insta::with_settings!({
            snapshot_path => Path::new("..").join(&case),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("warnings", said(&case));
        });
    }
}
