use std::io::{self, Write};

use oxrdf::NamedNodeRef;

use super::Code;
use super::component::Kind;
use super::gather::{Gathered, GatheredCodes};
use super::header::{
    ComponentHeader, Header, Section, SegmentsHeader, SubjectsHeader, TermsHeader,
};
use super::key::{Segments, start};
use super::order::order;
use super::scaled::Scaled;
use super::sections::SectionWriter;
use super::stored::Stored;
use super::structure::Structure;
use crate::graph::{TermGraph, TermId};
use crate::vocab::qb;

/// The observations of which columns are made.
pub struct Rows<'g> {
    graph: &'g TermGraph,
    dataset: NamedNodeRef<'g>,
    records: &'g dyn Fn(TermId) -> Option<u64>,
    neighbours: Vec<String>,
}

impl<'g> Rows<'g> {
    /// The observations of a dataset in a graph, which also has its structure.
    pub fn of(graph: &'g TermGraph, dataset: NamedNodeRef<'g>) -> Self {
        Self {
            graph,
            dataset,
            records: &|_| None,
            neighbours: Vec::new(),
        }
    }

    /// Sets which record of its release an observation came from; the first record is 1.
    #[must_use]
    pub fn with_records(mut self, records: &'g dyn Fn(TermId) -> Option<u64>) -> Self {
        self.records = records;
        self
    }

    /// Says that the graph will be loaded beside those of other releases, and notes what it says
    /// of things that may be observations of them; see [`Cubes`](super::Cubes).
    #[must_use]
    pub fn among_others(mut self) -> Self {
        self.neighbours = super::neighbours::of_graph(self.graph, self.dataset);
        self
    }

    /// The observations, in the order of the graph; `None` where one has no IRI.
    fn observations(&self) -> Option<Vec<TermId>> {
        let terms = self.graph.terms();
        let (Some(predicate), Some(dataset)) = (terms.get(qb::DATA_SET), terms.get(self.dataset))
        else {
            return Some(Vec::new());
        };
        let subjects = self.graph.subjects_in_order();
        let observations = subjects.filter(|subject| {
            let mut of = self.graph.objects(*subject, predicate);
            of.any(|object| object == dataset)
        });
        let observations: Vec<_> = observations.collect();
        let named = |id: &TermId| terms.iri(*id).is_some();
        observations.iter().all(named).then_some(observations)
    }
}

/// Whether columns could be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a cube without columns has to be told of"]
pub enum Written {
    /// They were.
    Whole,
    /// An observation is a blank node, of which no columns are made.
    BlankObservations,
}

/// Writes the columns of a cube.
///
/// Memory grows with the rows: four bytes a dimension and row, and four more while a column is
/// made; the graph that they are made from is several times as large.
pub fn write<W: Write>(rows: &Rows<'_>, out: W) -> io::Result<Written> {
    let Some(observations) = rows.observations() else {
        return Ok(Written::BlankObservations);
    };
    let job = Job {
        graph: rows.graph,
        observations: &observations,
        out: SectionWriter::new(out)?,
        stored: Stored::default(),
        triples: 0,
        order: Vec::new(),
    };
    job.write(rows)?;
    Ok(Written::Whole)
}

pub(super) struct Job<'g, W> {
    graph: &'g TermGraph,
    observations: &'g [TermId],
    pub(super) out: SectionWriter<W>,
    stored: Stored,
    triples: u64,
    /// For each row its observation.
    pub(super) order: Vec<u32>,
}

