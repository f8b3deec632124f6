use std::sync::OnceLock;

use oxrdf::TermRef;

use super::inverse::Inverse;
use super::{Dictionary, TermId, Triple};

/// The predicate and object of a triple whose subject is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// An IRI.
    pub predicate: TermId,
    /// Any term.
    pub object: TermId,
}

/// Where the pairs of a subject stand.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// An [RDF graph](https://www.w3.org/TR/rdf11-concepts/#dfn-rdf-graph) of numbers in compressed rows.
///
/// Each subject has a row of its predicates and objects, in order, each pair once. Rows by
/// predicate and object are made when a predicate is first asked for from that side, because most
/// never are. A triple takes 8 bytes, a term 8 bytes more than in its [`Dictionary`].
///
/// ```
/// use assize::graph::{GraphBuilder, Triple, TripleSink};
/// use oxrdf::NamedNodeRef;
///
/// let mut builder = GraphBuilder::default();
/// let [a, p, b] = ["a", "p", "b"].map(|name| {
///     let iri = format!("http://example.com/{name}");
///     builder.terms().intern(NamedNodeRef::new_unchecked(&iri))
/// });
/// builder.triple(Triple::new(a, p, b))?;
/// let graph = builder.finish();
/// assert!(graph.objects(a, p).eq([b]));
/// assert_eq!(graph.subjects(p, b), [a]);
/// # Ok::<_, std::convert::Infallible>(())
/// ```
#[derive(Default)]
pub struct TermGraph {
    pub(super) terms: Dictionary,
    /// By the number of the subject; terms made after the graph have none.
    pub(super) rows: Vec<Row>,
    pub(super) pairs: Vec<Pair>,
    /// In order.
    pub(super) predicates: Vec<TermId>,
    /// Beside `predicates`.
    pub(super) inverses: Vec<OnceLock<Inverse>>,
}

/// Rows up to this length are searched from the left, which is faster than by halves.
const SHORT: usize = 24;

impl TermGraph {
    /// The terms of the graph.
    pub fn terms(&self) -> &Dictionary {
        &self.terms
    }

    /// The number of a term, new or known; a new one is in no triple.
    pub fn intern<'t>(&mut self, term: impl Into<TermRef<'t>>) -> TermId {
        self.terms.intern(term)
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no triple.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The predicates and objects of a subject, in order.
    #[inline]
    pub fn pairs(&self, subject: TermId) -> &[Pair] {
        match self.rows.get(subject.index()) {
            Some(row) => &self.pairs[row.start as usize..row.end as usize],
            None => &[],
        }
    }

    /// The pairs of a subject that have this predicate, in the order of their objects.
    #[inline]
    pub fn pairs_of(&self, subject: TermId, predicate: TermId) -> &[Pair] {
        let row = self.pairs(subject);
        if row.len() > SHORT {
            let start = row.partition_point(|pair| pair.predicate < predicate);
            let end = row.partition_point(|pair| pair.predicate <= predicate);
            return &row[start..end];
        }
        let Some(start) = row.iter().position(|pair| pair.predicate == predicate) else {
            return &[];
        };
        let rest = &row[start..];
        let more = rest.iter().position(|pair| pair.predicate != predicate);
        &rest[..more.unwrap_or(rest.len())]
    }

    /// The objects of a subject and predicate, in order.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> impl Iterator<Item = TermId> + '_ {
        self.pairs_of(subject, predicate)
            .iter()
            .map(|pair| pair.object)
    }

    /// The first object of a subject and predicate.
    pub fn object(&self, subject: TermId, predicate: TermId) -> Option<TermId> {
        self.objects(subject, predicate).next()
    }

    /// The subjects that have this predicate and object, in order.
    pub fn subjects(&self, predicate: TermId, object: TermId) -> &[TermId] {
        self.inverse(predicate)
            .map_or(&[], |inverse| inverse.subjects(object))
    }

    /// The different objects of a predicate, in order.
    pub fn objects_of(&self, predicate: TermId) -> &[TermId] {
        self.inverse(predicate)
            .map_or(&[], |inverse| inverse.objects())
    }

    /// The different subjects that have a predicate, in order.
    pub fn subjects_of(&self, predicate: TermId) -> impl Iterator<Item = TermId> + '_ {
        let used = self.predicates.binary_search(&predicate).is_ok();
        let subjects = used.then(|| self.subjects_in_order());
        subjects
            .into_iter()
            .flatten()
            .filter(move |subject| !self.pairs_of(*subject, predicate).is_empty())
    }

    /// Whether the graph has this triple.
    pub fn contains(&self, triple: Triple) -> bool {
        self.objects(triple.subject, triple.predicate)
            .any(|object| object == triple.object)
    }

    /// All triples, in the order of their subjects' numbers.
    pub fn iter(&self) -> impl Iterator<Item = Triple> + '_ {
        self.subjects_in_order().flat_map(|subject| {
            let pairs = self.pairs(subject).iter();
            pairs.map(move |pair| Triple::new(subject, pair.predicate, pair.object))
        })
    }

    /// All subjects, in the order of their numbers.
    pub fn subjects_in_order(&self) -> impl Iterator<Item = TermId> + '_ {
        let rows = self.rows.iter().zip(self.terms.ids());
        rows.filter(|(row, _)| row.start < row.end)
            .map(|(_, subject)| subject)
    }

    /// All predicates, in order.
    pub fn predicates(&self) -> &[TermId] {
        &self.predicates
    }

    fn inverse(&self, predicate: TermId) -> Option<&Inverse> {
        let at = self.predicates.binary_search(&predicate).ok()?;
        Some(self.inverses[at].get_or_init(|| Inverse::new(self, predicate)))
    }
}
