use std::hash::Hasher;

use oxrdf::TermRef;
use siphasher::sip128::{Hash128, Hasher128, SipHasher24};

use crate::graph::{Dictionary, Part, TermId, Triple};

/// The triples of some parts in the order in which Oxigraph stores subjects: IRIs by the `SipHash`
/// of their text, then all others.
///
/// A bulk load writes one sorted file for each batch of triples. With the subjects in this order,
/// and each in one batch, the files of the index by subject do not overlap, so that `RocksDB` puts
/// them where they stay and nothing is left to compact in it. Were Oxigraph to choose another
/// order, loading would be slower and no less right.
///
/// Takes 28 bytes a subject.
pub(super) struct StoredOrder<'p> {
    parts: &'p [Part<'p>],
    entries: Vec<Entry>,
}

/// Something that a part says.
struct Entry {
    place: Place,
    part: u16,
    said: Said,
}

/// Where a subject stands in the index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Iri([u8; 16]),
    /// Those without an IRI are few, and their order among themselves is not known.
    BehindAll,
}

enum Said {
    /// All that the graph has of a subject.
    Of(TermId),
    /// One of the triples besides, by its number.
    Besides(u32),
}

impl<'p> StoredOrder<'p> {
    pub(super) fn of(parts: &'p [Part<'p>]) -> Self {
        let mut entries = Vec::new();
        for (number, part) in (0..).zip(parts) {
            let terms = part.graph.terms();
            let mut add = |subject, said| {
                let place = place(terms, subject);
                let part = number;
                entries.push(Entry { place, part, said });
            };
            for subject in part.subjects() {
                add(subject, Said::Of(subject));
            }
            for (at, triple) in (0..).zip(part.besides) {
                add(triple.subject, Said::Besides(at));
            }
        }
        entries.sort_unstable_by_key(|entry| entry.place);
        Self { parts, entries }
    }

    /// How many triples there are.
    pub(super) fn len(&self) -> usize {
        self.entries.iter().map(|entry| self.size(entry)).sum()
    }

    /// The triples in batches of so many or a few more: a subject is in one batch only.
    pub(super) fn batches(
        &self,
        size: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = (&'p Dictionary, Triple)>> {
        let mut filled = 0;
        let same_batch = move |before: &Entry, next: &Entry| {
            filled += self.size(before);
            let fits = filled < size || before.place == next.place;
            if !fits {
                filled = 0;
            }
            fits
        };
        let batches = self.entries.chunk_by(same_batch);
        batches.map(|batch| batch.iter().flat_map(|entry| self.triples(entry)))
    }

    fn size(&self, entry: &Entry) -> usize {
        match entry.said {
            Said::Of(subject) => self.part(entry).graph.pairs(subject).len(),
            Said::Besides(_) => 1,
        }
    }

    fn triples(&self, entry: &Entry) -> impl Iterator<Item = (&'p Dictionary, Triple)> + use<'p> {
        let part = self.part(entry);
        let (of, besides) = match entry.said {
            Said::Of(subject) => (Some(part.about(subject)), None),
            Said::Besides(at) => (None, Some(part.besides[at as usize])),
        };
        let triples = of.into_iter().flatten().chain(besides);
        triples.map(move |triple| (part.graph.terms(), triple))
    }

    fn part(&self, entry: &Entry) -> Part<'p> {
        self.parts[usize::from(entry.part)]
    }
}

fn place(terms: &Dictionary, subject: TermId) -> Place {
    match terms.term(subject) {
        TermRef::NamedNode(iri) => Place::Iri(hash(iri.as_str())),
        _ => Place::BehindAll,
    }
}

fn hash(text: &str) -> [u8; 16] {
    let mut hasher = SipHasher24::new();
    hasher.write(text.as_bytes());
    let Hash128 { h1, h2 } = hasher.finish128();
    (u128::from(h1) | u128::from(h2) << 64).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use oxrdf::{BlankNodeRef, NamedNodeRef};

    use super::*;
    use crate::graph::{GraphBuilder, TermGraph, TripleSink};

    fn triple(builder: &mut GraphBuilder, subject: &str, object: usize) -> Triple {
        let terms = builder.terms();
        let subject = match subject.strip_prefix("_:") {
            Some(name) => terms.intern(BlankNodeRef::new_unchecked(name)),
            None => terms.intern(NamedNodeRef::new_unchecked(subject)),
        };
        let property = terms.intern(NamedNodeRef::new_unchecked("a:property"));
        let object = terms.intern(NamedNodeRef::new_unchecked(&format!("a:{object}")));
        Triple::new(subject, property, object)
    }

    fn graph(subjects: &[&str]) -> TermGraph {
        let mut builder = GraphBuilder::default();
        for subject in subjects {
            for object in 0..3 {
                let triple = triple(&mut builder, subject, object);
                let Ok(()) = builder.triple(triple);
            }
        }
        builder.finish()
    }

    /// The lines of each batch.
    fn batches(parts: &[Part<'_>], size: usize) -> Vec<Vec<String>> {
        let order = StoredOrder::of(parts);
        let batches = order.batches(size).map(|batch| {
            let line = |(terms, t): (&Dictionary, Triple)| {
                format!("{} {}", terms.term(t.subject), terms.term(t.object))
            };
            batch.map(line).collect()
        });
        batches.collect()
    }

    #[test]
    fn the_batches_hold_all_triples_and_each_subject_stands_in_one() {
        let one = graph(&["a:1", "a:2", "a:3", "_:b", "a:4", "_:c"]);
        let mut other = GraphBuilder::default();
        let besides = [("a:2", 7), ("a:5", 7)].map(|(s, o)| triple(&mut other, s, o));
        let other = other.finish();
        let parts = [
            Part::whole(&one),
            Part {
                graph: &other,
                from: 0,
                besides: &besides,
            },
        ];
        let batches = batches(&parts, 4);
        assert!(batches.len() > 2, "{batches:?}");
        let all: BTreeSet<_> = batches.iter().flatten().collect();
        assert_eq!(all.len(), 6 * 3 + 2);
        assert_eq!(StoredOrder::of(&parts).len(), all.len());
        let mut seen = BTreeMap::new();
        for (number, batch) in batches.iter().enumerate() {
            for line in batch {
                let subject = line.split(' ').next().unwrap();
                assert_eq!(*seen.entry(subject).or_insert(number), number, "{line}");
            }
        }
        let last = batches.last().unwrap();
        assert!(last.iter().any(|line| line.starts_with("_:b")), "{last:?}");
    }

    #[test]
    fn the_batches_follow_one_another_in_the_order_of_the_hashes() {
        let names: Vec<_> = (0..50).map(|n| format!("a:{n}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let graph = graph(&names);
        let batches = batches(&[Part::whole(&graph)], 10);
        let places = batches.iter().flatten().map(|line| {
            let (iri, _) = line[1..].split_once('>').unwrap();
            hash(iri)
        });
        assert!(places.is_sorted());
        assert_eq!(batches[0].len(), 12, "four subjects of three triples");
    }
}
