mod elsewhere;
mod in_columns;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term, Triple};
use rustc_hash::FxHashMap;

use super::value::{Value, grouped};
use super::words;
use crate::cube::columns;
use crate::serve::cubes::Cube;
use crate::serve::read::{matching, subjects};
use crate::serve::{Language, Live, Site, Triples};
use crate::vocab::{qb, sdmx, skos, xsd};

pub(in crate::serve) use in_columns::takes_long;

/// The figures of a dataset about one thing, such as a court: the observations of its latest
/// period, and their sums.
pub(super) struct Figures {
    pub(super) dataset: Value,
    /// The period, where the dataset has one.
    pub(super) period: Option<Value>,
    /// The sum of each measure that can be summed.
    pub(super) sums: Vec<(String, String)>,
    /// The headings: the dimensions that are not the same in all rows, then measure and value.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// How many observations of the thing there are in the period.
    pub(super) total: usize,
    /// What the table shows.
    pub(super) caption: String,
}

/// An observation of a table.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) cells: Vec<Value>,
    pub(super) measure: String,
    pub(super) value: Value,
}

impl Row {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| cell.text.as_str())
    }
}

/// An observation to be drawn.
enum Observation<'c> {
    /// One that was read from a store.
    Read {
        iri: NamedNode,
        values: FxHashMap<NamedNode, Term>,
    },
    /// A row of columns.
    Row(&'c columns::Cube, usize),
}

impl Observation<'_> {
    fn iri(&self) -> Cow<'_, NamedNode> {
        match self {
            Self::Read { iri, .. } => Cow::Borrowed(iri),
            Self::Row(columns, row) => Cow::Owned(columns.observation(*row)),
        }
    }

    fn value(&self, property: &NamedNode) -> Option<Cow<'_, Term>> {
        match self {
            Self::Read { values, .. } => values.get(property).map(Cow::Borrowed),
            Self::Row(columns, row) => {
                let component = columns.position(property.as_ref())?;
                let values = columns.values(component, *row);
                values.into_iter().next_back().map(Cow::Owned)
            }
        }
    }
}

/// The most observations of a thing that are looked through for its latest period; of a thing with
/// more no figures are shown.
const SCANNED: usize = 20_000;
/// The most rows of a table.
const ROWS: usize = 60;

impl Figures {
    /// Reads the figures about a thing from every dataset that has any; about a dataset itself,
    /// its first observations.
    pub(super) fn of(
        site: &Site,
        live: &Live,
        thing: NamedNodeRef<'_>,
        language: Language,
    ) -> Result<Vec<Self>, StorageError> {
        let mut figures = Vec::new();
        for cube in &live.cubes {
            let table = Table {
                site,
                live,
                cube,
                language,
            };
            if cube.dataset == thing {
                figures.extend(table.first_observations()?);
            }
            for dimension in &cube.dimensions {
                if dimension.as_ref() != qb::MEASURE_TYPE {
                    figures.extend(table.about(dimension.as_ref(), thing)?);
                }
            }
        }
        Ok(figures)
    }
}

struct Table<'a> {
    site: &'a Site,
    live: &'a Live,
    cube: &'a Cube,
    language: Language,
}

