use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// How the bytes of a release stand for text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 unless the first line with a byte above 127 is no UTF-8; then Windows-1252.
    #[default]
    Auto,
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, which Excel's plain “CSV” writes.
    Windows1252,
}

impl Encoding {
    /// The names that a mapping may use.
    pub const NAMES: [&'static str; 3] = ["auto", "utf-8", "windows-1252"];

    /// The encoding of a name in [`Encoding::NAMES`].
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "utf-8" => Some(Self::Utf8),
            "windows-1252" => Some(Self::Windows1252),
            _ => None,
        }
    }
}

/// Decodes a release line by line.
///
/// Deciding by the first line that is not plain ASCII needs no look ahead, however large the file
/// is: all lines before it read the same in both encodings.
#[derive(Debug)]
pub(super) struct Decoder {
    encoding: Encoding,
}

/// Why a line is no text; offsets are bytes of the line, the first is 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DecodeError {
    Nul(usize),
    NotUtf8(usize),
    NotWindows1252(usize),
}

/// The five bytes that Windows-1252 leaves without a character.
const UNDEFINED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding }
    }

    pub(super) fn decode<'b>(&mut self, line: &'b [u8]) -> Result<Cow<'b, str>, DecodeError> {
        if let Some(at) = line.iter().position(|&byte| byte == 0) {
            return Err(DecodeError::Nul(at));
        }
        match (self.encoding, std::str::from_utf8(line)) {
            (Encoding::Windows1252, _) => windows_1252(line),
            (Encoding::Utf8, Ok(text)) => Ok(Cow::Borrowed(text)),
            (Encoding::Utf8, Err(error)) => Err(DecodeError::NotUtf8(error.valid_up_to())),
            (Encoding::Auto, Ok(text)) => {
                if !text.is_ascii() {
                    self.encoding = Encoding::Utf8;
                }
                Ok(Cow::Borrowed(text))
            }
            (Encoding::Auto, Err(_)) => {
                self.encoding = Encoding::Windows1252;
                windows_1252(line)
            }
        }
    }
}

fn windows_1252(line: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    match line.iter().position(|byte| UNDEFINED.contains(byte)) {
        Some(at) => Err(DecodeError::NotWindows1252(at)),
        None => Ok(WINDOWS_1252.decode_without_bom_handling(line).0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_is_not_ascii_decides() {
        let mut auto = Decoder::new(Encoding::Auto);
        assert_eq!(auto.decode(b"a"), Ok("a".into()));
        assert_eq!(auto.decode(b"\xA325"), Ok("£25".into()));
        assert_eq!(auto.decode("£".as_bytes()), Ok("Â£".into()));

        let mut auto = Decoder::new(Encoding::Auto);
        assert_eq!(auto.decode("£25".as_bytes()), Ok("£25".into()));
        assert_eq!(auto.decode(b"x\xA325"), Err(DecodeError::NotUtf8(1)));
    }

    #[test]
    fn a_byte_without_a_character_and_a_nul_are_refused() {
        let mut decoder = Decoder::new(Encoding::Windows1252);
        assert_eq!(
            decoder.decode(b"ab\x81"),
            Err(DecodeError::NotWindows1252(2))
        );
        assert_eq!(decoder.decode(b"a\0"), Err(DecodeError::Nul(1)));
    }
}
