//! The real server as a process of its own.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::unwrap_used,
    reason = "each crate that uses this file uses a part of it; it fails by panicking"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `assize serve`; dropping it ends it.
pub(crate) struct Process {
    child: Child,
    /// Where it answers, as in `http://127.0.0.1:43210`.
    pub(crate) door: String,
}

impl Process {
    /// Serves a store, with more arguments, and waits until it answers.
    pub(crate) fn of_store(store: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
        command.args(["serve", "--store"]).arg(store);
        Self::start(command.args(arguments))
    }

    /// Runs a command that serves, on a free port of the loopback interface.
    pub(crate) fn start(command: &mut Command) -> Self {
        let command = command.args(["--bind", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let door = line.find("http://").map(|at| line[at..].trim().to_owned());
        let door = door.unwrap_or_else(|| panic!("no address in `{line}`"));
        Self { child, door }
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The numbers of its workers.
    pub(crate) fn workers(&self) -> Vec<u32> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.id()));
        let threads = threads.into_iter().flatten().flatten();
        let lists = threads.filter_map(|t| fs::read_to_string(t.path().join("children")).ok());
        let lists: Vec<_> = lists.collect();
        let pids = lists.iter().flat_map(|list| list.split_whitespace());
        pids.filter_map(|pid| pid.parse().ok()).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
