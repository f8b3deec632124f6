use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The path or URL of a file, as the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceName(Arc<str>);

impl SourceName {
    /// Names a source by the words the user gave.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which cell of a row a place in a CSV file is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The number of the column in the file; the first is 1.
    pub number: usize,
    /// Its heading as the file spells it, where there is one.
    pub heading: Option<String>,
}

/// The text to show for a place, with the part to underline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Whole lines of the file, without the last line's end.
    pub text: String,
    /// The line number of the first line of `text`; the first line of a file is 1.
    pub first_line: u64,
    /// The bytes of `text` to underline; the first is 0.
    pub span: Range<usize>,
}

/// A place in a file: in a release, a mapping, a register, shapes or metadata.
///
/// Lines and columns start at 1; columns count characters, not bytes.
///
/// ```
/// use assize::diagnostic::Place;
///
/// let place = Place::in_text("court.toml", "dataset = 1\nname = ", 12..16);
/// assert_eq!(place.to_string(), "court.toml:2:1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: SourceName,
    /// The line, starting at 1; absent where the finding is about the whole file.
    pub line: Option<u64>,
    /// The character within the line, starting at 1.
    pub column: Option<usize>,
    /// The cell, where the file is a table.
    pub field: Option<Field>,
    /// A JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), where the file is JSON.
    pub pointer: Option<String>,
    /// What to show of the file.
    pub excerpt: Option<Excerpt>,
    /// A word beside the underlined part.
    pub label: Option<String>,
}

impl Place {
    /// A place that is a whole file.
    pub fn file(source: impl Into<SourceName>) -> Self {
        Self {
            source: source.into(),
            line: None,
            column: None,
            field: None,
            pointer: None,
            excerpt: None,
            label: None,
        }
    }

    /// A line of a file.
    pub fn line(source: impl Into<SourceName>, line: u64) -> Self {
        Self {
            line: Some(line),
            ..Self::file(source)
        }
    }

    /// A range of bytes of a text that is at hand whole, such as a mapping.
    ///
    /// A range outside the text, or not on character boundaries, is moved to the nearest that is.
    pub fn in_text(source: impl Into<SourceName>, text: &str, span: Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let line = 1 + text[..line_start].matches('\n').count() as u64;
        Self {
            line: Some(line),
            column: Some(1 + text[line_start..start].chars().count()),
            excerpt: Some(Excerpt {
                text: text[line_start..line_end].to_owned(),
                first_line: line,
                span: start - line_start..end - line_start,
            }),
            ..Self::file(source)
        }
    }

    /// Counts the lines above a text that was given without them.
    #[must_use]
    pub fn moved_down(mut self, above: usize) -> Self {
        self.line = self.line.map(|line| line + above as u64);
        if let Some(excerpt) = &mut self.excerpt {
            excerpt.first_line += above as u64;
        }
        self
    }

    /// Sets the character within the line, starting at 1.
    #[must_use]
    pub fn with_column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    /// Sets the cell.
    #[must_use]
    pub fn with_field(mut self, number: usize, heading: Option<String>) -> Self {
        self.field = Some(Field { number, heading });
        self
    }

    /// Sets the JSON pointer.
    #[must_use]
    pub fn with_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Sets what is shown of the file.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// Sets the word beside the underlined part.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        Ok(())
    }
}

impl<T: Into<Arc<str>>> From<T> for SourceName {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_drawn_with_its_whole_line() {
        let place = Place::in_text("m.toml", "a = 1\nb = é2\nc = 3\n", 10..13);
        assert_eq!((place.line, place.column), (Some(2), Some(5)));
        let excerpt = place.excerpt.unwrap();
        assert_eq!(&excerpt.text[excerpt.span], "é2");
    }

    #[test]
    fn a_span_past_the_end_is_moved_to_the_end() {
        let place = Place::in_text("m.toml", "a", 5..9);
        assert_eq!(place.to_string(), "m.toml:1:2");
    }
}
