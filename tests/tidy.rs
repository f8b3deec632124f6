//! The mappings of the project against releases in the shapes of the publisher.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use assize::diagnostic::{Findings, short};
use assize::mapping::Mapping;
use assize::register::Registers;
use assize::release::Release;
use assize::tidy::{CodeLists, Job, Tidied};
use assize::uri::Base;

/// The tool that writes releases in the publisher's shapes, where it is at hand.
fn maker() -> Option<PathBuf> {
    let shared = std::env::var_os("ASSIZE_SHARED")?;
    let tool = PathBuf::from(shared).join("tools/make_release.py");
    tool.exists().then_some(tool)
}

fn make(tool: &Path, shape: &str, out: &Path, flags: &[&str]) {
    let mut command = Command::new("python3");
    command.arg(tool).arg(shape).arg(out).args(flags);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn tidy(mapping: &str, release: &Path, edition: &str, out: &Path) -> (Option<Tidied>, Findings) {
    let mapping = Mapping::read(Path::new(mapping));
    let mapping = mapping.unwrap_or_else(|findings| panic!("{}", shown(&findings)));
    let registers = Registers::load(Path::new("vocab/registers")).unwrap_or_else(|_| panic!());
    let code_lists = CodeLists::read(Path::new("vocab/codes")).unwrap_or_else(|_| panic!());
    let mut findings = Findings::default();
    let release = Release::open(release, &mapping.layout(), &mut findings).unwrap();
    let job = Job {
        mapping: &mapping,
        registers: &registers,
        code_lists: &code_lists,
        base: &Base::default(),
        edition,
    };
    let tidied = release.and_then(|release| job.write(release, out, &mut findings).unwrap());
    (tidied, findings)
}

fn shown(findings: &Findings) -> String {
    let mut text = Vec::new();
    short::write(&mut text, findings).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_release_of_real_size_is_tidied_without_a_finding() {
    let Some(tool) = maker() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("cc_rdos.csv");
    make(&tool, "cc-rdos", &release, &["--rows", "20000"]);
    let (tidied, findings) = tidy(
        "mappings/crown-court-caseload.toml",
        &release,
        "2025-Q4",
        folder.path(),
    );
    assert!(findings.is_empty(), "{}", shown(&findings));
    let tidied = tidied.unwrap();
    assert_eq!(tidied.accounting.observations, tidied.accounting.rows.read);
    assert_eq!(tidied.origins.len() as u64, tidied.accounting.observations);
}
