mod draft;
mod elsewhere;
mod in_columns;
mod observation;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, Term, TermRef, Triple};
use rustc_hash::FxHashMap;

use draft::Measure;
use observation::Observation;

use super::value::{Value, grouped};
use super::words;
use crate::serve::cubes::Cube;
use crate::serve::read::{matching, subjects};
use crate::serve::{Language, Live, Site, Triples};
use crate::vocab::{qb, skos, xsd};

pub(in crate::serve) use in_columns::takes_long;

/// The figures of a dataset about one thing, such as a court: the observations of its latest
/// period, and their sums.
pub(super) struct Figures {
    pub(super) dataset: Value<'static>,
    /// The period, where the dataset has one.
    pub(super) period: Option<Value<'static>>,
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
    pub(super) cells: Vec<Value<'static>>,
    pub(super) measure: String,
    pub(super) value: Value<'static>,
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
            let cube = TermRef::from(&self.cube.dataset);
            let is_of_cube = observation.see(&qb::DATA_SET.into_owned(), |set| set == cube);
            if is_of_cube == Some(true) {
                observations.push(observation);
            }
        }
        let period = self.period_of(&observations);
        Ok(self.draw(Some(dimension), period, &observations))
    }

    /// The period that observations have in common.
    fn period_of(&self, observations: &[Observation<'_>]) -> Option<Value<'static>> {
        let (period, first) = (self.cube.period.as_ref()?, observations.first()?);
        first.see(period, |period| self.value(period))
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

    fn name(&self, term: NamedNodeRef<'_>) -> String {
        words::name(self.live, term, self.language).into_owned()
    }

    fn draw(
        &self,
        fixed: Option<NamedNodeRef<'_>>,
        period: Option<Value<'static>>,
        observations: &[Observation<'_>],
    ) -> Option<Figures> {
        if observations.is_empty() {
            return None;
        }
        let dimensions: Vec<_> = self.columns(fixed, period.is_some()).collect();
        let measures = self.cube.measures.iter();
        let measures: Vec<_> = measures
            .map(|property| Measure {
                property,
                name: self.name(property.as_ref()),
            })
            .collect();
        let mut drafts = self.drafts(&dimensions, &measures, observations);
        drafts.sort_by(|a, b| a.key().cmp(&b.key()));
        let shown = drafts.iter().take(ROWS);
        let rows: Vec<_> = shown.map(|draft| self.row(&dimensions, draft)).collect();
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
            dataset: self.value((&self.cube.dataset).into()),
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
            let values = observations.iter();
            let values = values.filter_map(|observation| observation.see(measure, whole_number));
            let mut sum = 0_i64;
            let mut any = false;
            for value in values {
                sum = sum.checked_add(value?)?;
                any = true;
            }
            any.then(|| (self.name(measure.as_ref()), grouped(&sum.to_string())))
        });
        let sums: Vec<_> = measures.collect();
        let mut all = observations.iter();
        let valued = all.all(|o| self.cube.measures.iter().any(|measure| o.has(measure)));
        if valued { sums } else { Vec::new() }
    }

    fn has_totals(&self, dimension: &NamedNode, observations: &[Observation<'_>]) -> bool {
        let mut members = BTreeSet::<String>::new();
        for observation in observations {
            observation.see(dimension, |member| match member {
                TermRef::NamedNode(member) if !members.contains(member.as_str()) => {
                    members.insert(member.as_str().to_owned());
                }
                _ => {}
            });
        }
        let broader = |member| {
            let member = NamedNodeRef::new_unchecked(member);
            matching(
                &self.live.store,
                Some(member.into()),
                Some(skos::BROADER),
                None,
            )
        };
        let mut broader = members.iter().flat_map(|member| broader(member));
        broader.any(|said| match said.map(|triple| triple.object) {
            Ok(Term::NamedNode(parent)) => members.contains(parent.as_str()),
            _ => false,
        })
    }
}

fn whole_number(term: TermRef<'_>) -> Option<i64> {
    match term {
        TermRef::Literal(literal) if literal.datatype() == xsd::INTEGER => {
            literal.value().parse().ok()
        }
        _ => None,
    }
}
