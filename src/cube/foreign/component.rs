use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use crate::graph::{Dictionary, Kept, SourceRow, TermId, Triple, TripleSink};
use crate::uri::Key;
use crate::vocab::qb;

/// What a component is to its cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Dimension,
    Measure,
    Attribute,
}

impl Role {
    /// The property by which a component names its property.
    pub(super) fn predicate(self) -> NamedNodeRef<'static> {
        match self {
            Self::Dimension => qb::DIMENSION,
            Self::Measure => qb::MEASURE,
            Self::Attribute => qb::ATTRIBUTE,
        }
    }

    /// The class of its properties.
    pub(super) fn class(self) -> NamedNodeRef<'static> {
        match self {
            Self::Dimension => qb::DIMENSION_PROPERTY,
            Self::Measure => qb::MEASURE_PROPERTY,
            Self::Attribute => qb::ATTRIBUTE_PROPERTY,
        }
    }

    pub(super) const ALL: [Self; 3] = [Self::Dimension, Self::Measure, Self::Attribute];
}

/// A component of the structure of a cube.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Its URI, where the metadata give one.
    pub(super) iri: Option<String>,
    pub(super) property: String,
    pub(super) role: Role,
    /// Whether each observation must have the attribute.
    pub(super) required: bool,
    /// Where the metadata say that it stands among the others.
    pub(super) order: Option<u64>,
}

impl Component {
    /// The last part of its own URI, where the metadata give none.
    pub(super) fn key(&self) -> Key {
        Key::from_label(last_part(&self.property))
    }
}

/// What follows the last `/` or `#` of an IRI.
pub(super) fn last_part(iri: &str) -> &str {
    let trimmed = iri.trim_end_matches(['/', '#']);
    trimmed.rsplit(['/', '#']).next().unwrap_or(trimmed)
}

/// Passes triples on, and remembers which measures observations name as theirs: where a column
/// tells the measure of each row, only the rows know which there are.
pub struct MeasuresSeen<'s, S> {
    sink: &'s mut S,
    measure_type: Option<TermId>,
    /// The numbers of the measures that were seen since the terms were last forgotten.
    known: BTreeSet<TermId>,
    measures: BTreeSet<String>,
}

impl<'s, S: TripleSink> MeasuresSeen<'s, S> {
    /// Passes triples on to this sink.
    pub fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            measure_type: None,
            known: BTreeSet::new(),
            measures: BTreeSet::new(),
        }
    }

    /// The sink that triples are passed on to.
    pub fn sink(&mut self) -> &mut S {
        self.sink
    }

    /// The IRIs of the measures.
    pub fn into_measures(self) -> BTreeSet<String> {
        self.measures
    }
}

impl<S: TripleSink> TripleSink for MeasuresSeen<'_, S> {
    type Error = S::Error;

    fn terms(&mut self) -> &mut Dictionary {
        self.sink.terms()
    }

    fn triple(&mut self, triple: Triple) -> Result<(), S::Error> {
        let measure_type = match self.measure_type {
            Some(known) => known,
            None => *self
                .measure_type
                .insert(self.sink.terms().intern(qb::MEASURE_TYPE)),
        };
        if triple.predicate == measure_type && self.known.insert(triple.object) {
            let measure = self.sink.terms().text(triple.object).to_owned();
            self.measures.insert(measure);
        }
        self.sink.triple(triple)
    }

    fn row_start(&mut self, row: SourceRow) -> Result<(), S::Error> {
        self.sink.row_start(row)
    }

    fn row_end(&mut self) -> Result<Kept, S::Error> {
        let kept = self.sink.row_end()?;
        if kept == Kept::None {
            self.measure_type = None;
            self.known.clear();
        }
        Ok(kept)
    }
}
