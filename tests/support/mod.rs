//! What tests of the real binary and the real server share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::unwrap_used,
    reason = "each test file is a crate of its own and uses a part of this one; it fails by panicking"
)]

mod process;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use process::Process;
use tempfile::TempDir;

/// The binary under test.
pub fn assize() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
    command.env("NO_COLOR", "1");
    command
}

/// The folder of the binary, for `PATH`.
pub fn binary_folder() -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_assize"));
    binary.parent().unwrap().to_str().unwrap().to_owned()
}

/// A working folder with everything of the project that a user has, and nothing published.
pub fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["assize.toml", "mappings", "samples", "shapes", "vocab"] {
        std::os::unix::fs::symlink(project.join(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// Copies a folder with all that is in it into another, over what is there.
pub fn copy(from: &Path, to: &Path) {
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

/// Status, output and errors of a run, as one text.
pub fn told(output: &Output) -> String {
    format!(
        "status: {}\n--- out\n{}--- err\n{}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Publishes the samples into the folder `store` of a workspace.
pub fn publish_samples(folder: &TempDir) -> Output {
    let mut command = assize();
    command.args(["publish", "--releases", "samples"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// `assize serve` on a free port of the loopback interface; ends when dropped.
pub struct Server {
    process: Process,
}

impl Server {
    /// Serves the store of a workspace, and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    /// The same, with more arguments.
    pub fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = assize();
        let command = command.arg("serve").args(arguments).current_dir(folder);
        Self {
            process: Process::start(command),
        }
    }

    /// Host and port, as in `127.0.0.1:43210`.
    pub fn address(&self) -> &str {
        self.process.door.trim_start_matches("http://")
    }

    /// A URL of this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.process.door)
    }
}

/// What some tests share while one of them runs; it is dropped with the last, as a static would not
/// be.
pub struct Shared<T>(Mutex<Weak<T>>);

impl<T> Shared<T> {
    /// Nothing so far.
    pub const fn new() -> Self {
        Self(Mutex::new(Weak::new()))
    }

    /// The one there is, or else one that is made.
    pub fn get(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let value = Arc::new(make());
            *shared = Arc::downgrade(&value);
            value
        })
    }
}

/// The folder with real data and W3C's suites; `None`, said aloud, where it is not there.
pub fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(named);
    if folder.is_dir() {
        return Some(folder);
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let skipped = format!(
        "skipped: {test}, because there is no {}\n",
        folder.display()
    );
    // Written past the test harness, which hides what passing tests print.
    std::io::Write::write_all(&mut std::io::stderr(), skipped.as_bytes()).unwrap();
    None
}
