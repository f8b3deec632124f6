use oxrdf::NamedNodeRef;

use super::neighbours::neighbourhood;
use super::{ColumnsError, Coverage, Cube};
use crate::graph::TermGraph;
use crate::vocab::qb;

/// The cubes of everything that is live, and for each whether its columns say all that the store
/// says of its observations.
#[derive(Default)]
pub struct Cubes {
    cubes: Vec<Cube>,
}

impl Cubes {
    /// Takes the columns of all live releases.
    ///
    /// `context` are the subjects of what all releases share as [`subjects_below`] tells them;
    /// `None` where that is not known, and then no cube is covered.
    ///
    /// Each file of columns notes what its release says of things that lie where observations do,
    /// so no triple has to be looked at here.
    ///
    /// [`subjects_below`]: super::subjects_below
    pub fn of_releases(mut cubes: Vec<Cube>, context: Option<&[String]>) -> Self {
        let coverages: Vec<_> = (0..cubes.len())
            .map(|at| coverage(at, &cubes, context))
            .collect();
        for (cube, coverage) in cubes.iter_mut().zip(coverages) {
            cube.cover(coverage);
        }
        cubes.sort_by(|a, b| a.dataset().as_str().cmp(b.dataset().as_str()));
        Self { cubes }
    }

    /// Makes the columns of all datasets of a graph, in memory; the graph is all there is.
    pub fn of_graph(graph: &TermGraph) -> Result<Self, ColumnsError> {
        let terms = graph.terms();
        let predicate = terms.get(qb::DATA_SET);
        let datasets = predicate.map_or(&[][..], |predicate| graph.objects_of(predicate));
        let mut cubes = Vec::new();
        for dataset in datasets.iter().filter_map(|id| terms.iri(*id)) {
            cubes.extend(Cube::of_graph(graph, dataset)?);
        }
        for cube in &mut cubes {
            let coverage = if cube.has_own_observations() {
                Coverage::Whole
            } else {
                Coverage::Part
            };
            cube.cover(coverage);
        }
        Ok(Self { cubes })
    }

    /// All of them, in the order of their datasets.
    pub fn iter(&self) -> impl Iterator<Item = &Cube> {
        self.cubes.iter()
    }

    /// The cube of a dataset.
    pub fn get(&self, dataset: NamedNodeRef<'_>) -> Option<&Cube> {
        self.cubes.iter().find(|cube| cube.dataset() == dataset)
    }
}

fn coverage(at: usize, cubes: &[Cube], context: Option<&[String]>) -> Coverage {
    let cube = &cubes[at];
    let others = cubes.iter().enumerate().filter(|(other, _)| *other != at);
    let speaks_of = |iri: &String| cube.row_of(iri).is_some();
    let is_left_alone = |other: &Cube| {
        let nested = |a: NamedNodeRef<'_>, b: NamedNodeRef<'_>| {
            let below = a.as_str().strip_prefix(b.as_str());
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let near = neighbourhood(other.dataset().as_str());
        other.is_apart()
            && !nested(cube.dataset(), other.dataset())
            && !nested(other.dataset(), cube.dataset())
            && cube.dataset().as_str().starts_with(near)
            && !other.neighbours().iter().any(speaks_of)
    };
    let whole = cube.is_apart()
        && context.is_some_and(|context| !context.iter().any(speaks_of))
        && others.map(|(_, other)| other).all(is_left_alone);
    if whole {
        Coverage::Whole
    } else {
        Coverage::Part
    }
}
