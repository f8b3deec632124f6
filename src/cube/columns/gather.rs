//! From the triples of a graph to the codes of one column.

use oxigraph::store::StorageError;
use oxrdf::Term;
use rustc_hash::FxHashMap;

use super::Code;
use super::header::TermKind;
use super::stored::Stored;
use super::terms::text_of;
use crate::graph::{TermGraph, TermId};

/// The values of one predicate, by observation in the order of the graph.
#[derive(Default)]
pub(super) struct Gathered {
    /// Sorted.
    pub(super) terms: Vec<Term>,
    pub(super) codes: GatheredCodes,
}

pub(super) enum GatheredCodes {
    /// At most one value an observation; [`NONE`] where there is none.
    One(Vec<Code>),
    /// Where the values of each observation start, and where the last end; and the values.
    Many { starts: Vec<u32>, codes: Vec<Code> },
}

impl Default for GatheredCodes {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl GatheredCodes {
    /// How many values there are.
    pub(super) fn count(&self) -> u64 {
        let count = match self {
            Self::One(codes) => codes.iter().filter(|code| **code != NONE).count(),
            Self::Many { codes, .. } => codes.len(),
        };
        count as u64
    }
}

pub(super) const NONE: Code = Code::MAX;

impl Gathered {
    pub(super) fn of(
        graph: &TermGraph,
        observations: &[TermId],
        predicate: TermId,
        stored: &mut Stored,
    ) -> Result<Self, StorageError> {
        let mut seen = Seen::new(graph.terms().len());
        let mut one = Vec::with_capacity(observations.len());
        let mut several = false;
        for observation in observations {
            let mut places = graph
                .objects(*observation, predicate)
                .map(|o| seen.place(o));
            one.push(places.next().unwrap_or(NONE));
            several |= places.count() > 0;
        }
        let (terms, code_of_place) = seen.sorted(graph, stored)?;
        let code = |place: Code| code_of_place.get(place as usize).copied().unwrap_or(NONE);
        let codes = if several {
            many(graph, observations, predicate, |object| {
                code(seen.place(object))
            })
        } else {
            for place in &mut one {
                *place = code(*place);
            }
            GatheredCodes::One(one)
        };
        Ok(Self { terms, codes })
    }
}

fn many(
    graph: &TermGraph,
    observations: &[TermId],
    predicate: TermId,
    mut code: impl FnMut(TermId) -> Code,
) -> GatheredCodes {
    let (mut starts, mut codes) = (vec![0], Vec::new());
    for observation in observations {
        let start = codes.len();
        codes.extend(graph.objects(*observation, predicate).map(&mut code));
        codes[start..].sort_unstable();
        // Terms that differ may be one in the store.
        let mut kept = start;
        for at in start..codes.len() {
            if at == start || codes[at] != codes[kept - 1] {
                codes[kept] = codes[at];
                kept += 1;
            }
        }
        codes.truncate(kept);
        starts.push(u32::try_from(codes.len()).expect("a graph holds fewer than 2³² triples"));
    }
    GatheredCodes::Many { starts, codes }
}

/// The terms that came up, in the order in which they did.
struct Seen {
    /// By the number of the term; [`NONE`] for one that did not come up.
    places: Vec<Code>,
    ids: Vec<TermId>,
}

impl Seen {
    fn new(terms: usize) -> Self {
        Self {
            places: vec![NONE; terms],
            ids: Vec::new(),
        }
    }

    fn place(&mut self, id: TermId) -> Code {
        let place = &mut self.places[id.index()];
        if *place == NONE {
            *place = Code::try_from(self.ids.len()).expect("a dictionary holds fewer terms");
            self.ids.push(id);
        }
        *place
    }

    /// The different terms as the store has them, sorted, and for each place the code.
    fn sorted(
        &self,
        graph: &TermGraph,
        stored: &mut Stored,
    ) -> Result<(Vec<Term>, Vec<Code>), StorageError> {
        let forms = self
            .ids
            .iter()
            .map(|id| stored.form(graph.terms().term(*id)));
        let forms: Vec<Term> = forms.collect::<Result<_, _>>()?;
        let mut terms = forms.clone();
        terms.sort_by_cached_key(|term| {
            let text = text_of(term.as_ref()).to_owned();
            (TermKind::of(term.as_ref()), text)
        });
        terms.dedup();
        let codes = terms.iter().zip(0..).collect::<FxHashMap<_, Code>>();
        let codes = forms.iter().map(|form| codes[form]).collect();
        Ok((terms, codes))
    }
}
