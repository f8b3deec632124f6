//! The real server as a process.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::blocking::Client;

/// A running `assize serve`; dropping it ends it.
pub(crate) struct Process {
    child: Child,
    pub(crate) door: String,
    pub(crate) client: Client,
}

/// The store to serve: the environment's `STORE`.
pub(crate) fn store() -> Option<PathBuf> {
    env::var_os("STORE").map(PathBuf::from)
}

impl Process {
    /// Starts the server on a free port.
    pub(crate) fn start(store: &Path, flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_assize"))
            .args(["serve", "--bind", "127.0.0.1:0", "--store"])
            .arg(store)
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let door = line.trim().rsplit(' ').next().unwrap().to_owned();
        Self {
            child,
            door,
            client: Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// The number of the process.
    #[allow(
        dead_code,
        clippy::allow_attributes,
        reason = "only one of the benchmarks that use this file asks for it"
    )]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
