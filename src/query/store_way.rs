//! Which way the store finds the solutions of some triple patterns soonest.

use std::collections::BTreeMap;

use oxrdf::Variable;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TriplePattern};

use super::variables::of_triple;
use crate::vocab::rdf;

/// Microseconds of a look-up of what one thing has, and of reading one triple of a scan and joining
/// it by hash: measured on a compacted store of four million triples.
const LOOK_UP: u64 = 18;
const READ: u64 = 2;
/// A hash join holds its solutions: those that may take more than this are not joined so. It is
/// half of what a worker may take where nothing else is said.
const MOST_BYTES: u64 = 256 << 20;

/// A triple pattern, and what reading it takes.
pub(super) struct Scan {
    pub(super) pattern: TriplePattern,
    pub(super) subject: Variable,
    /// Where it is no constant.
    pub(super) object: Option<Variable>,
    pub(super) rows: u64,
}

impl Scan {
    /// What Oxigraph takes for its size: constants of classes are less to its liking.
    fn looks(&self) -> u32 {
        let is_type =
            matches!(&self.pattern.predicate, NamedNodePattern::NamedNode(p) if *p == rdf::TYPE);
        match self.object {
            Some(_) => 1_000_000,
            None if is_type => 1_001,
            None => 1_000,
        }
    }
}

/// The thing that most of a pattern speaks of.
pub(super) struct Thing {
    /// The places of its patterns.
    own: Vec<usize>,
}

/// How patterns are best put.
pub(super) enum Way {
    /// Each in a sub-select.
    Hash,
    /// With this one first.
    First(usize),
    AsItIs,
}

impl Thing {
    /// Finds it, if everything else only speaks of its values, and is less.
    pub(super) fn of(scans: &[Scan]) -> Option<Self> {
        let mut subjects: BTreeMap<&str, u64> = BTreeMap::new();
        for scan in scans {
            *subjects.entry(scan.subject.as_str()).or_default() += scan.rows;
        }
        let (subject, most) = subjects.into_iter().max_by_key(|(_, rows)| *rows)?;
        let subject = subject.to_owned();
        let (own, other): (Vec<usize>, Vec<usize>) =
            (0..scans.len()).partition(|at| scans[*at].subject.as_str() == subject);
        let more: u64 = other.iter().map(|at| scans[*at].rows).sum();
        let speaks_of_values = |at: &usize| {
            let scan = &scans[*at];
            scan.object.is_some()
                && scans
                    .iter()
                    .any(|before| before.object.as_ref() == Some(&scan.subject))
        };
        let is_star = own.len() > 1 && more <= most && other.iter().all(speaks_of_values);
        is_star.then_some(Self { own })
    }

    pub(super) fn way(&self, scans: &[Scan]) -> Way {
        let places = || self.own.iter().copied();
        let Some(fewest) = places().min_by_key(|at| scans[*at].rows) else {
            return Way::AsItIs;
        };
        // Where several look as small to Oxigraph, it begins with the first.
        let begins = |first: usize| {
            let looks = |at: &usize| (scans[*at].looks(), *at != first);
            (0..scans.len()).min_by_key(looks).unwrap_or(first)
        };
        let first = begins(fewest);
        let looked_up = scans[first].rows * (READ + LOOK_UP * (scans.len() as u64 - 1));
        let read: u64 = scans.iter().map(|scan| READ * scan.rows).sum();
        if looked_up <= read {
            return Way::First(first);
        }
        let largest = places().map(|at| scans[at].rows).max().unwrap_or(0);
        if held(largest, scans.len()) > MOST_BYTES {
            return Way::AsItIs;
        }
        Way::Hash
    }
}

/// How many bytes the hash joins of patterns hold at once: the solutions of one while those of the
/// next are made, with some fifty bytes a value.
fn held(rows: u64, patterns: usize) -> u64 {
    let at_once = if patterns > 2 { 2 } else { 1 };
    let of_solution = 80 + 48 * patterns as u64;
    rows.saturating_mul(at_once * of_solution)
}

/// Each pattern in a sub-select of its own.
pub(super) fn joined(scans: Vec<Scan>) -> GraphPattern {
    let alone = scans.into_iter().map(|scan| {
        let variables = of_triple(&scan.pattern).cloned().collect();
        let patterns = vec![scan.pattern];
        GraphPattern::Project {
            inner: Box::new(GraphPattern::Bgp { patterns }),
            variables,
        }
    });
    let joined = alone.reduce(|left, right| GraphPattern::Join {
        left: Box::new(left),
        right: Box::new(right),
    });
    joined.unwrap_or_default()
}
