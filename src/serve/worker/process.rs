//! A worker, seen from the front process.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use super::protocol::{Message, Messages, Task, write_task};
use crate::serve::Problem;

/// A process that evaluates one query at a time; dropping it kills it.
pub(super) struct Worker {
    child: Child,
    tasks: ChildStdin,
    messages: Messages<ChildStdout>,
    errors: ChildStderr,
}

impl Worker {
    /// Starts a worker. Linux ends it with the *thread* that starts it, so that this must be a
    /// thread that lives as long as the server: one of the runtime's, and none of its blocking
    /// ones.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.spawn()?;
        let missing = || io::Error::other("a worker has no pipe");
        Ok(Self {
            tasks: child.stdin.take().ok_or_else(missing)?,
            messages: Messages::new(child.stdout.take().ok_or_else(missing)?),
            errors: child.stderr.take().ok_or_else(missing)?,
            child,
        })
    }

    /// Gives it a query; it must have none.
    pub(super) async fn begin(&mut self, task: &Task) -> io::Result<()> {
        write_task(&mut self.tasks, task).await
    }

    /// Its next message; whoever gives up waiting for it loses nothing.
    pub(super) async fn next(&mut self) -> io::Result<Message> {
        self.messages.next().await
    }

    /// Why it died.
    pub(super) async fn post_mortem(&mut self, memory: u64) -> Problem {
        let ended = tokio::time::timeout(Duration::from_secs(1), self.child.wait()).await;
        let mut words = [0; 4096];
        let read = self.errors.read(&mut words);
        let read = tokio::time::timeout(Duration::from_millis(100), read).await;
        let words = match read {
            Ok(Ok(length)) => String::from_utf8_lossy(&words[..length]).into_owned(),
            _ => String::new(),
        };
        match ended {
            Ok(Ok(status)) => explain(status, &words, memory),
            _ => explain(ExitStatus::default(), &words, memory),
        }
    }
}

/// SIGABRT, SIGKILL, SIGSEGV and SIGXCPU, which have these numbers on every Linux that Rust runs
/// on.
const ABORTED: i32 = 6;
const KILLED: i32 = 9;
const FAULTED: i32 = 11;
const OUT_OF_TIME: i32 = 24;

fn explain(status: ExitStatus, words: &str, memory: u64) -> Problem {
    // RocksDB throws where it gets no memory, which Rust sees as an exception of somebody else's.
    let starved = ["memory allocation of", "bad_alloc", "foreign exception"];
    let starved = starved.iter().any(|sign| words.contains(sign));
    match status.signal() {
        Some(ABORTED) if starved => too_large(memory),
        Some(KILLED) => too_large(memory),
        Some(ABORTED | FAULTED) if words.contains("overflowed its stack") => too_complex(),
        Some(OUT_OF_TIME) => {
            let title = "The query took too long";
            let detail = "The query used up its processor time, and no result is sent.";
            Problem::new(StatusCode::GATEWAY_TIMEOUT, "timeout", title, detail)
        }
        _ => {
            let error = io::Error::other(format!("a worker ended with {status}: {words}"));
            Problem::internal(&error)
        }
    }
}

fn too_large(memory: u64) -> Problem {
    let title = "The query needs too much memory";
    let mebibytes = memory >> 20;
    let detail = format!("The query was ended when it needed more than {mebibytes} MiB.");
    Problem::new(StatusCode::INSUFFICIENT_STORAGE, "memory", title, detail)
        .limit(format!("{mebibytes} MiB"))
        .hint(
            "Sorting and grouping hold their rows in memory: narrow the pattern down, or drop \
             the ORDER BY.",
        )
}

fn too_complex() -> Problem {
    let title = "The query is too complex";
    let detail = "The query nests deeper than can be evaluated.";
    Problem::new(StatusCode::BAD_REQUEST, "nesting", title, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(signal: i32, words: &str) -> u16 {
        explain(ExitStatus::from_raw(signal), words, 512 << 20).status
    }

    #[test]
    fn a_worker_that_got_no_memory_is_told_apart_from_one_that_failed() {
        for words in [
            "memory allocation of 64 bytes failed",
            "terminate called after throwing an instance of 'std::bad_alloc'",
            "fatal runtime error: Rust cannot catch foreign exceptions, aborting",
        ] {
            assert_eq!(status_of(ABORTED, words), 507, "{words}");
        }
        assert_eq!(status_of(ABORTED, "assertion failed"), 500);
    }
}
