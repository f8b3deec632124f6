//! What the front process and a worker say to each other through pipes.
//!
//! A task is the length of its JSON as four bytes, little end first, and the JSON. A message is a
//! byte that says what it is, the length of its payload in four bytes, and the payload.

use std::io::{self, Read, Write};
use std::time::Duration;

use axum::body::Bytes;
use bytes::{Buf, BytesMut};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::serve::sparql::{Frame, Request};

/// A query for a worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Task {
    /// The query.
    pub(super) request: Request,
    /// How much processor time it may take.
    pub(super) time: Duration,
}

/// A message of a worker.
#[derive(Debug)]
pub(super) enum Message {
    /// A piece of the answer that is not its end.
    Frame(Frame),
    /// The answer is whole; the worker now takes this many bytes of memory.
    End { resident: u64 },
}

const HEAD: u8 = b'H';
const BLOCK: u8 = b'B';
const END: u8 = b'E';
const FAILED: u8 = b'F';

/// The longest payload: more is a broken pipe's noise and not a message.
const LONGEST: u32 = 64 << 20;

/// Reads the next task; `None` where the front process has closed the pipe.
pub(super) fn read_task(input: &mut impl Read) -> io::Result<Option<Task>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut json = vec![0; u32::from_le_bytes(length) as usize];
    input.read_exact(&mut json)?;
    Ok(Some(serde_json::from_slice(&json)?))
}

/// Sends a task to a worker.
pub(super) async fn write_task(
    output: &mut (impl AsyncWrite + Unpin),
    task: &Task,
) -> io::Result<()> {
    let json = serde_json::to_vec(task)?;
    let mut bytes = length_of(&json)?.to_vec();
    bytes.extend(json);
    output.write_all(&bytes).await?;
    output.flush().await
}

/// Writes a message to the front process; the output gathers them.
pub(super) fn write_message(output: &mut impl Write, message: Message) -> io::Result<()> {
    match message {
        Message::Frame(Frame::Head(media_type)) => write(output, HEAD, media_type.as_bytes()),
        Message::Frame(Frame::Block(block)) => write(output, BLOCK, &block),
        Message::Frame(Frame::Failed(problem)) => {
            write(output, FAILED, &serde_json::to_vec(&problem)?)
        }
        Message::Frame(Frame::End) => write(output, END, &0_u64.to_le_bytes()),
        Message::End { resident } => write(output, END, &resident.to_le_bytes()),
    }
}

fn write(output: &mut impl Write, kind: u8, payload: &[u8]) -> io::Result<()> {
    let [a, b, c, d] = length_of(payload)?;
    output.write_all(&[kind, a, b, c, d])?;
    output.write_all(payload)
}

fn length_of(payload: &[u8]) -> io::Result<[u8; 4]> {
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    Ok(length.to_le_bytes())
}

/// The messages of a worker.
///
/// What was read of a message that is not whole yet is kept here, so that a read may be given up
/// at any point and taken up again.
pub(super) struct Messages<R> {
    input: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> Messages<R> {
    /// The bytes before each payload.
    const HEAD: usize = 5;
    /// How much is read at a time.
    const READ: usize = 16 << 10;

    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: BytesMut::new(),
        }
    }

    /// Reads the next message.
    pub(super) async fn next(&mut self) -> io::Result<Message> {
        loop {
            if let Some((kind, payload)) = self.whole()? {
                return message(kind, payload);
            }
            self.buffer.reserve(Self::READ);
            if self.input.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Takes a message out of the buffer, if one is whole.
    fn whole(&mut self) -> io::Result<Option<(u8, Bytes)>> {
        let Some(&[kind, a, b, c, d]) = self.buffer.first_chunk::<5>() else {
            return Ok(None);
        };
        let length = u32::from_le_bytes([a, b, c, d]);
        if length > LONGEST {
            return Err(io::Error::other("a message of a worker is too long"));
        }
        let length = length as usize;
        if self.buffer.len() < Self::HEAD + length {
            return Ok(None);
        }
        self.buffer.advance(Self::HEAD);
        Ok(Some((kind, self.buffer.split_to(length).freeze())))
    }
}

fn message(kind: u8, payload: Bytes) -> io::Result<Message> {
    let frame = match kind {
        HEAD => {
            let media_type = String::from_utf8(payload.into()).map_err(io::Error::other)?;
            Frame::Head(media_type.into())
        }
        BLOCK => Frame::Block(payload),
        FAILED => Frame::Failed(serde_json::from_slice(&payload)?),
        END => {
            let resident = <[u8; 8]>::try_from(&*payload).map_err(io::Error::other)?;
            let resident = u64::from_le_bytes(resident);
            return Ok(Message::End { resident });
        }
        _ => return Err(io::Error::other("a worker said something unknown")),
    };
    Ok(Message::Frame(frame))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn messages_come_over_as_they_were_sent() {
        let problem = crate::serve::Problem::new(StatusCode::BAD_REQUEST, "x", "y", "z");
        let mut pipe = Vec::new();
        for frame in [
            Frame::Head("text/csv".into()),
            Frame::Block(Bytes::from_static(&[0, 255])),
            Frame::Failed(problem),
        ] {
            write_message(&mut pipe, Message::Frame(frame)).unwrap();
        }
        write_message(&mut pipe, Message::End { resident: 7 }).unwrap();
        let mut messages = Messages::new(pipe.as_slice());
        let mut read = Vec::new();
        for _ in 0..4 {
            read.push(format!("{:?}", messages.next().await.unwrap()));
        }
        assert!(
            read[0].contains("text/csv") && read[1].contains("\\0\\xff"),
            "{read:?}"
        );
        assert!(read[2].contains("/problem/x"), "{read:?}");
        assert_eq!(read[3], "End { resident: 7 }");
    }

    #[tokio::test]
    async fn a_read_that_was_given_up_loses_nothing() {
        let (mut worker, front) = tokio::io::duplex(64);
        let mut messages = Messages::new(front);
        worker.write_all(b"B\x03\0\0\0a").await.unwrap();
        assert!(messages.next().now_or_never().is_none());
        worker.write_all(b"bc").await.unwrap();
        let read = messages.next().await.unwrap();
        assert!(format!("{read:?}").contains("abc"), "{read:?}");
    }

    #[tokio::test]
    async fn noise_is_no_message() {
        for noise in [
            &b"?\0\0\0\0"[..],
            b"B\xff\xff\xff\xff",
            b"E\x01\0\0\0x",
            b"H\x09\0\0\0a",
        ] {
            assert!(Messages::new(noise).next().await.is_err(), "{noise:?}");
        }
    }
}
