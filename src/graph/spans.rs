use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{TermId, Triple};
use crate::diagnostic::{Place, SourceName};

/// Where the triples of a graph stand in their Turtle files.
///
/// It is meant for files that people write, such as shapes: the text is kept whole.
#[derive(Default)]
pub struct Spans {
    files: Vec<(SourceName, String)>,
    triples: FxHashMap<Triple, Span>,
    subjects: FxHashMap<TermId, Span>,
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
}

impl Spans {
    pub(super) fn record(&mut self, name: &SourceName, text: &str) -> Recorder<'_> {
        self.files.push((name.clone(), text.to_owned()));
        let file = self.files.len() - 1;
        Recorder {
            spans: self,
            file,
            done: 0,
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
        let (name, text) = &self.files[span.file];
        Place::in_text(name.clone(), text, span.bytes.clone())
    }
}

impl Recorder<'_> {
    /// Says that a triple was complete when the text up to `end` had been read.
    ///
    /// The triple whose object is a bracketed blank node or a list comes with the first triple
    /// within, so what follows the bracket is left for that one.
    pub(super) fn triple(&mut self, triple: Triple, end: usize) {
        let text = &self.spans.files[self.file].1;
        let mut bytes = written(text, self.done..end.max(self.done));
        self.done = bytes.end;
        let is_known = self.spans.subjects.contains_key(&triple.object);
        if !is_known && let Some(at) = bracket(&text[bytes.clone()]) {
            self.done = bytes.start + at;
            bytes.end = bytes.start + text[bytes.start..self.done].trim_end().len();
        }
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
}

/// Where the first bracket stands that opens a blank node or a list; those in texts and IRIs do
/// not count.
fn bracket(text: &str) -> Option<usize> {
    let quote = text.find(['"', '\'', '<', '#']).unwrap_or(text.len());
    text[..quote].find(['[', '('])
}

/// What of a range belongs to its last triple: without comments, directives and punctuation before.
fn written(text: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + text[range.clone()].trim_end().len();
    let mut start = range.start;
    loop {
        let rest = &text[start..end];
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || ";,.[]()".contains(c));
        start = end - trimmed.len();
        if !is_skipped(trimmed) {
            return start..end;
        }
        match trimmed.find('\n') {
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
