//! Servers of other makes, started for a test.

use std::env;
use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use assize::store::{Credentials, Endpoints, RemoteStore, Secret};
use tempfile::TempDir;

pub(crate) const BASE: &str = "http://justice.data.gov.uk";

/// Which make a server is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    Oxigraph,
    Virtuoso,
}

/// A running server; it ends when this is dropped.
pub(crate) struct Peer {
    pub(crate) make: Make,
    pub(crate) port: u16,
    child: Child,
    _folder: TempDir,
}

impl Peer {
    /// Starts a server; `None`, said aloud, where it is not installed.
    pub(crate) fn start(make: Make) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = match make {
            Make::Oxigraph => oxigraph(folder.path(), port)?,
            Make::Virtuoso => virtuoso(folder.path(), port)?,
        };
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let child = command
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let peer = Self {
            make,
            port,
            child,
            _folder: folder,
        };
        peer.wait();
        Some(peer)
    }

    fn wait(&self) {
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("{:?} does not begin to listen", self.make);
    }

    /// Its addresses at a port, which is its own or that of a proxy before it.
    pub(crate) fn endpoints(&self, port: u16) -> Endpoints {
        let (query, update, graph_store) = match self.make {
            Make::Oxigraph => ("query", "update", "store"),
            Make::Virtuoso => ("sparql", "sparql-auth", "sparql-graph-crud-auth"),
        };
        let at = |path: &str| format!("http://127.0.0.1:{port}/{path}");
        Endpoints {
            query: at(query),
            update: at(update),
            graph_store: at(graph_store),
            credentials: match self.make {
                Make::Oxigraph => Credentials::None,
                Make::Virtuoso => Credentials::User {
                    name: "dba".to_owned(),
                    password: Secret::new("dba"),
                },
            },
        }
    }

    pub(crate) fn store(&self) -> RemoteStore {
        self.store_at(self.port)
    }

    pub(crate) fn store_at(&self, port: u16) -> RemoteStore {
        RemoteStore::new(&self.endpoints(port), BASE).unwrap()
    }

    /// The table of a configuration; the password is in the file `password`.
    pub(crate) fn configuration(&self, folder: &Path) -> String {
        let endpoints = self.endpoints(self.port);
        let auth = match self.make {
            Make::Oxigraph => "",
            Make::Virtuoso => "auth = { user = \"dba\", password-file = \"password\" }\n",
        };
        fs::write(folder.join("password"), "dba\n").unwrap();
        format!(
            "[store]\nkind = \"sparql\"\nquery = \"{}\"\nupdate = \"{}\"\ngraph-store = \"{}\"\n{auth}",
            endpoints.query, endpoints.update, endpoints.graph_store
        )
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn oxigraph(folder: &Path, port: u16) -> Option<Command> {
    let cache = || Path::new(&env::var_os("HOME").unwrap()).join(".cache/assize/peers");
    let peers = env::var_os("ASSIZE_PEERS").map_or_else(cache, PathBuf::from);
    let program = found("oxigraph", &[peers.join("bin")], "`make peers` installs it")?;
    let mut command = Command::new(program);
    command.arg("serve").arg("--location").arg(folder);
    command.args(["--bind", &format!("127.0.0.1:{port}")]);
    Some(command)
}

fn virtuoso(folder: &Path, port: u16) -> Option<Command> {
    let help = "Debian's package `virtuoso-opensource` installs it";
    let program = found("virtuoso-t", &["/usr/bin".into()], help)?;
    let sql = free_port();
    let settings = format!(
        "[Database]\nDatabaseFile = data.db\nErrorLogFile = virtuoso.log\nLockFile = data.lck\n\
         TransactionFile = data.trx\nxa_persistent_file = data.pxa\nFileExtend = 200\n\
         [TempDatabase]\nDatabaseFile = temporary.db\nTransactionFile = temporary.trx\n\
         [Parameters]\nServerPort = 127.0.0.1:{sql}\nDirsAllowed = .\nNumberOfBuffers = 20000\n\
         MaxDirtyBuffers = 12000\n\
         [HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerThreads = 8\n\
         [SPARQL]\nResultSetMaxRows = 10000\n"
    );
    fs::write(folder.join("virtuoso.ini"), settings).unwrap();
    let mut command = Command::new(program);
    command.args(["+foreground", "+configfile", "virtuoso.ini"]);
    Some(command)
}

fn found(name: &str, folders: &[PathBuf], help: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = folders.iter().cloned().chain(env::split_paths(&path));
    let program = { folders }
        .map(|folder| folder.join(name))
        .find(|p| p.is_file());
    if program.is_none() {
        let test = thread::current().name().unwrap_or("a test").to_owned();
        let skipped = format!("skipped: {test}, because there is no {name} ({help})\n");
        // Written past the test harness, which hides what passing tests print.
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
    }
    program
}
