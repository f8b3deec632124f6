//! From rows to the IRIs of their observations, and back.

use oxrdf::NamedNode;

use super::Cube;
use super::header::{SegmentsHeader, SubjectsHeader};
use super::subjects::{Segments, Subjects};
use super::values::{Code, Column};

impl Cube {
    /// The IRI of an observation.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn observation(&self, row: usize) -> NamedNode {
        /// The bytes that most of them fit into.
        const USUAL: usize = 160;
        let mut iri = String::with_capacity(USUAL);
        self.write_observation(row, &mut iri);
        NamedNode::new_unchecked(iri)
    }

    /// Adds the IRI of an observation to a text.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn write_observation(&self, row: usize, out: &mut String) {
        match self.subjects() {
            Subjects::Listed { texts, .. } => out.push_str(texts.get(row)),
            Subjects::Keys { start, segments } => {
                out.push_str(start);
                for (n, (component, segments)) in self.key().iter().zip(segments).enumerate() {
                    if n > 0 {
                        out.push('/');
                    }
                    let code = self.raw_code(*component, row);
                    out.push_str(self.segments(segments).get(code));
                }
            }
        }
    }

    /// The row of an observation.
    pub fn row_of(&self, observation: &str) -> Option<usize> {
        match self.subjects() {
            Subjects::Listed { texts, sorted } => {
                texts.find(sorted, observation).map(|row| row as usize)
            }
            Subjects::Keys { start, segments } => {
                let mut parts = observation.strip_prefix(start)?.split('/');
                let codes = segments.iter().map(|segments| {
                    let part = parts.next()?;
                    self.segments(segments).find(part)
                });
                let codes: Vec<_> = codes.collect::<Option<_>>()?;
                let rows = self.rows_with(&codes);
                (parts.next().is_none() && !rows.is_empty()).then_some(rows.start)
            }
        }
    }

    /// The segment that a member of the key has in the IRIs of observations; where those do not
    /// follow from keys, the last part of the member's own text.
    ///
    /// # Panics
    ///
    /// If there is no such component or code.
    pub fn key_of(&self, component: usize, code: Code) -> &str {
        let of_key = self.key().iter().position(|at| *at == component);
        if let (SubjectsHeader::Keys { segments, .. }, Some(at)) = (&self.header.subjects, of_key) {
            self.segments(&segments[at]).get(code)
        } else {
            let text = self.terms(component).text(code);
            text.rsplit(['/', '#']).next().unwrap_or(text)
        }
    }

    pub(super) fn raw_code(&self, component: usize, row: usize) -> Code {
        match self.column(component) {
            Column::Codes(codes) => codes.raw(row),
            _ => 0,
        }
    }

    fn subjects(&self) -> Subjects<'_> {
        Subjects::open(&self.header.subjects, self.bytes.as_slice())
            .expect("checked when it was opened")
    }

    fn segments(&self, header: &SegmentsHeader) -> Segments<'_> {
        Segments::open(header, self.bytes.as_slice()).expect("checked when it was opened")
    }
}
