//! The real server as a process, and its peer.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each benchmark that uses this file uses a part of it"
)]

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

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

/// The resident bytes of a process.
pub(crate) fn resident(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// A running `oxigraph serve-read-only`; dropping it ends it.
pub(crate) struct Peer {
    child: Child,
    pub(crate) door: String,
}

impl Peer {
    /// Starts it on the same store, if it is installed: the environment's `OXIGRAPH`, or where
    /// `make peers` puts it.
    pub(crate) fn start(store: &Path) -> Option<Self> {
        let home = PathBuf::from(env::var_os("HOME")?);
        let program = env::var_os("OXIGRAPH").map_or_else(
            || home.join(".cache/assize/peers/bin/oxigraph"),
            PathBuf::from,
        );
        if !program.is_file() {
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = Command::new(program)
            .args(["serve-read-only", "--bind", &address.to_string()])
            .arg("--location")
            .arg(store.join("current/database"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while TcpStream::connect(address).is_err() {
            thread::sleep(Duration::from_millis(50));
        }
        let door = format!("http://{address}");
        Some(Self { child, door })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
