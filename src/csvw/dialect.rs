use encoding_rs::{Encoding, UTF_8};

/// A [dialect](https://www.w3.org/TR/tabular-metadata/#dialect-descriptions): how a tabular data
/// file is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What a row that is a comment begins with.
    pub comment_prefix: Option<String>,
    /// What separates cells.
    pub delimiter: String,
    /// How a quote within quotes is written.
    pub escape: Escape,
    /// How bytes become characters.
    pub encoding: &'static Encoding,
    /// How many rows at the start are headings.
    pub header_rows: usize,
    /// What ends a row.
    pub line_terminators: Vec<String>,
    /// What cells may be enclosed in.
    pub quote: Option<String>,
    /// What happens to rows without any text.
    pub blank_rows: BlankRows,
    /// How many columns at the start are passed over.
    pub skip_columns: usize,
    /// How many rows at the start, before the headings, are passed over.
    pub skip_rows: usize,
    /// On which sides white space around cells is dropped.
    pub trim: Trim,
}

/// How a quote within quotes is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Twice.
    Doubled,
    /// After a backslash.
    Backslash,
}

/// What happens to rows without any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankRows {
    /// They are rows like any other.
    Kept,
    /// They are passed over.
    Skipped,
}

/// On which sides white space around cells is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trim {
    /// On none.
    None,
    /// On both.
    Both,
    /// Before the cell.
    Start,
    /// After the cell.
    End,
}

impl Default for Dialect {
    /// The default dialect of the specification, which is
    /// [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180) with one row of headings, in UTF-8.
    fn default() -> Self {
        Self {
            comment_prefix: Some("#".to_owned()),
            delimiter: ",".to_owned(),
            escape: Escape::Doubled,
            encoding: UTF_8,
            header_rows: 1,
            line_terminators: vec!["\r\n".to_owned(), "\n".to_owned()],
            quote: Some("\"".to_owned()),
            blank_rows: BlankRows::Kept,
            skip_columns: 0,
            skip_rows: 0,
            trim: Trim::None,
        }
    }
}

impl Trim {
    /// The text without the white space that is to be dropped.
    pub(crate) fn apply(self, text: &str) -> &str {
        match self {
            Self::None => text,
            Self::Both => text.trim(),
            Self::Start => text.trim_start(),
            Self::End => text.trim_end(),
        }
    }
}
