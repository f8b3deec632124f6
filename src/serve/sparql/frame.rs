use std::borrow::Cow;
use std::io::{self, Write};

use axum::body::Bytes;

use crate::serve::Problem;

/// A piece of an answer on its way from who evaluates a query to who sends it.
///
/// An answer is a `Head`, blocks, and an `End`, or a `Failed` at any point. Without an `End` it is
/// not whole, whatever came before.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The media type. It comes just before the first block, so that a failure before any result
    /// can still become an error status.
    Head(Cow<'static, str>),
    /// Bytes of the answer.
    Block(Bytes),
    /// The answer is whole.
    End,
    /// The answer cannot be given, or not to its end.
    Failed(Problem),
}

/// Where frames go.
pub trait FrameSink {
    /// Takes a frame; an error means that nobody waits for it any more.
    fn frame(&mut self, frame: Frame) -> io::Result<()>;
}

/// Cuts what is written into frames.
pub(super) struct Framing<'s, S> {
    sink: &'s mut S,
    head: Option<&'static str>,
    block: Vec<u8>,
}

impl<'s, S: FrameSink> Framing<'s, S> {
    /// The bytes in a block: large enough that frames cost little, small enough that the first
    /// results of a slow query are seen soon.
    const BLOCK: usize = 32 << 10;

    pub(super) fn new(sink: &'s mut S, media_type: &'static str) -> Self {
        Self {
            sink,
            head: Some(media_type),
            block: Vec::new(),
        }
    }

    fn send(&mut self) -> io::Result<()> {
        if let Some(media_type) = self.head.take() {
            self.sink.frame(Frame::Head(media_type.into()))?;
        }
        if self.block.is_empty() {
            return Ok(());
        }
        let block = std::mem::take(&mut self.block);
        self.sink.frame(Frame::Block(block.into()))
    }

    /// Sends what is left and says that the answer is whole.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.send()?;
        self.sink.frame(Frame::End)
    }
}

impl<S: FrameSink> Write for Framing<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.block.extend_from_slice(bytes);
        if self.block.len() >= Self::BLOCK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // A block is sent when it is full or the answer ends: serializers flush too often.
        Ok(())
    }
}
