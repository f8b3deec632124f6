//! The commands about registers and the ledger, run as a user runs them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use support::{assize, copy, told, workspace};
use tempfile::TempDir;

/// A workspace whose registers are a copy, so that they may be written to.
fn own_registers() -> TempDir {
    let folder = workspace();
    fs::remove_file(folder.path().join("vocab")).unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&project.join("vocab"), &folder.path().join("vocab"));
    folder
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
            &format!("http://{}", server.address()),
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

#[test]
fn a_dataset_is_withdrawn_in_one_step_and_says_so_under_every_uri() {
    let folder = own_registers();
    commit_ledger(&folder, "", "");
    let sample = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";
    let fine = |arguments: &[&str]| {
        let output = run(&folder, arguments, "");
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        told(&output)
    };
    fine(&["publish", sample]);
    fine(&["publish", SMALL]);
    // Nobody has recorded anything yet: what the store has published falls all the same.
    let dataset = "/data/womens-immediate-custody";
    let why = "It counted two courts in the wrong area.";
    let withdraw = [
        "ledger",
        "withdraw",
        dataset,
        "--reason",
        why,
        "--date",
        "2026-01-02",
    ];
    let successor = ["--successor", "/data/crown-court-caseload"];
    insta::assert_snapshot!(fine(&[&withdraw[..], &successor].concat()));

    let refused = run(&folder, &["publish", SMALL, "--findings", "short"], "");
    insta::assert_snapshot!(told(&refused));
    let checked = told(&run(&folder, &["check", SMALL, "--findings", "short"], ""));
    assert!(checked.contains("[register-ledger-withdrawn]"), "{checked}");
    fine(&["publish", sample]);
    fine(&["ledger", "check"]);
    let server = support::Server::start(folder.path());
    fine(&["ledger", "check", "--url", &server.url("")]);
    for below in [
        "",
        ".ttl",
        "/gwent/2010",
        "/structure",
        "/slice?year=2010",
        "/release/edition-1",
    ] {
        let (status, link, said) = asked(&server.url(&format!("{dataset}{below}")));
        assert_eq!(status, 410, "{below}");
        assert_eq!(
            link, "</data/crown-court-caseload>; rel=\"successor-version\"",
            "{below}"
        );
        assert!(said.contains(why) && said.contains("2026-01-02"), "{said}");
    }
    let (_, _, turtle) = asked(&server.url(&format!("{dataset}.ttl")));
    assert!(turtle.contains("dct:isReplacedBy"), "{turtle}");
    let status = |path: &str| asked(&server.url(path)).0;
    assert_eq!(status("/def/womens-immediate-custody/structure"), 410);
    assert_eq!(status("/def/measure/immediate-custody"), 410);
    assert_eq!(
        status("/def/status/provisional"),
        200,
        "the other dataset uses it"
    );
}

/// Status, successor and body of what a URL is answered with.
fn asked(url: &str) -> (u16, String, String) {
    let answer = reqwest::blocking::get(url).unwrap();
    let links = answer.headers().get_all("link").iter();
    let links: Vec<_> = links
        .map(|link| link.to_str().unwrap().to_owned())
        .collect();
    let successor = links.iter().find(|link| link.contains("successor-version"));
    let (status, successor) = (answer.status().as_u16(), successor.cloned());
    (
        status,
        successor.unwrap_or_default(),
        answer.text().unwrap(),
    )
}

#[test]
fn a_review_is_led_in_a_terminal() {
    let folder = own_registers();
    fs::write(folder.path().join("labels.txt"), "Snaresbrok\n").unwrap();
    let review = format!(
        "{} register review court labels.txt --who Clerk",
        env!("CARGO_BIN_EXE_assize")
    );
    // `script` gives the command a terminal of its own.
    let mut script = std::process::Command::new("script");
    script.args(["-q", "-e", "-c", &review, "/dev/null"]);
    script
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = script.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"9\n1\n").unwrap();
    let said = told(&child.wait_with_output().unwrap());
    assert!(said.contains("“Snaresbrok” means none"), "{said}");
    assert!(said.contains("`9` is no number above and no key"), "{said}");
    assert!(
        said.contains("“Snaresbrok” now means court snaresbrook-crown-court"),
        "{said}"
    );
    let accepted = folder.path().join("vocab/registers/court/accepted.csv");
    let accepted = fs::read_to_string(accepted).unwrap();
    let line = accepted.lines().last().unwrap();
    assert!(
        line.starts_with("Snaresbrok,snaresbrook-crown-court,,,Clerk,20"),
        "{line}"
    );
}

#[test]
fn labels_are_read_from_a_file_or_from_standard_input() {
    let folder = workspace();
    fs::write(folder.path().join("labels.txt"), "Cardiff\nPowys\n").unwrap();
    let of = |file, at: &str| {
        let arguments = ["register", "match", "area", file, "--as-at", at];
        told(&run(&folder, &arguments, "Shepway\nBristol, City of\n"))
    };
    let said = [
        of("labels.txt", "2009-03"),
        of("labels.txt", "2010"),
        of("-", "2010"),
    ];
    insta::assert_snapshot!(said.join("\n"));
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
