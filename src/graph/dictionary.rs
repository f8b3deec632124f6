use std::hash::BuildHasher;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNodeRef, LiteralRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use rustc_hash::FxBuildHasher;

use super::index::{Index, Met};

/// The number of a term in a [`Dictionary`]; it means nothing in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

impl TermId {
    /// The number as an index; the first term of a dictionary is 0.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An interned set of [RDF terms](https://www.w3.org/TR/rdf11-concepts/#dfn-rdf-term), each with
/// its exact lexical form.
///
/// Terms are equal when their kind, text, datatype and language tag are: `"01"^^xsd:integer` and
/// `"1"^^xsd:integer` are two terms. It does not validate; whoever makes a term from raw text does.
/// It grows by the text of a term, 16 bytes beside it and 11 to 21 bytes of index, and holds at most
/// 2³²−1 terms.
///
/// ```
/// use assize::graph::Dictionary;
/// use oxrdf::{LiteralRef, NamedNodeRef, vocab::xsd};
///
/// let mut terms = Dictionary::default();
/// let snaresbrook = NamedNodeRef::new("http://example.com/id/court/snaresbrook")?;
/// let id = terms.intern(snaresbrook);
/// assert_eq!(terms.intern(snaresbrook), id);
/// assert_eq!(terms.term(id), snaresbrook.into());
///
/// let one = terms.intern(LiteralRef::new_typed_literal("1", xsd::INTEGER));
/// let also_one = terms.intern(LiteralRef::new_typed_literal("01", xsd::INTEGER));
/// assert_ne!(one, also_one);
/// # Ok::<_, oxrdf::IriParseError>(())
/// ```
#[derive(Clone, Default)]
pub struct Dictionary {
    text: String,
    entries: Vec<Entry>,
    index: Index,
}

/// Where a term's text ends (it starts where the one before ends), and what it is.
#[derive(Clone, Copy)]
struct Entry {
    end: u64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Iri,
    Blank,
    /// A literal of `xsd:string`.
    String,
    /// A literal of another datatype, which is a term itself.
    Typed(TermId),
    /// A literal of `rdf:langString`; its tag is kept as an `xsd:string` term.
    Tagged(TermId),
}

impl Dictionary {
    /// The number of a term, new or known.
    ///
    /// # Panics
    ///
    /// On the 2³²nd term, for which there is no number.
    pub fn intern<'t>(&mut self, term: impl Into<TermRef<'t>>) -> TermId {
        match term.into() {
            TermRef::NamedNode(iri) => self.intern_text(Kind::Iri, iri.as_str()),
            TermRef::BlankNode(node) => self.intern_text(Kind::Blank, node.as_str()),
            TermRef::Literal(literal) => self.intern_literal(literal),
        }
    }

    fn intern_literal(&mut self, literal: LiteralRef<'_>) -> TermId {
        let kind = if let Some(tag) = literal.language() {
            Kind::Tagged(self.intern_text(Kind::String, tag))
        } else if literal.datatype() == xsd::STRING {
            Kind::String
        } else {
            Kind::Typed(self.intern_text(Kind::Iri, literal.datatype().as_str()))
        };
        self.intern_text(kind, literal.value())
    }

    fn intern_text(&mut self, kind: Kind, text: &str) -> TermId {
        self.index.make_room(1);
        self.intern_hashed(kind, text, hash_of(kind, text))
    }

