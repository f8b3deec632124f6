//! What the front process and a worker say to each other through pipes.
//!
//! A task is the length of its JSON as four bytes, little end first, and the JSON. A message is a
//! byte that says what it is, the length of its payload in four bytes, and the payload.

use std::io::{self, Read, Write};
use std::time::Duration;

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

/// Sends a message to the front process.
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
    output.write_all(payload)?;
    output.flush()
}

fn length_of(payload: &[u8]) -> io::Result<[u8; 4]> {
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    Ok(length.to_le_bytes())
}

/// Reads the next message of a worker.
pub(super) async fn read_message(input: &mut (impl AsyncRead + Unpin)) -> io::Result<Message> {
    let kind = input.read_u8().await?;
    let length = input.read_u32_le().await?;
    if length > LONGEST {
        return Err(io::Error::other("a message of a worker is too long"));
    }
    let mut payload = vec![0; length as usize];
    input.read_exact(&mut payload).await?;
    let frame = match kind {
        HEAD => Frame::Head(String::from_utf8(payload).map_err(io::Error::other)?.into()),
        BLOCK => Frame::Block(payload),
        FAILED => Frame::Failed(serde_json::from_slice(&payload)?),
        END => {
            let resident = <[u8; 8]>::try_from(payload.as_slice()).map_err(io::Error::other)?;
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

    #[tokio::test]
    async fn messages_come_over_as_they_were_sent() {
        let problem = crate::serve::Problem::new(StatusCode::BAD_REQUEST, "x", "y", "z");
        let mut pipe = Vec::new();
        for frame in [
            Frame::Head("text/csv".into()),
            Frame::Block(vec![0, 255]),
            Frame::Failed(problem),
        ] {
            write_message(&mut pipe, Message::Frame(frame)).unwrap();
        }
        write_message(&mut pipe, Message::End { resident: 7 }).unwrap();
        let mut input = pipe.as_slice();
        let mut read = Vec::new();
        while !input.is_empty() {
            read.push(format!("{:?}", read_message(&mut input).await.unwrap()));
        }
        assert!(
            read[0].contains("text/csv") && read[1].contains("[0, 255]"),
            "{read:?}"
        );
        assert!(read[2].contains("/problem/x"), "{read:?}");
        assert_eq!(read[3], "End { resident: 7 }");
    }

    #[tokio::test]
    async fn noise_is_no_message() {
        for noise in [
            &b"?\0\0\0\0"[..],
            b"B\xff\xff\xff\xff",
            b"E\x01\0\0\0x",
            b"H\x09\0\0\0a",
        ] {
            assert!(read_message(&mut &*noise).await.is_err(), "{noise:?}");
        }
    }
}
