//! Tells how the IRIs of observations follow from their keys.

use oxrdf::NamedNodeRef;

use super::Code;
use super::gather::NONE;
use crate::graph::{TermGraph, TermId};

/// For each component of the key, the segment of each code.
pub(super) struct Segments<'g> {
    pub(super) of_component: Vec<Vec<&'g str>>,
}

/// What the IRIs of a cube's observations begin with where they follow from keys.
pub(super) fn start(dataset: NamedNodeRef<'_>) -> String {
    format!("{}/", dataset.as_str())
}

impl<'g> Segments<'g> {
    /// The segments, if the IRI of each observation is `start`, and then one segment for each
    /// component of the key that says no more and no less than the code does.
    pub(super) fn find(
        graph: &'g TermGraph,
        observations: &[TermId],
        start: &str,
        key: &[(&[Code], usize)],
    ) -> Option<Self> {
        let mut found: Vec<Vec<Option<&str>>> =
            key.iter().map(|(_, count)| vec![None; *count]).collect();
        for (row, observation) in observations.iter().enumerate() {
            let rest = graph.terms().text(*observation).strip_prefix(start)?;
            let mut segments = rest.split('/');
            for ((codes, _), known) in key.iter().zip(&mut found) {
                let segment = segments.next()?;
                if codes[row] == NONE {
                    return None;
                }
                let known = known[codes[row] as usize].get_or_insert(segment);
                if *known != segment {
                    return None;
                }
            }
            if segments.next().is_some() {
                return None;
            }
        }
        let of_component = found.into_iter().map(|known| {
            let segments: Vec<_> = known.into_iter().collect::<Option<_>>()?;
            let mut sorted: Vec<&str> = segments.clone();
            sorted.sort_unstable();
            let distinct = sorted.windows(2).all(|two| two[0] != two[1]);
            distinct.then_some(segments)
        });
        Some(Self {
            of_component: of_component.collect::<Option<_>>()?,
        })
    }
}
