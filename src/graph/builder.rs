use std::convert::Infallible;
use std::mem;
use std::sync::OnceLock;

use super::rows::Row;
use super::{Dictionary, Kept, Pair, TermGraph, TermId, Triple, TripleSink};

/// Collects triples and makes a [`TermGraph`] of them.
///
/// Triples may come in any order and more than once. They cost least when all triples of a subject
/// come together, as they do from a conversion: then nothing is moved afterwards.
#[derive(Clone, Default)]
pub struct GraphBuilder {
    terms: Dictionary,
    pairs: Vec<Pair>,
    /// A new run begins where the subject changes.
    runs: Vec<Run>,
    /// By the number of the term.
    is_predicate: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Run {
    subject: TermId,
    start: u32,
}

impl TripleSink for GraphBuilder {
    type Error = Infallible;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    /// Takes one triple.
    ///
    /// # Panics
    ///
    /// On the 2³²nd triple, for which there is no place.
    #[inline]
    fn triple(&mut self, triple: Triple) -> Result<(), Infallible> {
        self.pairs(
            triple.subject,
            &[Pair {
                predicate: triple.predicate,
                object: triple.object,
            }],
        )
    }

    fn keeps(&self) -> Kept {
        Kept::All
    }

    #[inline]
    fn pairs(&mut self, subject: TermId, pairs: &[Pair]) -> Result<(), Infallible> {
        if pairs.is_empty() {
            return Ok(());
        }
        if self.runs.last().map(|run| run.subject) != Some(subject) {
            let start = position(self.pairs.len());
            self.runs.push(Run { subject, start });
        }
        self.pairs.extend_from_slice(pairs);
        for pair in pairs {
            let predicate = pair.predicate.index();
            if predicate >= self.is_predicate.len() {
                self.is_predicate.resize(predicate + 1, false);
            }
            self.is_predicate[predicate] = true;
        }
        Ok(())
    }
}

impl GraphBuilder {
    /// The graph of all triples so far.
    pub fn finish(mut self) -> TermGraph {
        if self.subjects_come_back() {
            self.bring_together();
        }
        let rows = self.settle_rows();
        let predicates = self.predicates();
        let inverses = predicates.iter().map(|_| OnceLock::new()).collect();
        TermGraph {
            terms: self.terms,
            rows,
            pairs: self.pairs,
            predicates,
            inverses,
        }
    }

    /// Whether some subject has more than one run.
    fn subjects_come_back(&self) -> bool {
        let mut seen = vec![false; self.terms.len()];
        let again = |run: &Run| mem::replace(&mut seen[run.subject.index()], true);
        self.runs.iter().any(again)
    }

    /// Moves the runs of each subject side by side, in linear time.
    fn bring_together(&mut self) {
        let mut ends = vec![0_u32; self.terms.len() + 1];
        for (run, len) in self.runs_with_lengths() {
            ends[run.subject.index() + 1] += len;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut next = ends.clone();
        let mut moved = self.pairs.clone();
        for (run, len) in self.runs_with_lengths() {
            let from = run.start as usize..(run.start + len) as usize;
            let to = next[run.subject.index()];
            next[run.subject.index()] += len;
            moved[to as usize..(to + len) as usize].copy_from_slice(&self.pairs[from]);
        }
        self.pairs = moved;
        let ids = self.terms.ids().zip(ends.windows(2));
        let used = ids.filter(|(_, range)| range[0] < range[1]);
        self.runs = used
            .map(|(subject, range)| Run {
                subject,
                start: range[0],
            })
            .collect();
    }

    fn runs_with_lengths(&self) -> impl Iterator<Item = (Run, u32)> + '_ {
        let ends = self.runs.iter().skip(1).map(|run| run.start);
        let ends = ends.chain([position(self.pairs.len())]);
        let runs = self.runs.iter().copied().zip(ends);
        runs.map(|(run, end)| (run, end - run.start))
    }

    /// Puts each row in order and drops what stands twice.
    fn settle_rows(&mut self) -> Vec<Row> {
        let mut rows = vec![Row::default(); self.terms.len()];
        let runs = mem::take(&mut self.runs);
        let mut kept = 0;
        for (at, run) in runs.iter().enumerate() {
            let end = runs
                .get(at + 1)
                .map_or(self.pairs.len(), |run| run.start as usize);
            let (start, len) = (run.start as usize, end - run.start as usize);
            let row = &mut self.pairs[start..start + len];
            if !row.is_sorted() {
                row.sort_unstable();
            }
            let len = dedup(row);
            if kept != start {
                self.pairs.copy_within(start..start + len, kept);
            }
            rows[run.subject.index()] = Row {
                start: position(kept),
                end: position(kept + len),
            };
            kept += len;
        }
        self.pairs.truncate(kept);
        rows
    }

    fn predicates(&self) -> Vec<TermId> {
        let flags = self.terms.ids().zip(&self.is_predicate);
        flags.filter(|(_, is)| **is).map(|(id, _)| id).collect()
    }
}

/// Moves the different pairs of a sorted row to its front and says how many they are.
fn dedup(row: &mut [Pair]) -> usize {
    if row.windows(2).all(|two| two[0] != two[1]) {
        return row.len();
    }
    let mut kept = 1;
    for at in 1..row.len() {
        if row[at] != row[kept - 1] {
            row[kept] = row[at];
            kept += 1;
        }
    }
    kept
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("a graph holds fewer than 2³² triples")
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::NamedNodeRef;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn graph_of(triples: &[(u8, u8, u8)]) -> (TermGraph, BTreeSet<Triple>) {
        let mut builder = GraphBuilder::default();
        let mut id = |n: u8| {
            let iri = format!("http://example.com/{n}");
            builder.terms.intern(NamedNodeRef::new_unchecked(&iri))
        };
        let wanted: Vec<_> = triples
            .iter()
            .map(|(s, p, o)| Triple::new(id(*s), id(*p), id(*o)))
            .collect();
        for triple in &wanted {
            let Ok(()) = builder.triple(*triple);
        }
        (builder.finish(), wanted.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_graph_is_the_set_of_its_triples_from_either_side(
            triples in prop::collection::vec((0..9_u8, 0..4_u8, 0..9_u8), 0..60),
        ) {
            let (graph, wanted) = graph_of(&triples);
            prop_assert_eq!(graph.len(), wanted.len());
            prop_assert!(graph.iter().collect::<BTreeSet<_>>() == wanted);
            for triple in &wanted {
                let subjects = graph.subjects(triple.predicate, triple.object);
                prop_assert!(subjects.is_sorted() && subjects.contains(&triple.subject));
                prop_assert!(graph.subjects_of(triple.predicate).any(|s| s == triple.subject));
            }
            let from_behind: usize = graph
                .predicates()
                .iter()
                .flat_map(|p| graph.objects_of(*p).iter().map(|o| graph.subjects(*p, *o).len()))
                .sum();
            prop_assert_eq!(from_behind, wanted.len());
        }
    }
}
