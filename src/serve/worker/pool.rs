use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::process::Command;
use tokio::runtime::Handle;

use super::process::Worker;
use super::protocol::{Message, Task};
use crate::serve::Problem;
use crate::serve::sparql::{Frame, Request};

/// How workers are started: a program, and its arguments but for the generation.
#[derive(Clone, Debug)]
pub struct Workers {
    program: PathBuf,
    arguments: Vec<OsString>,
    count: usize,
    memory: u64,
}

impl Workers {
    /// The bytes of memory that an evaluation may take where nothing else is said.
    pub const MEMORY: u64 = 512 << 20;

    /// Workers of this program, which is called with these arguments, `--memory BYTES`,
    /// `--parent PID` and `--generation NUMBER`.
    pub fn new(program: impl Into<PathBuf>, arguments: impl Into<Vec<OsString>>) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into(),
            count: 4,
            memory: Self::MEMORY,
        }
    }

    /// Sets how many queries are evaluated at the same time; at least one.
    #[must_use]
    pub fn with_count(mut self, count: usize) -> Self {
        self.count = count.max(1);
        self
    }

    /// Sets how many bytes of memory an evaluation may take.
    #[must_use]
    pub fn with_memory(mut self, bytes: u64) -> Self {
        self.memory = bytes;
        self
    }

    /// How many queries are evaluated at the same time.
    pub fn count(&self) -> usize {
        self.count
    }

    fn command(&self, generation: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .args(["--generation", generation])
            .args(["--memory", &self.memory.to_string()])
            .args(["--parent", &std::process::id().to_string()])
            // The limit counts address space: each arena of the system's allocator, which RocksDB
            // uses, reserves some, and jemalloc would keep all that it ever had.
            .env("MALLOC_ARENA_MAX", "2")
            .env("_RJEM_MALLOC_CONF", "retain:false")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }
}

/// The idle workers of one generation.
pub(crate) struct Pool {
    workers: Workers,
    generation: String,
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// A worker that has grown beyond this many bytes is not used again.
    const GROWN: u64 = 384 << 20;

    /// A pool without workers; they are started when they are needed.
    pub(crate) fn new(workers: Workers, generation: &str) -> Self {
        Self {
            workers,
            generation: generation.to_owned(),
            idle: Mutex::default(),
        }
    }

    /// Gives a query to an idle worker, or to a new one.
    pub(crate) async fn begin(
        self: &Arc<Self>,
        request: Request,
        time: Duration,
    ) -> io::Result<Lease> {
        let task = Task { request, time };
        // An idle worker may have been ended by the system meanwhile.
        while let Some(mut worker) = self.take_idle() {
            if worker.begin(&task).await.is_ok() {
                return Ok(self.lease(worker));
            }
        }
        let mut worker = self.start()?;
        worker.begin(&task).await?;
        Ok(self.lease(worker))
    }

    /// Starts all workers, so that no query need wait for one to start.
    pub(crate) fn warm(&self) {
        self.keep_ready(self.workers.count);
    }

    /// Starts workers until so many are idle.
    fn keep_ready(&self, count: usize) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in idle.len()..count {
            match self.start() {
                Ok(worker) => idle.push(worker),
                Err(error) => tracing::error!(%error, "a worker cannot be started"),
            }
        }
    }

    fn start(&self) -> io::Result<Worker> {
        Worker::start(&mut self.workers.command(&self.generation))
    }

    fn take_idle(&self) -> Option<Worker> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn lease(self: &Arc<Self>, worker: Worker) -> Lease {
        Lease {
            pool: Arc::clone(self),
            worker: Some(worker),
        }
    }

    fn give_back(&self, worker: Worker) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.workers.count {
            idle.push(worker);
        }
    }
}

/// A worker that evaluates a query; dropped before the end of the answer, it is killed.
pub(crate) struct Lease {
    pool: Arc<Pool>,
    worker: Option<Worker>,
}

impl Lease {
    /// The next frame; after the last one the worker goes back to its pool.
    pub(crate) async fn next(&mut self) -> Frame {
        let Some(worker) = &mut self.worker else {
            let error = io::Error::other("an answer was read beyond its end");
            return Frame::Failed(Problem::internal(&error));
        };
        match worker.next().await {
            Ok(Message::End { resident }) => {
                if let Some(worker) = self.worker.take_if(|_| resident < Pool::GROWN) {
                    self.pool.give_back(worker);
                }
                Frame::End
            }
            Ok(Message::Frame(Frame::Failed(problem))) => {
                // The worker is well: it has said itself what is wrong with the query.
                if let Some(worker) = self.worker.take() {
                    self.pool.give_back(worker);
                }
                Frame::Failed(problem)
            }
            Ok(Message::Frame(frame)) => frame,
            Err(_) => {
                let problem = worker.post_mortem(self.pool.workers.memory).await;
                Frame::Failed(problem)
            }
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Without a runtime the server is ending, and needs no more workers.
        if self.worker.take().is_some() && Handle::try_current().is_ok() {
            self.pool.keep_ready(1);
        }
    }
}
