use std::ops::Range;
use std::path::Path;

use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::bytes::Bytes;
use super::component::{Component, Kind};
use super::error::ColumnsError;
use super::header::{ComponentHeader, Header, IntegerWidth, Section, SubjectsHeader, ValuesHeader};
use super::sections::{array, header};
use super::terms::{Terms, Texts};
use super::values::{Code, Codes, Column, Integers, Lists, Numbers};
use super::write::{Rows, Written, write};
use crate::graph::TermGraph;
use crate::vocab::qb;

/// The observations of a cube as columns, mapped from a file or in memory.
///
/// ```
/// use assize::cube::columns::{Column, Cube};
/// use assize::diagnostic::SourceName;
/// use assize::graph::{GraphBuilder, read_text};
/// use oxrdf::NamedNodeRef;
/// use oxrdfio::RdfFormat;
///
/// let text = r#"
/// @prefix qb: <http://purl.org/linked-data/cube#> . @prefix d: <http://e/def/> .
/// <http://e/data/c> qb:structure <http://e/s> .
/// <http://e/s> qb:component [ qb:dimension d:court ; qb:order 1 ] , [ qb:measure d:cases ] .
/// <http://e/data/c/york> qb:dataSet <http://e/data/c> ; d:court <http://e/york> ; d:cases 12 .
/// <http://e/data/c/leeds> qb:dataSet <http://e/data/c> ; d:court <http://e/leeds> ; d:cases 30 .
/// "#;
/// let mut graph = GraphBuilder::default();
/// read_text(&mut graph, &SourceName::new("c.ttl"), text, RdfFormat::Turtle, None)?;
/// let dataset = NamedNodeRef::new("http://e/data/c")?;
/// let cube = Cube::of_graph(&graph.finish(), dataset)?.expect("all observations have IRIs");
///
/// let court = cube.position(NamedNodeRef::new("http://e/def/court")?).unwrap();
/// let york = cube.terms(court).code_of(NamedNodeRef::new("http://e/york")?).unwrap();
/// let rows = cube.rows_with(&[york]);
/// assert_eq!(rows, 1..2);
/// assert_eq!(cube.observation(1).as_str(), "http://e/data/c/york");
/// assert_eq!(cube.row_of("http://e/data/c/york"), Some(1));
///
/// let cases = cube.position(NamedNodeRef::new("http://e/def/cases")?).unwrap();
/// let Column::Numbers(cases) = cube.column(cases) else { panic!("the cases are numbers") };
/// assert_eq!(cases.get(1).unwrap().to_string(), "12");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct Cube {
    pub(super) bytes: Bytes,
    pub(super) header: Header,
    dataset: NamedNode,
    pub(super) components: Vec<Component>,
    coverage: Coverage,
}

/// Whether the columns of a cube hold every triple that the store has of its observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// They do: whatever is asked of the observations can be answered from the columns.
    Whole,
    /// Something else may speak of the observations too, or nobody has looked.
    Part,
}

impl Cube {
    /// Maps a file of columns.
    pub fn open(path: &Path) -> Result<Self, ColumnsError> {
        Self::of_bytes(Bytes::map(path)?)
    }

    /// Makes the columns of a dataset in a graph, in memory; `None` where an observation is a
    /// blank node.
    pub fn of_graph(
        graph: &TermGraph,
        dataset: NamedNodeRef<'_>,
    ) -> Result<Option<Self>, ColumnsError> {
        let mut bytes = Vec::new();
        match write(&Rows::of(graph, dataset), &mut bytes)? {
            Written::Whole => Self::of_bytes(Bytes::owned(&bytes)).map(Some),
            Written::BlankObservations => Ok(None),
        }
    }

    /// Checks every section once, so that nothing fails later.
    fn of_bytes(bytes: Bytes) -> Result<Self, ColumnsError> {
        let mut header = header(bytes.as_slice())?;
        let components = std::mem::take(&mut header.components);
        let component = |header: ComponentHeader| Component {
            property: NamedNode::new_unchecked(header.property),
            kind: header.kind,
            terms: header.terms,
            values: header.values,
        };
        let cube = Self {
            dataset: NamedNode::new_unchecked(&header.dataset),
            components: components.into_iter().map(component).collect(),
            coverage: Coverage::Part,
            bytes,
            header,
        };
        cube.check()?;
        Ok(cube)
    }

