//! The [integrity constraints](https://www.w3.org/TR/vocab-data-cube/#wf) of the RDF Data Cube
//! Vocabulary, natively and in time that grows with the observations, and the shape that a cube's
//! structure amounts to.
//!
//! As published the constraints are queries: IC-12 compares each observation with each other, and
//! IC-17 never fires under strict SPARQL 1.1. Here each is a pass over the numbers. Cubes may be
//! abbreviated: what the
//! [normalisation](https://www.w3.org/TR/vocab-data-cube/#normalize-algorithm) would add is
//! understood, not added.

mod codelists;
mod codes;
mod definition;
mod observations;
mod sets;
mod slices;
mod structure;
mod tally;

pub use codes::CODES;
pub use definition::shape_of;

use oxrdf::TermRef;

use crate::diagnostic::{Code, Findings, Place};
use crate::graph::{Origins, TermGraph, Triple};
use crate::vocab::qb;
use structure::{Cube, Terms};
use tally::{Fault, Names, Tallies};

/// How observations without a figure are judged; reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// As the vocabulary says: each observation has its measures (IC-14, IC-15).
    Strict,
    /// An observation may lack a measure where it has an `sdmx-attribute:obsStatus` that says why,
    /// and not every measure need be there beside each other one (IC-17 is not checked).
    Suppressed,
}

impl Profile {
    /// The name that reports give.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Suppressed => {
                "suppressed observations have a status instead of a measure; measures may be sparse"
            }
        }
    }
}

/// What checking the cubes of a graph came to.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong, grouped.
    pub findings: Findings,
    /// What is wrong, one by one, in numbers.
    faults: Vec<Fault>,
    /// How many observations there are.
    pub observations: u64,
    /// How many of them lack a measure and have a status instead.
    pub suppressed: u64,
    /// The profile that was applied.
    pub profile: Profile,
}

/// Checks IC-1 to IC-21 for all cubes of a graph.
pub fn check(graph: &TermGraph, origins: &Origins, profile: Profile) -> Checked {
    let terms = Terms::new(graph);
    let mut tallies = Tallies::new(graph, origins);
    sets::check(graph, &terms, &mut tallies);
    slices::check(graph, &terms, &mut tallies);
    let mut observations = 0;
    let mut suppressed = 0;
    for cube in Cube::all(graph, &terms) {
        let counts = observations::check(graph, &terms, &cube, profile, &mut tallies);
        observations += counts.observations;
        suppressed += counts.suppressed;
    }
    let (findings, faults) = tallies.finish();
    Checked {
        findings,
        faults,
        observations,
        suppressed,
        profile,
    }
}

/// One fault of a cube, as reports give it.
pub(super) struct Violation<'c> {
    fault: &'c Fault,
    graph: &'c TermGraph,
    origins: &'c Origins,
}

impl Checked {
    /// Every fault by itself; the graph and its origins are those that were checked.
    pub(super) fn violations<'c>(
        &'c self,
        graph: &'c TermGraph,
        origins: &'c Origins,
    ) -> impl Iterator<Item = Violation<'c>> {
        self.faults.iter().map(move |fault| Violation {
            fault,
            graph,
            origins,
        })
    }

    /// How many faults there are.
    pub fn len(&self) -> usize {
        self.faults.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }
}

impl<'c> Violation<'c> {
    pub(super) fn code(&self) -> Code {
        self.fault.code
    }

    /// The section of the specification that asks for it, such as `…/vocab-data-cube/#ic-12`.
    pub(super) fn constraint(&self) -> String {
        let name = self.fault.code.id().trim_start_matches("validate-");
        format!("{}{name}", qb::SPECIFICATION)
    }

    pub(super) fn message(&self) -> String {
        (self.fault.sentence)(&Names(self.graph), self.fault)
    }

    pub(super) fn node(&self) -> TermRef<'c> {
        self.graph.terms().term(self.fault.node)
    }

    pub(super) fn property(&self) -> Option<TermRef<'c>> {
        let property = self.fault.property.filter(|p| *p != self.fault.node);
        property.map(|property| self.graph.terms().term(property))
    }

    pub(super) fn value(&self) -> Option<TermRef<'c>> {
        self.fault.value.map(|value| self.graph.terms().term(value))
    }

    pub(super) fn place(&self) -> Option<Place> {
        let Fault {
            node,
            property,
            value,
            ..
        } = *self.fault;
        let triple = property.zip(value).map(|(p, o)| Triple::new(node, p, o));
        let place = triple.and_then(|triple| self.origins.place_of(triple));
        place.or_else(|| self.origins.place(node, property))
    }
}