    /// The numbers of several IRIs, as [`intern`](Self::intern) gives them one after the other, but
    /// faster where most are new: they wait for memory together.
    ///
    /// # Panics
    ///
    /// On the 2³²nd term, for which there is no number.
    pub fn intern_iris<'t>(
        &mut self,
        iris: impl Iterator<Item = &'t str> + Clone,
        numbers: &mut Vec<TermId>,
    ) {
        let hashes = iris.clone().map(|iri| hash_of(Kind::Iri, iri));
        let hashes: Vec<_> = hashes.collect();
        self.index.make_room(hashes.len());
        self.index.bring_near(&hashes);
        let pairs = iris.zip(hashes);
        numbers.extend(pairs.map(|(iri, hash)| self.intern_hashed(Kind::Iri, iri, hash)));
    }

    /// Interns a term for which there is room in the index.
    #[inline]
    fn intern_hashed(&mut self, kind: Kind, text: &str, hash: u32) -> TermId {
        let Self {
            entries,
            text: texts,
            index,
        } = self;
        let place = match index.find(hash, |number| is(entries, texts, number, kind, text)) {
            Met::Number(number) => return TermId(number),
            Met::Free(place) => place,
        };
        let number = u32::try_from(entries.len())
            .ok()
            .filter(|number| *number < u32::MAX);
        let number = number.expect("a dictionary holds at most 2³²−1 terms");
        texts.push_str(text);
        let end = texts.len() as u64;
        entries.push(Entry { end, kind });
        index.keep(&place, hash, number);
        TermId(number)
    }

    fn find(&self, kind: Kind, text: &str) -> Option<TermId> {
        if self.index.is_empty() {
            return None;
        }
        let Self {
            entries,
            text: texts,
            index,
        } = self;
        let hash = hash_of(kind, text);
        match index.find(hash, |number| is(entries, texts, number, kind, text)) {
            Met::Number(number) => Some(TermId(number)),
            Met::Free(_) => None,
        }
    }

    /// The number of a term if it is known.
    pub fn get<'t>(&self, term: impl Into<TermRef<'t>>) -> Option<TermId> {
        let (kind, text) = match term.into() {
            TermRef::NamedNode(iri) => (Kind::Iri, iri.as_str()),
            TermRef::BlankNode(node) => (Kind::Blank, node.as_str()),
            TermRef::Literal(literal) => (self.literal_kind(literal)?, literal.value()),
        };
        self.find(kind, text)
    }

    fn literal_kind(&self, literal: LiteralRef<'_>) -> Option<Kind> {
        if let Some(tag) = literal.language() {
            let tag = LiteralRef::new_simple_literal(tag);
            return self.get(tag).map(Kind::Tagged);
        }
        if literal.datatype() == xsd::STRING {
            return Some(Kind::String);
        }
        self.get(literal.datatype()).map(Kind::Typed)
    }

    /// The term of a number.
    ///
    /// # Panics
    ///
    /// If the number comes from another, larger dictionary.
    pub fn term(&self, id: TermId) -> TermRef<'_> {
        let (kind, text) = entry_at(&self.entries, &self.text, id);
        match kind {
            Kind::Iri => NamedNodeRef::new_unchecked(text).into(),
            Kind::Blank => BlankNodeRef::new_unchecked(text).into(),
            Kind::String => LiteralRef::new_simple_literal(text).into(),
            Kind::Typed(datatype) => {
                let datatype = NamedNodeRef::new_unchecked(self.text(datatype));
                LiteralRef::new_typed_literal(text, datatype).into()
            }
            Kind::Tagged(tag) => {
                LiteralRef::new_language_tagged_literal_unchecked(text, self.text(tag)).into()
            }
        }
    }

    /// The IRI, blank node label or lexical form of a term.
    pub fn text(&self, id: TermId) -> &str {
        entry_at(&self.entries, &self.text, id).1
    }

    /// The term as a subject; `None` for a literal.
    pub fn subject(&self, id: TermId) -> Option<NamedOrBlankNodeRef<'_>> {
        match self.term(id) {
            TermRef::NamedNode(iri) => Some(iri.into()),
            TermRef::BlankNode(node) => Some(node.into()),
            TermRef::Literal(_) => None,
        }
    }

    /// The term as a predicate; `None` for anything but an IRI.
    pub fn iri(&self, id: TermId) -> Option<NamedNodeRef<'_>> {
        match self.term(id) {
            TermRef::NamedNode(iri) => Some(iri),
            _ => None,
        }
    }

    /// The datatype IRI of a literal; `None` for IRIs and blank nodes.
    pub fn datatype(&self, id: TermId) -> Option<NamedNodeRef<'_>> {
        match self.entries[id.index()].kind {
            Kind::Iri | Kind::Blank => None,
            Kind::String => Some(xsd::STRING),
            Kind::Typed(datatype) => Some(NamedNodeRef::new_unchecked(self.text(datatype))),
            Kind::Tagged(_) => Some(rdf::LANG_STRING),
        }
    }

    /// How many terms there are; their numbers are all those below.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The numbers of all terms, in order.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        // Interning gives out no number that does not fit.
        let end = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        (0..end).map(TermId)
    }

    /// The language tag of a literal of `rdf:langString`.
    pub fn language(&self, id: TermId) -> Option<&str> {
        match self.entries[id.index()].kind {
            Kind::Tagged(tag) => Some(self.text(tag)),
            _ => None,
        }
    }

    /// Whether a term is a literal.
    pub fn is_literal(&self, id: TermId) -> bool {
        !matches!(self.entries[id.index()].kind, Kind::Iri | Kind::Blank)
    }

    /// Whether a term is an IRI.
    pub fn is_iri(&self, id: TermId) -> bool {
        matches!(self.entries[id.index()].kind, Kind::Iri)
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many bytes of text the terms take.
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Forgets all terms; numbers given out before must no longer be used.
    pub fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
        self.index.clear();
    }
}

