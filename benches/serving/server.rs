//! The server that is measured, and its peer.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each benchmark that uses this file uses a part of it"
)]

#[path = "../../tests/support/process.rs"]
mod process;

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use process::Process;
use reqwest::blocking::Client;

/// A running `assize serve`, and a client for what is not measured.
pub(crate) struct Server {
    process: Process,
    pub(crate) door: String,
    pub(crate) client: Client,
}

/// The store to serve: the environment's `STORE`.
pub(crate) fn store() -> Option<PathBuf> {
    env::var_os("STORE").map(PathBuf::from)
}

impl Server {
    /// Starts the server on a free port.
    pub(crate) fn start(store: &Path, flags: &[&str]) -> Self {
        let process = Process::of_store(store, flags);
        Self {
            door: process.door.clone(),
            client: Client::builder().no_proxy().build().unwrap(),
            process,
        }
    }

    /// The resident bytes of the front process.
    pub(crate) fn resident(&self) -> u64 {
        resident(self.process.id()).unwrap_or(0)
    }

    /// The resident bytes of each worker.
    pub(crate) fn workers(&self) -> impl Iterator<Item = u64> {
        self.process.workers().into_iter().filter_map(resident)
    }
}

fn resident(pid: u32) -> Option<u64> {
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
