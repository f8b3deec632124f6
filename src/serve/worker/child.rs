//! The side of the worker.

use std::fs;
use std::io::{self, Read, Write};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use oxigraph::sparql::CancellationToken;
use oxigraph::store::Store;
use rustix::process::{
    Pid, Resource, Rlimit, Signal, getppid, set_parent_process_death_signal, setpriority_process,
    setrlimit,
};
use rustix::time::{ClockId, clock_gettime};

use super::protocol::{Message, Task, read_task, write_message};
use crate::query::Holdings;
use crate::serve::sparql::{Frame, FrameSink, Services, Source, evaluate};

/// What a worker may take.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base for relative IRIs in queries.
    pub base: String,
    /// The other endpoints that queries may ask.
    pub services: Services,
    /// How many bytes of memory all evaluation may take, beyond what the open database takes.
    pub memory: u64,
    /// The process that started this one; without it the worker ends.
    pub parent: u32,
}

/// The stack of an evaluation. Queries nest to a bounded depth, and their patterns may be long.
const STACK: usize = 64 << 20;
/// How long an evaluation goes on before it yields to those that began after it.
const PATIENCE: Duration = Duration::from_millis(100);
/// The priority of an evaluation that has gone on for longer.
const YIELDING: i32 = 10;

/// Evaluates the queries that come in until the front process closes the pipe.
///
/// The limits are the system's own, so that nothing a query does can get around them: a query that
/// asks for more memory or processor time ends the process.
pub fn work(
    store: &Store,
    holdings: &Holdings,
    settings: &Settings,
    mut input: impl Read,
    mut output: impl Write + Send,
) -> io::Result<()> {
    end_with_parent(settings.parent)?;
    limit_memory(settings.memory)?;
    let source = Source {
        store,
        holdings,
        base: &settings.base,
        services: &settings.services,
    };
    while let Some(task) = read_task(&mut input)? {
        limit_processor(task.time)?;
        answer(&source, &task, &mut output)?;
    }
    Ok(())
}

fn end_with_parent(parent: u32) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let now = getppid().map(|pid| pid.as_raw_nonzero().get().cast_unsigned());
    if now == Some(parent) {
        Ok(())
    } else {
        // It ended before the signal was asked for.
        Err(io::Error::other(
            "the process that started this worker is gone",
        ))
    }
}

fn limit_memory(memory: u64) -> io::Result<()> {
    let open = pages(Column::Size)?;
    let most = open.saturating_add(memory).saturating_add(STACK as u64);
    limit(Resource::As, most, most)?;
    limit(Resource::Core, 0, 0)
}

/// A second of processor time is the system's smallest step: this is the net below the deadline of
/// the front process, which counts milliseconds.
fn limit_processor(time: Duration) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or(0);
    let soft = used.saturating_add(time.as_secs()).saturating_add(2);
    setrlimit(
        Resource::Cpu,
        Rlimit {
            current: Some(soft),
            maximum: None,
        },
    )?;
    Ok(())
}

fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(soft),
        maximum: Some(hard),
    };
    Ok(setrlimit(resource, limit)?)
}

/// Evaluates one query on a thread with a stack of its own.
fn answer(source: &Source<'_>, task: &Task, output: &mut (impl Write + Send)) -> io::Result<()> {
    let (say, hear) = channel();
    thread::scope(|scope| {
        let evaluation = move || {
            // Where nobody hears it, the priority stays as it is.
            drop(say.send(Event::Began(rustix::thread::gettid())));
            // It is ended by a signal: its token is never used.
            let token = CancellationToken::new();
            evaluate(source, &task.request, token, &mut Pipe(output));
            drop(say.send(Event::Ended));
        };
        let thread = thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, evaluation)?;
        if let Ok(Event::Began(id)) = hear.recv()
            && hear.recv_timeout(PATIENCE).is_err()
        {
            // Linux gives every thread a priority of its own.
            setpriority_process(Some(id), YIELDING)?;
        }
        thread
            .join()
            .map_err(|_panic| io::Error::other("an evaluation panicked"))
    })
}

enum Event {
    Began(Pid),
    Ended,
}

/// Sends frames to the front process.
struct Pipe<'o, W>(&'o mut W);

impl<W: Write> FrameSink for Pipe<'_, W> {
    fn frame(&mut self, frame: Frame) -> io::Result<()> {
        let message = match frame {
            Frame::End => Message::End {
                resident: pages(Column::Resident)?,
            },
            frame => Message::Frame(frame),
        };
        write_message(self.0, message)
    }
}

/// A column of `/proc/self/statm`.
#[derive(Clone, Copy)]
enum Column {
    Size = 0,
    Resident = 1,
}

/// How many bytes of memory this process takes.
fn pages(column: Column) -> io::Result<u64> {
    let text = fs::read_to_string("/proc/self/statm")?;
    let pages = text.split_whitespace().nth(column as usize);
    let pages = pages.and_then(|pages| pages.parse::<u64>().ok());
    let pages = pages.ok_or_else(|| io::Error::other("/proc/self/statm cannot be read"))?;
    Ok(pages * rustix::param::page_size() as u64)
}