/// Half of the hash of a term. Its high bits matter most to the index, and are those of a product.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the other half is not kept"
)]
fn hash_of(kind: Kind, text: &str) -> u32 {
    const GOLDEN: u32 = 0x9E37_79B9;
    (FxBuildHasher.hash_one((kind, text)) as u32).wrapping_mul(GOLDEN)
}

/// Whether a number is that of this term.
#[inline]
fn is(entries: &[Entry], texts: &str, number: u32, kind: Kind, text: &str) -> bool {
    entry_at(entries, texts, TermId(number)) == (kind, text)
}

#[inline]
fn entry_at<'d>(entries: &[Entry], text: &'d str, id: TermId) -> (Kind, &'d str) {
    let at = id.index();
    let start = if at == 0 { 0 } else { entries[at - 1].end };
    let Entry { end, kind } = entries[at];
    (kind, &text[index(start)..index(end)])
}

/// Offsets into a text in memory fit into `usize`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the offset was made from the length of a text in memory"
)]
fn index(offset: u64) -> usize {
    offset as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn literals_differ_by_datatype_and_tag_and_kind() {
        let mut terms = Dictionary::default();
        let ids = [
            terms.intern(LiteralRef::new_simple_literal("a")),
            terms.intern(LiteralRef::new_typed_literal("a", xsd::TOKEN)),
            terms.intern(LiteralRef::new_language_tagged_literal_unchecked("a", "en")),
            terms.intern(LiteralRef::new_language_tagged_literal_unchecked("a", "cy")),
            terms.intern(NamedNodeRef::new_unchecked("a")),
            terms.intern(BlankNodeRef::new_unchecked("a")),
        ];
        let distinct: std::collections::BTreeSet<_> = ids.into_iter().collect();
        assert_eq!(distinct.len(), ids.len());
    }

    #[test]
    fn looking_up_an_unknown_term_adds_nothing() {
        let terms = Dictionary::default();
        assert_eq!(
            terms.get(LiteralRef::from(1_i32.to_string().as_str())),
            None
        );
        assert!(terms.is_empty());
    }

    proptest! {
        #[test]
        fn a_term_comes_back_as_it_was(texts in prop::collection::vec(".*", 0..20)) {
            let mut terms = Dictionary::default();
            let literals = texts.iter().map(|t| LiteralRef::new_typed_literal(t, xsd::DECIMAL));
            let literals: Vec<_> = literals.collect();
            let ids: Vec<_> = literals.iter().map(|l| terms.intern(*l)).collect();
            for (literal, id) in literals.iter().zip(&ids) {
                prop_assert_eq!(terms.term(*id), TermRef::from(*literal));
                prop_assert_eq!(terms.get(*literal), Some(*id));
            }
        }
    }
}
