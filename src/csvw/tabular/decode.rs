use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;

/// Turns the bytes of a reader into text, chunk by chunk.
///
/// Bytes that are no text in the encoding become U+FFFD; a byte order mark is dropped.
pub(super) struct Decode<R> {
    reader: R,
    decoder: Decoder,
    bytes: Box<[u8]>,
    ended: bool,
}

impl<R: Read> Decode<R> {
    pub(super) fn new(reader: R, encoding: &'static Encoding) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK].into_boxed_slice(),
            ended: false,
        }
    }

    /// Appends more text; `false` once there is none.
    pub(super) fn read_into(&mut self, text: &mut String) -> io::Result<bool> {
        let before = text.len();
        while text.len() == before && !self.ended {
            let count = self.read_chunk()?;
            self.ended = count == 0;
            let bytes = &self.bytes[..count];
            let needed = self
                .decoder
                .max_utf8_buffer_length(count)
                .unwrap_or(3 * CHUNK);
            text.reserve(needed);
            let _ = self.decoder.decode_to_string(bytes, text, self.ended);
        }
        Ok(text.len() > before)
    }

    fn read_chunk(&mut self) -> io::Result<usize> {
        loop {
            match self.reader.read(&mut self.bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }
}
