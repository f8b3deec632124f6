use std::cmp::Ordering;

use oxrdf::{BlankNodeRef, LiteralRef, NamedNodeRef, TermRef};

use super::Code;
use super::header::TermKind;

/// The distinct terms of a component, as the store answers them, sorted: IRIs in the order of their
/// text, then literals by language or datatype and text.
///
/// The place of a term is its [`Code`].
#[derive(Clone, Copy)]
pub struct Terms<'c> {
    pub(super) kinds: &'c [TermKind],
    /// For each term the place of its kind; empty where all have the first.
    pub(super) kind_of: &'c [u16],
    pub(super) texts: Texts<'c>,
}

impl<'c> Terms<'c> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.texts.len()
    }

    /// Whether there are none, as in a column of numbers.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The term of a code.
    ///
    /// # Panics
    ///
    /// If the code is not below [`Terms::len`].
    pub fn term(self, code: Code) -> TermRef<'c> {
        let text = self.text(code);
        match self.kind(code as usize) {
            TermKind::Blank => BlankNodeRef::new_unchecked(text).into(),
            TermKind::Iri => NamedNodeRef::new_unchecked(text).into(),
            TermKind::String => LiteralRef::new_simple_literal(text).into(),
            TermKind::Tagged(tag) => {
                LiteralRef::new_language_tagged_literal_unchecked(text, tag).into()
            }
            TermKind::Typed(datatype) => {
                let datatype = NamedNodeRef::new_unchecked(datatype);
                LiteralRef::new_typed_literal(text, datatype).into()
            }
        }
    }

    /// The IRI, label or lexical form of a code.
    pub fn text(self, code: Code) -> &'c str {
        self.texts.get(code as usize)
    }

    /// The code of a term; `None` if no observation has it.
    pub fn code_of<'t>(self, term: impl Into<TermRef<'t>>) -> Option<Code> {
        let term = term.into();
        let (mut low, mut high) = (0, self.len());
        let (kind, text) = (TermKind::of(term), text_of(term));
        let compared = |at| {
            let by_kind = self.kind(at).cmp(&kind);
            by_kind.then_with(|| self.texts.get(at).cmp(text))
        };
        // Most terms that are looked for belong to another component, and are beyond one of its ends.
        if high == 0 || compared(0).is_gt() || compared(high - 1).is_lt() {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            match compared(middle) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Code::try_from(middle).ok(),
            }
        }
        None
    }

    /// All terms, in the order of their codes.
    pub fn iter(self) -> impl Iterator<Item = TermRef<'c>> {
        (0..Code::try_from(self.len()).unwrap_or(Code::MAX)).map(move |code| self.term(code))
    }

    fn kind(self, at: usize) -> &'c TermKind {
        &self.kinds[self.kind_of.get(at).map_or(0, |kind| usize::from(*kind))]
    }
}

impl TermKind {
    pub(super) fn of(term: TermRef<'_>) -> Self {
        match term {
            TermRef::BlankNode(_) => Self::Blank,
            TermRef::NamedNode(_) => Self::Iri,
            TermRef::Literal(literal) => match literal.language() {
                Some(tag) => Self::Tagged(tag.to_owned()),
                None if literal.datatype() == oxrdf::vocab::xsd::STRING => Self::String,
                None => Self::Typed(literal.datatype().as_str().to_owned()),
            },
        }
    }
}

/// The IRI, label or lexical form of a term.
pub(super) fn text_of(term: TermRef<'_>) -> &str {
    match term {
        TermRef::BlankNode(node) => node.as_str(),
        TermRef::NamedNode(iri) => iri.as_str(),
        TermRef::Literal(literal) => literal.value(),
    }
}

/// Texts one after the other.
#[derive(Clone, Copy)]
pub(super) struct Texts<'c> {
    /// Where each starts, and where the last ends.
    pub(super) starts: &'c [u64],
    pub(super) text: &'c [u8],
}

impl<'c> Texts<'c> {
    pub(super) fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// A text; an empty one in place of what a damaged file has.
    pub(super) fn get(self, at: usize) -> &'c str {
        let (start, end) = (self.starts[at], self.starts[at + 1]);
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let bytes = range.and_then(|(start, end)| self.text.get(start..end));
        bytes
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Looks a text up among places that are in the order of their texts.
    pub(super) fn find(self, sorted: &[u32], text: &str) -> Option<u32> {
        let found = sorted.binary_search_by(|at| self.get(*at as usize).cmp(text));
        found.ok().map(|place| sorted[place])
    }
}
