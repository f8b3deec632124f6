//! The side of the worker.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

use oxigraph::sparql::CancellationToken;
use oxigraph::store::Store;
use rustix::process::{
    Pid, Resource, Rlimit, Signal, getppid, set_parent_process_death_signal, setpriority_process,
    setrlimit,
};
use rustix::time::{ClockId, clock_gettime};

use super::protocol::{Message, read_task, write_message};
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
/// How long an evaluation goes on, or twice that, before it yields to those that began after it.
const PATIENCE: Duration = Duration::from_millis(25);
/// The priority of an evaluation that has gone on for longer.
const YIELDING: i32 = 19;

/// Evaluates the queries that come in until the front process closes the pipe.
///
/// The limits are the system's own, so that nothing a query does can get around them: a query that
/// asks for more memory or processor time ends the process.
pub fn work(
    store: &Store,
    holdings: &Holdings,
    settings: &Settings,
    mut input: impl Read + Send,
    mut output: impl Write + Send,
) -> io::Result<()> {
    end_with_parent(settings.parent)?;
    let memory = Memory::open()?;
    limit_memory(memory.bytes(Column::Size)?, settings.memory)?;
    let source = Source {
        store,
        holdings,
        base: &settings.base,
        services: &settings.services,
    };
    loop {
        match shift(&source, &memory, &mut input, &mut output)? {
            Shift::Over => return Ok(()),
            Shift::Tired => {}
        }
    }
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

fn limit_memory(open: u64, memory: u64) -> io::Result<()> {
    let most = open.saturating_add(memory).saturating_add(STACK as u64);
    limit(Resource::As, most, most)?;
    limit(Resource::Core, 0, 0)
}

/// A second of processor time is the system's smallest step: this is the net below the deadline of
/// the front process, which counts milliseconds.
///
/// `before` is the limit that stands, in seconds: most queries take so little that it is the same.
fn limit_processor(time: Duration, before: &mut Option<u64>) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or(0);
    let soft = Some(used.saturating_add(time.as_secs()).saturating_add(2));
    if *before != soft {
        let limit = Rlimit {
            current: soft,
            maximum: None,
        };
        setrlimit(Resource::Cpu, limit)?;
        *before = soft;
    }
    Ok(())
}

fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(soft),
        maximum: Some(hard),
    };
    Ok(setrlimit(resource, limit)?)
}

/// Why a thread evaluates no more queries.
enum Shift {
    /// There are none: the front process has closed the pipe.
    Over,
    /// Its last one went on for long, and its priority was lowered; Linux lets nobody raise it
    /// again, so that another thread must take its place.
    Tired,
}

/// Evaluates queries on a thread with a stack of its own, and lowers its priority when one of them
/// goes on for long.
fn shift(
    source: &Source<'_>,
    memory: &Memory,
    input: &mut (impl Read + Send),
    output: &mut (impl Write + Send),
) -> io::Result<Shift> {
    let watch = Watch::new(thread::current());
    thread::scope(|scope| {
        let evaluation = || {
            let _told = TellsEnd(&watch);
            answer_all(source, memory, &watch, input, output)
        };
        let thread = thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, evaluation)?;
        watch.look_on()?;
        thread
            .join()
            .map_err(|_panic| io::Error::other("an evaluation panicked"))?
    })
}

fn answer_all(
    source: &Source<'_>,
    memory: &Memory,
    watch: &Watch,
    input: &mut impl Read,
    output: &mut impl Write,
) -> io::Result<Shift> {
    let mut pipe = Pipe {
        output,
        memory,
        written: Vec::new(),
    };
    let mut limit = None;
    while let Some(task) = read_task(input)? {
        limit_processor(task.time, &mut limit)?;
        watch.begin();
        // It is ended by a signal: its token is never used.
        evaluate(source, &task.request, CancellationToken::new(), &mut pipe);
        pipe.flush()?;
        if watch.pause() {
            return Ok(Shift::Tired);
        }
    }
    Ok(Shift::Over)
}

/// What the evaluating thread and the one that looks on know of each other.
///
/// The one looks forty times a second instead of being told of every query, which would cost each
/// of them two changes of thread.
struct Watch {
    onlooker: Thread,
    evaluating: OnceLock<Pid>,
    /// Odd while a query is evaluated; one more at each beginning and end.
    count: AtomicU64,
    tired: AtomicBool,
    over: AtomicBool,
}

impl Watch {
    fn new(onlooker: Thread) -> Self {
        Self {
            onlooker,
            evaluating: OnceLock::new(),
            count: AtomicU64::new(0),
            tired: AtomicBool::new(false),
            over: AtomicBool::new(false),
        }
    }

    fn begin(&self) {
        self.evaluating.get_or_init(rustix::thread::gettid);
        self.count.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the thread was found to go on for long.
    fn pause(&self) -> bool {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.tired.load(Ordering::SeqCst)
    }

    /// Looks on until the thread has ended.
    fn look_on(&self) -> io::Result<()> {
        let mut before = 0;
        while !self.over.load(Ordering::SeqCst) {
            thread::park_timeout(PATIENCE);
            let now = self.count.load(Ordering::SeqCst);
            let goes_on = now % 2 == 1 && now == before;
            if goes_on && !self.tired.swap(true, Ordering::SeqCst) {
                // Linux gives every thread a priority of its own.
                setpriority_process(self.evaluating.get().copied(), YIELDING)?;
            }
            before = now;
        }
        Ok(())
    }
}

/// Tells the onlooker that the thread has ended, by a panic too.
struct TellsEnd<'w>(&'w Watch);

impl Drop for TellsEnd<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::SeqCst);
        self.0.onlooker.unpark();
    }
}

/// Sends frames to the front process: a short answer as one write.
struct Pipe<'p, W> {
    output: &'p mut W,
    memory: &'p Memory,
    written: Vec<u8>,
}

impl<W: Write> Pipe<'_, W> {
    /// With so many bytes gathered they are sent: an answer that goes on is seen while it does.
    const FULL: usize = 16 << 10;

    fn flush(&mut self) -> io::Result<()> {
        self.output.write_all(&self.written)?;
        self.written.clear();
        Ok(())
    }
}

impl<W: Write> FrameSink for Pipe<'_, W> {
    fn frame(&mut self, frame: Frame) -> io::Result<()> {
        let message = match frame {
            Frame::End => Message::End {
                resident: self.memory.bytes(Column::Resident)?,
            },
            frame => Message::Frame(frame),
        };
        write_message(&mut self.written, message)?;
        if self.written.len() >= Self::FULL {
            self.flush()?;
        }
        Ok(())
    }
}

/// How much memory this process takes: `/proc/self/statm`.
struct Memory(File);

/// A column of it.
#[derive(Clone, Copy)]
enum Column {
    Size = 0,
    Resident = 1,
}

impl Memory {
    fn open() -> io::Result<Self> {
        File::open("/proc/self/statm").map(Self)
    }

    fn bytes(&self, column: Column) -> io::Result<u64> {
        let mut text = [0; 128];
        let length = self.0.read_at(&mut text, 0)?;
        let text = std::str::from_utf8(&text[..length]).map_err(io::Error::other)?;
        let pages = text.split_whitespace().nth(column as usize);
        let pages = pages.and_then(|pages| pages.parse::<u64>().ok());
        let pages = pages.ok_or_else(|| io::Error::other("/proc/self/statm cannot be read"))?;
        Ok(pages * rustix::param::page_size() as u64)
    }
}