    /// The [dataset](https://www.w3.org/TR/vocab-data-cube/#dsd-datasets).
    pub fn dataset(&self) -> NamedNodeRef<'_> {
        self.dataset.as_ref()
    }

    /// How many observations there are; the first row is 0.
    pub fn rows(&self) -> usize {
        self.header.rows as usize
    }

    /// How many different triples the observations have in all.
    pub fn triples(&self) -> u64 {
        self.header.triples
    }

    /// Whether the columns hold every triple that the store has of the observations.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// All predicates of the observations: dimensions, measures and attributes in the order of the
    /// structure, then others.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// The place of the component of a predicate.
    pub fn position(&self, property: NamedNodeRef<'_>) -> Option<usize> {
        let mut all = self.components.iter();
        all.position(|component| component.property == property)
    }

    /// The places of the components of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        let all = self.components.iter().enumerate();
        all.filter(move |(_, component)| component.kind == kind)
            .map(|(at, _)| at)
    }

    /// The components that the rows are sorted by, the first first: the dimensions with at most one
    /// value an observation.
    pub fn key(&self) -> &[usize] {
        &self.header.key
    }

    /// The terms of a component; none where it is a column of numbers.
    ///
    /// # Panics
    ///
    /// If there is no such component.
    pub fn terms(&self, component: usize) -> Terms<'_> {
        self.try_terms(component)
            .expect("checked when it was opened")
    }

    /// The values of a component.
    ///
    /// # Panics
    ///
    /// If there is no such component.
    pub fn column(&self, component: usize) -> Column<'_> {
        self.try_column(component)
            .expect("checked when it was opened")
    }

    /// The terms of one component that an observation has; none, one, or several in order.
    ///
    /// # Panics
    ///
    /// If there is no such component or row.
    pub fn values(&self, component: usize, row: usize) -> Vec<Term> {
        let terms = self.terms(component);
        let term = |code| terms.term(code).into_owned();
        match self.column(component) {
            Column::Same => vec![term(0)],
            Column::Codes(codes) => codes.get(row).map(term).into_iter().collect(),
            Column::Lists(lists) => lists.get(row).iter().copied().map(term).collect(),
            Column::Numbers(numbers) => numbers.literal(row).map(Term::from).into_iter().collect(),
        }
    }

    /// What an observation says: each of those of its properties that are wanted with each of its
    /// values.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn said(
        &self,
        row: usize,
        is_wanted: impl Fn(NamedNodeRef<'_>) -> bool,
    ) -> impl Iterator<Item = (NamedNodeRef<'_>, Term)> {
        let components = self.components.iter().enumerate();
        let wanted = components.filter(move |(_, of)| is_wanted(of.property()));
        wanted.flat_map(move |(component, of)| {
            let values = self.values(component, row).into_iter();
            values.map(|value| (of.property(), value))
        })
    }

    /// The rows whose keys begin with these codes.
    ///
    /// # Panics
    ///
    /// If there are more codes than the key has components.
    pub fn rows_with(&self, codes: &[Code]) -> Range<usize> {
        let mut rows = 0..self.rows();
        for (component, code) in self.key().iter().zip(codes) {
            rows = self.rows_within(*component, *code..=*code, rows);
        }
        rows
    }

    /// The part of some rows that have one of these codes in a component by which those rows are
    /// sorted.
    pub fn rows_within(
        &self,
        component: usize,
        codes: std::ops::RangeInclusive<Code>,
        rows: Range<usize>,
    ) -> Range<usize> {
        let column = self.column(component);
        let raw = |row| match column {
            Column::Codes(column) => column.raw(row),
            _ => 0,
        };
        let start = partition_point(rows.clone(), |row| raw(row) < *codes.start());
        let end = partition_point(start..rows.end, |row| raw(row) <= *codes.end());
        start..end
    }

    /// The record of the release that a row came from; the first record is 1.
    pub fn record(&self, row: usize) -> Option<u64> {
        let records = self.array::<u32>(self.header.records?).ok()?;
        records
            .get(row)
            .filter(|record| **record > 0)
            .map(|record| u64::from(*record))
    }

    /// The IRIs that the graph of this cube speaks of where observations of others may lie.
    pub(super) fn neighbours(&self) -> &[String] {
        &self.header.neighbours
    }

    /// Whether each observation is of this dataset alone.
    pub(super) fn has_own_observations(&self) -> bool {
        let dataset = self.position(qb::DATA_SET);
        dataset.is_some_and(|at| matches!(self.column(at), Column::Same))
    }

    /// Whether moreover each has an IRI below that of the dataset.
    pub(super) fn is_apart(&self) -> bool {
        let by_key = matches!(self.header.subjects, SubjectsHeader::Keys { .. });
        self.has_own_observations() && by_key
    }

    pub(super) fn cover(&mut self, coverage: Coverage) {
        self.coverage = coverage;
    }

    fn array<T>(&self, section: Section) -> Result<&[T], ColumnsError>
    where
        T: zerocopy::FromBytes + zerocopy::Immutable + zerocopy::KnownLayout,
    {
        array(self.bytes.as_slice(), section)
    }

    fn optional<T>(&self, section: Option<Section>) -> Result<&[T], ColumnsError>
    where
        T: zerocopy::FromBytes + zerocopy::Immutable + zerocopy::KnownLayout,
    {
        section.map_or(Ok(&[]), |section| self.array(section))
    }

    pub(super) fn try_terms(&self, component: usize) -> Result<Terms<'_>, ColumnsError> {
        let terms = &self.components[component].terms;
        Ok(Terms {
            kinds: &terms.kinds,
            kind_of: self.optional(terms.kind_of)?,
            texts: Texts {
                starts: self.optional(terms.starts)?,
                text: self.optional(terms.text)?,
            },
        })
    }

    pub(super) fn try_column(&self, component: usize) -> Result<Column<'_>, ColumnsError> {
        Ok(match self.components[component].values {
            ValuesHeader::Same => Column::Same,
            ValuesHeader::Codes8(section) => Column::Codes(Codes::Bytes(self.array(section)?)),
            ValuesHeader::Codes16(section) => Column::Codes(Codes::Shorts(self.array(section)?)),
            ValuesHeader::Codes32(section) => Column::Codes(Codes::Words(self.array(section)?)),
            ValuesHeader::Lists { starts, codes } => Column::Lists(Lists {
                starts: self.array(starts)?,
                codes: self.array(codes)?,
            }),
            ValuesHeader::Numbers {
                scale,
                datatype,
                width,
                values,
            } => Column::Numbers(Numbers {
                scale,
                datatype,
                mantissas: match width {
                    IntegerWidth::One => Integers::Bytes(self.array(values)?),
                    IntegerWidth::Two => Integers::Shorts(self.array(values)?),
                    IntegerWidth::Four => Integers::Words(self.array(values)?),
                    IntegerWidth::Eight => Integers::Longs(self.array(values)?),
                },
            }),
        })
    }
}

/// The first of some rows for which this is not true; it is true for a first part of them.
fn partition_point(rows: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (rows.start, rows.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
