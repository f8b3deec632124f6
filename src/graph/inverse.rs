use super::{TermGraph, TermId};

/// The subjects of one predicate, by object.
pub(super) struct Inverse {
    /// The different objects, in order.
    objects: Vec<TermId>,
    /// Where the subjects of each object start; one more than there are objects.
    starts: Vec<u32>,
    subjects: Vec<TermId>,
}

impl Inverse {
    pub(super) fn new(graph: &TermGraph, predicate: TermId) -> Self {
        let mut edges: Vec<(TermId, TermId)> = Vec::new();
        for subject in graph.subjects_in_order() {
            let objects = graph.objects(subject, predicate);
            edges.extend(objects.map(|object| (object, subject)));
        }
        // The stable sort keeps the subjects of an object in order, and is fast on the long runs
        // that a column of codes or types makes.
        edges.sort_by_key(|(object, _)| *object);
        let mut inverse = Self {
            objects: Vec::new(),
            starts: Vec::new(),
            subjects: edges.iter().map(|(_, subject)| *subject).collect(),
        };
        for (at, (object, _)) in (0..).zip(&edges) {
            if inverse.objects.last() != Some(object) {
                inverse.objects.push(*object);
                inverse.starts.push(at);
            }
        }
        let all = u32::try_from(edges.len());
        let all = all.expect("a graph holds fewer than 2³² triples");
        inverse.starts.push(all);
        inverse
    }

    pub(super) fn objects(&self) -> &[TermId] {
        &self.objects
    }

    pub(super) fn subjects(&self, object: TermId) -> &[TermId] {
        match self.objects.binary_search(&object) {
            Ok(at) => &self.subjects[self.starts[at] as usize..self.starts[at + 1] as usize],
            Err(_) => &[],
        }
    }
}
