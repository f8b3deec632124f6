use crate::csvw::dialect::{Dialect, Escape, Trim};

/// A dialect, made ready.
pub(super) struct Syntax {
    special: [bool; 256],
    quote: Option<String>,
    delimiter: String,
    pub(super) escape: Escape,
    /// The longest first, so that `\r\n` is one end, not two.
    terminators: Vec<String>,
    pub(super) comment: Option<String>,
    pub(super) trim: Trim,
    /// How much must be in the buffer to recognise any token.
    pub(super) lookahead: usize,
    /// The delimiter of a dialect whose rows can mostly be split by looking at single bytes.
    pub(super) simple: Option<u8>,
}

/// What stands at a place in the buffer.
pub(super) enum Token {
    Quote(usize),
    /// A backslash, before the character that it escapes.
    Escape,
    Delimiter(usize),
    Terminator(usize),
    Text(usize),
}

impl Token {
    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Escape => 1,
            Self::Quote(length)
            | Self::Delimiter(length)
            | Self::Terminator(length)
            | Self::Text(length) => *length,
        }
    }
}

impl Syntax {
    pub(super) fn new(dialect: &Dialect) -> Self {
        let mut terminators = dialect.line_terminators.clone();
        terminators.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let mut special = [false; 256];
        let backslash =
            (dialect.quote.is_some() && dialect.escape == Escape::Backslash).then_some("\\");
        let tokens = terminators
            .iter()
            .chain([&dialect.delimiter])
            .chain(&dialect.quote);
        let tokens: Vec<_> = tokens.map(String::as_str).chain(backslash).collect();
        for token in &tokens {
            special[usize::from(token.as_bytes()[0])] = true;
        }
        let comment = dialect.comment_prefix.clone();
        let longest = tokens
            .iter()
            .map(|t| t.len())
            .chain(comment.iter().map(String::len))
            .max();
        Self {
            special,
            quote: dialect.quote.clone(),
            delimiter: dialect.delimiter.clone(),
            escape: dialect.escape,
            terminators,
            comment,
            trim: dialect.trim,
            lookahead: 2 * longest.unwrap_or(1) + 4,
            simple: simple_delimiter(dialect),
        }
    }

    /// Whether a byte may begin a token that is no text.
    #[inline]
    pub(super) fn is_special(&self, byte: u8) -> bool {
        self.special[usize::from(byte)]
    }

    /// Reads what `text` begins with; `text` is not empty.
    pub(super) fn token(&self, text: &str) -> Token {
        let bytes = text.as_bytes();
        let plain = bytes
            .iter()
            .position(|byte| self.special[usize::from(*byte)]);
        match plain {
            Some(0) => {}
            Some(length) => return Token::Text(length),
            None => return Token::Text(bytes.len()),
        }
        if let Some(quote) = &self.quote {
            if text.starts_with(quote.as_str()) {
                return Token::Quote(quote.len());
            }
            if self.escape == Escape::Backslash && bytes[0] == b'\\' {
                return Token::Escape;
            }
        }
        if let Some(end) = self
            .terminators
            .iter()
            .find(|end| text.starts_with(end.as_str()))
        {
            return Token::Terminator(end.len());
        }
        if text.starts_with(self.delimiter.as_str()) {
            return Token::Delimiter(self.delimiter.len());
        }
        Token::Text(text.chars().next().map_or(1, char::len_utf8))
    }
}

/// The delimiter, where it is a byte, cells are taken as they are, and each row ends with a line.
fn simple_delimiter(dialect: &Dialect) -> Option<u8> {
    let ends = &dialect.line_terminators;
    let of_lines = |end: &String| matches!(end.as_str(), "\n" | "\r\n");
    let ends_with_lines = ends.iter().all(of_lines) && ends.iter().any(|end| end == "\n");
    let is_simple = ends_with_lines && dialect.trim == Trim::None;
    match dialect.delimiter.as_bytes() {
        [delimiter] if is_simple && !b"\r\n".contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}
