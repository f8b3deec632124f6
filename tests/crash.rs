//! What a killed publication leaves behind: the old generation or the new one, whole.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use support::{assize, workspace};
use tempfile::TempDir;

const FIRST: &str = "samples/womens-immediate-custody/womens-immediate-custody-edition-1.csv";
const SECOND: &str = "samples/womens-immediate-custody/womens-immediate-custody-edition-2.csv";

fn publish(folder: &Path, release: &str) -> Command {
    let mut command = assize();
    command.args(["publish", release]).current_dir(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A workspace whose first edition is live.
fn with_first_edition() -> TempDir {
    let folder = workspace();
    assert!(publish(folder.path(), FIRST).status().unwrap().success());
    folder
}

/// Brings the store back to the first edition alone.
fn restore(folder: &Path, kept: &Path) {
    let store = folder.join("store");
    fs::remove_dir_all(&store).unwrap();
    copy(kept, &store);
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.unwrap().success());
}

/// The store opens and is exactly the old or the new generation.
fn is_whole(folder: &Path) -> u64 {
    let store = assize::store::Generations::at(folder.join("store"));
    let live = store.live().unwrap();
    let releases: Vec<_> = live.manifest().live().map(|r| r.edition.as_str()).collect();
    let wanted = ["edition-1", "edition-2"][usize::try_from(live.number()).unwrap() - 1];
    assert_eq!(releases, [wanted]);
    let database = live.open().unwrap();
    assert_eq!(database.len().unwrap() as u64, live.manifest().triples);
    assert_eq!(
        database.iter().map(Result::unwrap).count() as u64,
        live.manifest().triples
    );
    live.number()
}

/// The next publication succeeds, and nothing unfinished is left.
fn recovers(folder: &Path) {
    assert!(publish(folder, SECOND).status().unwrap().success());
    assert_eq!(is_whole(folder), 2);
    let entries = fs::read_dir(folder.join("store/generations")).unwrap();
    let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

/// Fifty moments spread over the run, so that every part of it is hit, the end most of all.
#[test]
fn a_publication_killed_at_any_time_leaves_the_old_or_the_new() {
    let folder = with_first_edition();
    let kept = folder.path().join("kept");
    copy(&folder.path().join("store"), &kept);
    let start = Instant::now();
    assert!(publish(folder.path(), SECOND).status().unwrap().success());
    let whole = start.elapsed();
    let mut seen = [0; 2];
    for at in 1..=50_u32 {
        restore(folder.path(), &kept);
        let mut child = publish(folder.path(), SECOND).spawn().unwrap();
        std::thread::sleep(whole * at / 50);
        child.kill().unwrap();
        child.wait().unwrap();
        seen[usize::try_from(is_whole(folder.path())).unwrap() - 1] += 1;
        if at % 10 == 0 {
            recovers(folder.path());
        }
    }
    assert!(seen[0] > 0, "no run was killed before it ended");
}

/// Kills a publication in the system call that renames a file for the nth time.
#[test]
fn a_publication_killed_at_a_rename_leaves_the_old_or_the_new() {
    if Command::new("strace").arg("-V").output().is_err() {
        skip("there is no strace");
        return;
    }
    let folder = with_first_edition();
    let kept = folder.path().join("kept");
    copy(&folder.path().join("store"), &kept);
    for nth in 1.. {
        restore(folder.path(), &kept);
        if renames_before_end(folder.path(), nth) {
            assert!(nth > 2, "the switch renames twice");
            assert_eq!(is_whole(folder.path()), 2);
            return;
        }
        is_whole(folder.path());
        recovers(folder.path());
    }
}

/// Runs to the nth rename and kills there; tells whether the run ended before it.
fn renames_before_end(folder: &Path, nth: u32) -> bool {
    let renames = "rename,renameat,renameat2";
    let inject = format!("inject={renames}:signal=SIGKILL:when={nth}");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e"]);
    command
        .arg(format!("trace={renames}"))
        .args(["-e", &inject]);
    command.arg(env!("CARGO_BIN_EXE_assize"));
    command.args(["publish", SECOND]).current_dir(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap().success()
}

/// A file system that is full fails the publication and nothing else.
#[test]
fn a_full_disk_leaves_the_old() {
    let folder = with_first_edition();
    let mut command = Command::new("sh");
    let binary = env!("CARGO_BIN_EXE_assize");
    // A file may have no more than 64 blocks of 512 bytes, which the database exceeds.
    command.args([
        "-c",
        &format!("trap '' XFSZ; ulimit -f 64; exec {binary} publish {SECOND}"),
    ]);
    command.current_dir(folder.path());
    let output = command.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(is_whole(folder.path()), 1);
    recovers(folder.path());
}

fn skip(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let said = format!("skipped: {test}, because {why}\n");
    std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
}
