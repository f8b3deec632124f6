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
    commit_ledger(&folder, "", "");
    let sample = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";
    let published = run(&folder, &["publish", sample], "");
    assert!(published.status.success(), "{}", told(&published));
    let ledger = ["ledger", "--ledger", "own-ledger"];
    let of_ledger = |rest: &[&str]| run(&folder, &[&ledger[..], rest].concat(), "");
    let recorded = of_ledger(&["record"]);
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
    commit_ledger(&folder, "", "");
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

    let recorded = run(&folder, &["ledger", "record"], "");
    assert!(recorded.status.success(), "{}", told(&recorded));
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

    let server = support::Server::start(folder.path());
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

/// Writes a committed ledger of a workspace.
fn commit_ledger(folder: &TempDir, uris: &str, tombstones: &str) {
    let ledger = folder.path().join("vocab/ledger");
    fs::write(ledger.join("uris.csv"), format!("path,first,last\n{uris}")).unwrap();
    let headings = "path,date,reason,successor\n";
    fs::write(
        ledger.join("tombstones.csv"),
        format!("{headings}{tombstones}"),
    )
    .unwrap();
}

const SMALL: &str = "samples/womens-immediate-custody/womens-immediate-custody-edition-1.csv";

#[test]
fn a_new_store_is_held_to_the_committed_ledger() {
    let folder = own_registers();
    let publish = || run(&folder, &["publish", SMALL, "--findings", "short"], "");
    let check = || run(&folder, &["check", SMALL, "--findings", "short"], "");
    let promised = "/def/womens-immediate-custody/never,womens-immediate-custody/0,womens-immediate-custody/0\n\
                    /id/court/nowhere,registers,registers\n\
                    /def/other/x,other/1,other/1\n";
    commit_ledger(&folder, promised, "");
    let (refused, judged) = (told(&publish()), told(&check()));
    assert!(refused.starts_with("status: 1\n"), "{refused}");
    for said in [&refused, &judged] {
        for lost in ["/def/womens-immediate-custody/never", "/id/court/nowhere"] {
            assert!(
                said.contains(&format!("[register-ledger-lost]: {lost}")),
                "{said}"
            );
        }
        assert!(
            !said.contains("/def/other/x"),
            "no release of it is there: {said}"
        );
    }

    let stones = "/def/womens-immediate-custody/never,2026-01-02,A slip.,\n\
                  /id/court/nowhere,2026-01-02,A slip.,\n";
    commit_ledger(&folder, promised, stones);
    let taken = told(&publish());
    assert!(taken.starts_with("status: 0\n"), "{taken}");
    let all = run(&folder, &["ledger", "check", "--findings", "short"], "");
    let all = told(&all);
    assert!(all.contains("/def/other/x was answered with 404"), "{all}");
    assert!(
        all.contains("3 URIs asked for, 0 of them observations for a pattern; 1 answered wrongly"),
        "{all}"
    );
}

#[test]
fn a_new_store_without_a_dataset_of_the_ledger_says_so_once() {
    let folder = own_registers();
    commit_ledger(&folder, "/data/other,other/1,other/1\n", "");
    let publish = |release| {
        told(&run(
            &folder,
            &["publish", release, "--findings", "short"],
            "",
        ))
    };
    let first = publish(SMALL);
    assert!(first.contains("warning[register-ledger-absent]: The ledger lists datasets that this store does not hold: other."), "{first}");
    let second = publish(&SMALL.replace("edition-1", "edition-2"));
    assert!(
        second.starts_with("status: 0\n") && !second.contains("register-ledger-absent"),
        "{second}"
    );
}

#[test]
fn a_tombstone_of_what_is_still_described_is_refused() {
    let folder = own_registers();
    let court = "/id/court/snaresbrook-crown-court";
    commit_ledger(
        &folder,
        &format!("{court},registers,registers\n"),
        &format!("{court},2026,A slip.,\n"),
    );
    for command in ["publish", "check"] {
        let said = told(&run(&folder, &[command, SMALL, "--findings", "short"], ""));
        assert!(said.contains("[register-ledger-tombstone]"), "{said}");
    }
}