impl<W: Write> Job<'_, W> {
    fn write(mut self, rows: &Rows<'_>) -> io::Result<()> {
        let dataset = self.graph.terms().get(rows.dataset);
        let arranged = dataset.map(|dataset| {
            Structure::read(self.graph, dataset).arrange(self.graph, &self.predicates())
        });
        let arranged = arranged.unwrap_or_default();
        let dimensions = arranged.iter().filter(|(kind, _)| *kind == Kind::Dimension);
        let dimensions = dimensions.count();
        let mut keys = Vec::new();
        for (_, predicate) in &arranged[..dimensions] {
            keys.push(self.gather(*predicate)?);
        }
        let (key, sorted) = sort_columns(&keys);
        self.order = order(self.observations.len(), &sorted);
        let subjects = self.subjects(rows.dataset, &sorted, dimensions)?;
        let mut components = Vec::new();
        for (at, (kind, predicate)) in arranged.iter().enumerate() {
            let gathered = match keys.get_mut(at) {
                Some(gathered) => std::mem::take(gathered),
                None => self.gather(*predicate)?,
            };
            components.push(self.component(*kind, *predicate, gathered)?);
        }
        let header = Header {
            version: Header::VERSION,
            dataset: rows.dataset.as_str().to_owned(),
            rows: count(self.observations.len()),
            triples: self.triples,
            components,
            key,
            subjects,
            records: self.records(rows.records)?,
            neighbours: rows.neighbours.clone(),
        };
        self.out.finish(&header)?;
        Ok(())
    }

    /// The predicates that the observations have.
    fn predicates(&self) -> Vec<TermId> {
        let mut used = vec![false; self.graph.predicates().len()];
        for observation in self.observations {
            for pair in self.graph.pairs(*observation) {
                if let Ok(at) = self.graph.predicates().binary_search(&pair.predicate) {
                    used[at] = true;
                }
            }
        }
        let all = self.graph.predicates().iter().zip(used);
        all.filter(|(_, used)| *used).map(|(id, _)| *id).collect()
    }

    fn gather(&mut self, predicate: TermId) -> io::Result<Gathered> {
        Gathered::of(self.graph, self.observations, predicate, &mut self.stored)
            .map_err(io::Error::other)
    }

    fn component(
        &mut self,
        kind: Kind,
        predicate: TermId,
        gathered: Gathered,
    ) -> io::Result<ComponentHeader> {
        let Gathered { terms, codes } = gathered;
        self.triples += codes.count();
        let numbers = (kind == Kind::Measure)
            .then(|| Scaled::of(&terms))
            .flatten();
        let (terms, values) = match (numbers, &codes) {
            (Some(numbers), GatheredCodes::One(codes)) => {
                (TermsHeader::default(), self.numbers(&numbers, codes)?)
            }
            _ => (self.terms(&terms)?, self.codes(&codes, terms.len())?),
        };
        Ok(ComponentHeader {
            property: self.graph.terms().text(predicate).to_owned(),
            kind,
            terms,
            values,
        })
    }

    fn subjects(
        &mut self,
        dataset: NamedNodeRef<'_>,
        key: &[(&[Code], usize)],
        dimensions: usize,
    ) -> io::Result<SubjectsHeader> {
        let start = start(dataset);
        // A dimension of many values is in no key.
        let whole = key.len() == dimensions && dimensions > 0;
        let segments = whole.then(|| Segments::find(self.graph, self.observations, &start, key));
        let Some(segments) = segments.flatten() else {
            return self.listed();
        };
        let mut headers = Vec::new();
        for segments in segments.of_component {
            let [starts, text] = self.texts(segments.iter().copied())?;
            let sorted = self.out.array(&sorted_places(&segments))?;
            headers.push(SegmentsHeader {
                starts,
                text,
                sorted,
            });
        }
        Ok(SubjectsHeader::Keys {
            start,
            segments: headers,
        })
    }

    fn listed(&mut self) -> io::Result<SubjectsHeader> {
        let rows = self
            .order
            .iter()
            .map(|row| self.observations[*row as usize]);
        let iris: Vec<_> = rows.map(|id| self.graph.terms().text(id)).collect();
        let [starts, text] = self.texts(iris.iter().copied())?;
        let sorted = self.out.array(&sorted_places(&iris))?;
        Ok(SubjectsHeader::Listed {
            starts,
            text,
            sorted,
        })
    }

    fn records(&mut self, record: &dyn Fn(TermId) -> Option<u64>) -> io::Result<Option<Section>> {
        let rows = self
            .order
            .iter()
            .map(|row| self.observations[*row as usize]);
        let records = rows.map(|id| record(id).and_then(|record| u32::try_from(record).ok()));
        let records: Vec<u32> = records.map(Option::unwrap_or_default).collect();
        if records.iter().all(|record| *record == 0) {
            return Ok(None);
        }
        Ok(Some(self.out.array(&records)?))
    }
}

/// The components that rows are sorted by, and their codes with the count of their terms.
fn sort_columns(keys: &[Gathered]) -> (Vec<usize>, Vec<(&[Code], usize)>) {
    let columns = keys.iter().enumerate();
    let single = columns.filter_map(|(at, gathered)| match &gathered.codes {
        GatheredCodes::One(codes) => Some((at, (codes.as_slice(), gathered.terms.len()))),
        GatheredCodes::Many { .. } => None,
    });
    single.unzip()
}

/// The places of texts in the order of the texts.
fn sorted_places(texts: &[&str]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..).take(texts.len()).collect();
    places.sort_unstable_by_key(|place| texts[*place as usize]);
    places
}

pub(super) fn count(len: usize) -> u32 {
    u32::try_from(len).expect("a graph holds fewer than 2³² triples")
}
