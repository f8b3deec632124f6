use std::io::{self, ErrorKind, StdoutLock, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether who reads standard output has closed it.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Standard output, which every command prints to.
pub(super) fn output() -> Output {
    Output(io::stdout().lock())
}

/// Whether a command ended because nobody reads what it prints, as with `| head`: that is nothing
/// to complain about.
pub(super) fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Standard output that remembers when it was closed.
///
/// The error itself goes through serializers that each wrap it in their own way, so that it could
/// not be told from that of another pipe. The signal that ends other programs here, SIGPIPE, is
/// ignored by Rust's, and must be: it would end a server when a client leaves.
pub(super) struct Output(StdoutLock<'static>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        noticed(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        noticed(self.0.flush())
    }
}

fn noticed<T>(result: io::Result<T>) -> io::Result<T> {
    if let Err(error) = &result
        && error.kind() == ErrorKind::BrokenPipe
    {
        CLOSED.store(true, Ordering::Relaxed);
    }
    result
}
