//! The commands about registers and the ledger, run as a user runs them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use support::{assize, workspace};
use tempfile::TempDir;

/// A workspace whose registers are a copy, so that they may be written to.
fn own_registers() -> TempDir {
    let folder = workspace();
    fs::remove_file(folder.path().join("vocab")).unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&project.join("vocab"), &folder.path().join("vocab"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Runs a command in a folder, with this on its standard input.
fn run(folder: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut command = assize();
    command.args(arguments).current_dir(folder.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Status, output and errors of a run, as one text.
fn told(output: &Output) -> String {
    format!(
        "status: {}\n--- out\n{}--- err\n{}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn labels_are_matched_one_a_line() {
    let labels = "Snaresbrook\nCrown Court at Cardiff\nC01SN00\nManchester Minshull St\nSnaresbrok\n\
                  Newport Magistrates' Court\n";
    let output = run(
        &workspace(),
        &["register", "match", "court", "--as-at", "2016-12"],
        labels,
    );
    insta::assert_snapshot!(told(&output));
}

#[test]
fn an_accepted_label_is_matched_and_a_contradiction_is_refused() {
    let folder = own_registers();
    let accept = |label, key| {
        let arguments = [
            "register", "accept", "court", label, key, "--who", "A. Clerk",
        ];
        run(&folder, &arguments, "")
    };
    let taken = accept("Snaresbrok", "snaresbrook-crown-court");
    let refused = accept("Snaresbrook", "cardiff-crown-court");
    let matched = run(&folder, &["register", "match", "court"], "Snaresbrok\n");
    let all = [taken, refused, matched].map(|output| told(&output));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_review_asks_about_what_is_open_and_takes_a_number_a_key_or_nothing() {
    let folder = own_registers();
    fs::write(
        folder.path().join("labels.txt"),
        "Snaresbrok\nCardif\nNowhere\nLeeds\n",
    )
    .unwrap();
    let arguments = [
        "register",
        "review",
        "court",
        "labels.txt",
        "--who",
        "A. Clerk",
    ];
    let review = run(&folder, &arguments, "cardiff-crown-court\n\n1\n");
    let matched = run(
        &folder,
        &["register", "match", "court"],
        "Cardif\nSnaresbrok\n",
    );
    insta::assert_snapshot!([review, matched].map(|output| told(&output)).join("\n"));
}

#[test]
fn the_committed_registers_pass_their_check() {
    let output = run(
        &workspace(),
        &["register", "check", "--findings", "short"],
        "",
    );
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn every_uri_of_the_ledger_answers_until_it_is_withdrawn() {
    let folder = own_registers();
    let sample = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";
    let published = run(&folder, &["publish", sample], "");
    assert!(published.status.success(), "{}", told(&published));
    let ledger = ["ledger", "--ledger", "ledger"];
    let of_ledger = |rest: &[&str]| run(&folder, &[&ledger[..], rest].concat(), "");
    let recorded = of_ledger(&["record", "2025-Q4"]);
    assert!(recorded.status.success(), "{}", told(&recorded));
    let checked = of_ledger(&["check"]);
    assert!(checked.status.success(), "{}", told(&checked));
    let gone = [
        "withdraw",
        "/id/court/never-there",
        "--reason",
        "x",
        "--date",
        "2026",
    ];
    assert_eq!(
        of_ledger(&gone).status.code(),
        Some(2),
        "it was never published"
    );
}

#[test]
fn a_publication_that_would_lose_a_court_is_refused_until_it_has_a_tombstone() {
    let folder = own_registers();
    let sample = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";
    assert!(run(&folder, &["publish", sample], "").status.success());

    let court = folder.path().join("vocab/registers/court");
    let lost = "wimbourne-magistrates-court";
    for table in ["court.csv", "labels.csv", "codes.csv", "relations.csv"] {
        let text = fs::read_to_string(court.join(table)).unwrap();
        let kept: Vec<_> = text
            .lines()
            .filter(|line| !line.starts_with(lost))
            .collect();
        fs::write(court.join(table), kept.join("\n") + "\n").unwrap();
    }
    let refused = run(&folder, &["publish", sample, "--findings", "short"], "");
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(
        told(&refused).contains("register-ledger-lost"),
        "{}",
        told(&refused)
    );

    assert!(
        run(&folder, &["ledger", "record", "2025-Q4"], "")
            .status
            .success()
    );
    let path = format!("/id/court/{lost}");
    let withdraw = [
        "ledger",
        "withdraw",
        &path,
        "--reason",
        "It was a slip for Wimborne.",
        "--date",
        "2026-01-02",
    ];
    let withdrawn = run(&folder, &withdraw, "");
    assert!(withdrawn.status.success(), "{}", told(&withdrawn));
    let taken = run(&folder, &["publish", sample], "");
    assert!(taken.status.success(), "{}", told(&taken));

    let server = support::Server::start(&folder);
    let checked = run(
        &folder,
        &[
            "ledger",
            "check",
            "--url",
            &format!("http://{}", server.address),
        ],
        "",
    );
    assert!(checked.status.success(), "{}", told(&checked));
}
