use std::iter::once;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{TermId, Triple};
use crate::diagnostic::{Place, SourceName};

/// Where the triples of a graph stand in their Turtle files.
///
/// It is meant for files that people write, such as shapes: the text is kept whole.
#[derive(Default)]
pub struct Spans {
    files: Vec<Text>,
    triples: FxHashMap<Triple, Span>,
    subjects: FxHashMap<TermId, Span>,
}

/// A file, and where its lines begin: counted once, because a report asks for the line of each of
/// its results.
struct Text {
    name: SourceName,
    whole: String,
    lines: Vec<usize>,
}

#[derive(Clone)]
struct Span {
    file: usize,
    bytes: Range<usize>,
}

/// Takes down the triples of one file as they are read.
pub(super) struct Recorder<'s> {
    spans: &'s mut Spans,
    file: usize,
    done: usize,
    /// What stands before the brackets that are open.
    opened: Vec<Range<usize>>,
}

impl Spans {
    pub(super) fn record(&mut self, name: &SourceName, text: &str) -> Recorder<'_> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        self.files.push(Text {
            name: name.clone(),
            whole: text.to_owned(),
            lines: once(0).chain(breaks.map(|(at, _)| at + 1)).collect(),
        });
        let file = self.files.len() - 1;
        Recorder {
            spans: self,
            file,
            done: 0,
            opened: Vec::new(),
        }
    }

    /// The place of a triple, where its file's format has places.
    pub fn place(&self, triple: Triple) -> Option<Place> {
        self.triples.get(&triple).map(|span| self.draw(span))
    }

    /// The place of the first triple of a subject.
    pub fn subject(&self, subject: TermId) -> Option<Place> {
        self.subjects.get(&subject).map(|span| self.draw(span))
    }

    fn draw(&self, span: &Span) -> Place {
        let Text { name, whole, lines } = &self.files[span.file];
        let above = lines.partition_point(|start| *start <= span.bytes.start) - 1;
        let start = lines[above];
        let bytes = span.bytes.start - start..span.bytes.end - start;
        Place::in_text(name.clone(), &whole[start..], bytes).moved_down(above)
    }
}

impl Recorder<'_> {
    /// Says that a triple was complete when the text up to `end` had been read.
    ///
    /// Advice for whoever changes this: the parser gives a triple whose object is a bracketed blank
    /// node when the bracket closes, after the triples within, or, where the last of these ends with
    /// the bracket only, just before it. So what stands before a bracket is kept until its triple
    /// comes, and what stands behind it is left for the triple within.
    pub(super) fn triple(&mut self, triple: Triple, object: Object, end: usize) {
        let bytes = match self.closed(triple, object) {
            Some(opener) => opener,
            None => self.written(triple, object, end),
        };
        let span = Span {
            file: self.file,
            bytes,
        };
        let spans = &mut *self.spans;
        spans
            .subjects
            .entry(triple.subject)
            .or_insert_with(|| span.clone());
        spans.triples.entry(triple).or_insert(span);
    }

    /// What opened the bracket of a triple whose object has been described already.
    fn closed(&mut self, triple: Triple, object: Object) -> Option<Range<usize>> {
        let described = self.spans.subjects.get(&triple.object);
        let described = described.filter(|_| object == Object::Blank)?;
        // Behind a comma nothing stands before the bracket: what it begins with has to do.
        self.opened.pop().or_else(|| Some(described.bytes.clone()))
    }

    fn written(&mut self, triple: Triple, object: Object, end: usize) -> Range<usize> {
        let text = &self.spans.files[self.file].whole;
        let mut bytes = trimmed(text, self.done..end.max(self.done));
        self.done = bytes.end;
        let opens = object == Object::Blank && !self.spans.subjects.contains_key(&triple.object);
        if opens && let Some(at) = last_bracket(text, &bytes) {
            self.done = at;
            bytes.end = bytes.start + text[bytes.start..at].trim_end().len();
        }
        while let Some(at) = first_bracket(text, &bytes) {
            let before = text[bytes.start..at].trim_end().len();
            self.opened.push(bytes.start..bytes.start + before);
            bytes = trimmed(text, at..bytes.end);
        }
        bytes
    }
}

/// Whether the object of a triple may stand in brackets.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Object {
    Blank,
    Other,
}

/// Where the last bracket stands that opens a blank node or a list.
fn last_bracket(text: &str, bytes: &Range<usize>) -> Option<usize> {
    let at = plain(&text[bytes.clone()]).rfind(['[', '(']);
    at.map(|at| bytes.start + at)
}

fn first_bracket(text: &str, bytes: &Range<usize>) -> Option<usize> {
    let at = plain(&text[bytes.clone()]).find(['[', '(']);
    at.map(|at| bytes.start + at)
}

/// A text up to its first literal, IRI or comment, in which brackets mean something else.
fn plain(text: &str) -> &str {
    &text[..text.find(['"', '\'', '<', '#']).unwrap_or(text.len())]
}

/// What of a range belongs to its last triple: without comments, directives and punctuation before.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + text[range.clone()].trim_end().len();
    let mut start = range.start;
    loop {
        let rest = &text[start..end];
        let inner = rest.trim_start_matches(|c: char| c.is_whitespace() || ";,.[]()".contains(c));
        start = end - inner.len();
        if !is_skipped(inner) {
            return start..end;
        }
        match inner.find('\n') {
            Some(line) => start += line + 1,
            None => return start..end,
        }
    }
}

fn is_skipped(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    text.starts_with('#')
        || ["@prefix", "@base", "prefix", "base"]
            .iter()
            .any(|directive| word.eq_ignore_ascii_case(directive))
}