impl Table<'_> {
    fn first_observations(&self) -> Result<Option<Figures>, StorageError> {
        if let Triples::Remote(graph) = &self.live.store {
            return self.first_observations_of(graph);
        }
        let store = &self.live.store;
        let mut observations = Vec::new();
        for iri in subjects(store, qb::DATA_SET, self.cube.dataset.as_ref()).take(ROWS) {
            observations.push(self.read(iri?)?);
        }
        Ok(self.draw(None, None, &observations))
    }

    fn about(
        &self,
        dimension: NamedNodeRef<'_>,
        thing: NamedNodeRef<'_>,
    ) -> Result<Option<Figures>, StorageError> {
        if let Triples::Remote(graph) = &self.live.store {
            return self.about_in(graph, dimension, thing);
        }
        let mut columns = self.live.holdings.cubes();
        if let Some(columns) = columns.find(|columns| columns.dataset() == self.cube.dataset) {
            return Ok(self.about_in_columns(columns, dimension, thing));
        }
        let mut by_period = BTreeMap::<Option<String>, Vec<NamedNode>>::new();
        for (count, iri) in subjects(&self.live.store, dimension, thing).enumerate() {
            if count == SCANNED {
                // The sums of a part would be wrong: a member of a code list, which is half of a
                // dataset, is left to queries.
                return Ok(None);
            }
            let iri = iri?;
            let period = self.period(&iri)?.map(|term| term.to_string());
            by_period.entry(period).or_default().push(iri);
        }
        // The names of the periods of one kind sort by time.
        let Some((_, latest)) = by_period.pop_last() else {
            return Ok(None);
        };
        let mut observations = Vec::new();
        for iri in latest {
            let observation = self.read(iri)?;
            // One property may be a dimension of several datasets.
            let dataset = observation.value(&qb::DATA_SET.into_owned());
            if dataset.as_deref() == Some(&self.cube.dataset.clone().into()) {
                observations.push(observation);
            }
        }
        let period = self.period_of(&observations);
        Ok(self.draw(Some(dimension), period, &observations))
    }

    /// The period that observations have in common.
    fn period_of(&self, observations: &[Observation<'_>]) -> Option<Value> {
        let (period, first) = (self.cube.period.as_ref()?, observations.first()?);
        first.value(period).map(|term| self.value(&term))
    }

    fn period(&self, observation: &NamedNode) -> Result<Option<Term>, StorageError> {
        let Some(period) = &self.cube.period else {
            return Ok(None);
        };
        let store = &self.live.store;
        let mut said = matching(store, Some(observation.into()), Some(period.as_ref()), None);
        Ok(said.next().transpose()?.map(|triple| triple.object))
    }

    fn read(&self, iri: NamedNode) -> Result<Observation<'static>, StorageError> {
        let mut values = FxHashMap::default();
        for triple in matching(&self.live.store, Some((&iri).into()), None, None) {
            let Triple {
                predicate, object, ..
            } = triple?;
            values.insert(predicate, object);
        }
        Ok(Observation::Read { iri, values })
    }

    fn value(&self, term: &Term) -> Value {
        Value::in_language(self.site, self.live, term.as_ref(), self.language)
    }

    fn name(&self, term: NamedNodeRef<'_>) -> String {
        words::name(self.live, term, self.language)
    }

    fn draw(
        &self,
        fixed: Option<NamedNodeRef<'_>>,
        period: Option<Value>,
        observations: &[Observation<'_>],
    ) -> Option<Figures> {
        if observations.is_empty() {
            return None;
        }
        let dimensions: Vec<_> = self.columns(fixed, period.is_some()).collect();
        let mut rows: Vec<_> = observations
            .iter()
            .flat_map(|o| self.rows(&dimensions, o))
            .collect();
        rows.sort_by(|a, b| {
            let measures = a.measure.cmp(&b.measure);
            measures.then_with(|| a.texts().cmp(b.texts()))
        });
        rows.truncate(ROWS);
        let caption = match fixed {
            None => "Some of its observations".to_owned(),
            Some(_) if rows.len() < observations.len() => {
                format!(
                    "The first {} of {} observations",
                    rows.len(),
                    observations.len()
                )
            }
            Some(_) => "Observations".to_owned(),
        };
        Some(Figures {
            dataset: self.value(&self.cube.dataset.clone().into()),
            sums: if period.is_some() {
                self.sums(&dimensions, observations)
            } else {
                Vec::new()
            },
            period,
            columns: dimensions
                .iter()
                .map(|dimension| self.heading(dimension.as_ref()))
                .collect(),
            rows,
            total: observations.len(),
            caption,
        })
    }

    /// What this dataset calls a dimension, which others may have under another name.
    fn heading(&self, dimension: NamedNodeRef<'_>) -> String {
        let component = self.cube.component(dimension);
        let own = component.and_then(|c| self.live.names.name(c, self.language));
        own.map_or_else(|| self.name(dimension), str::to_owned)
    }

    /// The dimensions that get a column: not the one that is the same in all rows, not the period
    /// where only one is shown, and not the measure, which has its own column.
    fn columns(
        &self,
        fixed: Option<NamedNodeRef<'_>>,
        one_period: bool,
    ) -> impl Iterator<Item = &NamedNode> {
        self.cube.dimensions.iter().filter(move |dimension| {
            let period = one_period && self.cube.period.as_ref() == Some(*dimension);
            Some(dimension.as_ref()) != fixed && dimension.as_ref() != qb::MEASURE_TYPE && !period
        })
    }

    /// A row for each measure that the observation has.
    fn rows(&self, dimensions: &[&NamedNode], observation: &Observation<'_>) -> Vec<Row> {
        let cell = |dimension: &&NamedNode| match observation.value(dimension) {
            Some(term) => self.value(&term),
            None => Value::default(),
        };
        let with_value = self.measured(observation);
        let rows = with_value.into_iter().map(|(measure, value)| Row {
            href: self.site.door(observation.iri().as_str()).to_owned(),
            cells: dimensions.iter().map(cell).collect(),
            measure: self.name(measure.as_ref()),
            value,
        });
        rows.collect()
    }

    /// The measures of an observation with their values; one without any value has a status in
    /// its place, which is why.
    fn measured(&self, observation: &Observation<'_>) -> Vec<(NamedNode, Value)> {
        let measures = self.cube.measures.iter().filter_map(|measure| {
            let value = observation.value(measure)?;
            Some((measure.clone(), self.value(&value)))
        });
        let measures: Vec<_> = measures.collect();
        if !measures.is_empty() {
            return measures;
        }
        let measure = observation.value(&qb::MEASURE_TYPE.into_owned());
        let Some(Term::NamedNode(measure)) = measure.map(Cow::into_owned) else {
            return Vec::new();
        };
        let status = observation.value(&sdmx::OBS_STATUS.into_owned());
        let cell = status.map(|status| (measure, self.value(&status)));
        cell.into_iter().collect()
    }

    /// The sum of each measure over all observations.
    ///
    /// There is none where it would be wrong: where a value is no whole number or is missing, and
    /// where one member of a dimension is a part of another one, so that it would be counted twice.
    fn sums(
        &self,
        dimensions: &[&NamedNode],
        observations: &[Observation<'_>],
    ) -> Vec<(String, String)> {
        if dimensions
            .iter()
            .any(|dimension| self.has_totals(dimension, observations))
        {
            return Vec::new();
        }
        let measures = self.cube.measures.iter().filter_map(|measure| {
            let values = observations.iter().filter_map(|o| o.value(measure));
            let mut sum = 0_i64;
            let mut any = false;
            for value in values {
                sum = sum.checked_add(whole_number(&value)?)?;
                any = true;
            }
            any.then(|| (self.name(measure.as_ref()), grouped(&sum.to_string())))
        });
        let sums: Vec<_> = measures.collect();
        let valued = observations.iter().all(|o| {
            self.cube
                .measures
                .iter()
                .any(|measure| o.value(measure).is_some())
        });
        if valued { sums } else { Vec::new() }
    }

    fn has_totals(&self, dimension: &NamedNode, observations: &[Observation<'_>]) -> bool {
        let members = observations.iter().filter_map(|o| o.value(dimension));
        let members = members.filter_map(|member| match member.into_owned() {
            Term::NamedNode(member) => Some(member),
            Term::BlankNode(_) | Term::Literal(_) => None,
        });
        let members: BTreeSet<_> = members.collect();
        members.iter().any(|member| {
            let member = member.as_ref();
            let broader = matching(
                &self.live.store,
                Some(member.into()),
                Some(skos::BROADER),
                None,
            );
            broader
                .filter_map(Result::ok)
                .any(|triple| match triple.object {
                    Term::NamedNode(parent) => members.contains(&parent),
                    _ => false,
                })
        })
    }
}

fn whole_number(term: &Term) -> Option<i64> {
    match term {
        Term::Literal(literal) if literal.datatype() == xsd::INTEGER => {
            literal.value().parse().ok()
        }
        _ => None,
    }
}
