//! Rows of a table before it is known which of them are shown.

use std::borrow::Cow;

use oxrdf::{NamedNode, TermRef};

use super::{Observation, Row, Table};
use crate::serve::pages::value::Value;
use crate::vocab::{qb, sdmx};

/// A row by which others are sorted: of most tables only the first rows are drawn.
pub(super) struct Draft<'t> {
    observation: &'t Observation<'t>,
    measure: Cow<'t, str>,
    /// The members of the dimensions that have a column.
    texts: Vec<Cow<'t, str>>,
    /// What is shown as the value.
    shown: Cow<'t, NamedNode>,
}

/// A measure of the dataset and its name.
pub(super) struct Measure<'t> {
    pub(super) property: &'t NamedNode,
    pub(super) name: String,
}

impl<'t> Draft<'t> {
    /// By measure, and then from the left to the right.
    pub(super) fn key(&self) -> (&str, &[Cow<'t, str>]) {
        (&self.measure, &self.texts)
    }
}

impl<'a> Table<'a> {
    /// A draft for each measure that each of some observations has.
    pub(super) fn drafts<'t>(
        &'t self,
        dimensions: &[&NamedNode],
        measures: &'t [Measure<'t>],
        observations: &'t [Observation<'t>],
    ) -> Vec<Draft<'t>> {
        let mut drafts = Vec::with_capacity(observations.len());
        for observation in observations {
            let text = |dimension: &&NamedNode| {
                let text = observation.see(dimension, |member| self.text(member));
                text.unwrap_or_default()
            };
            let texts: Vec<_> = dimensions.iter().map(text).collect();
            let before = drafts.len();
            for measure in measures.iter().filter(|m| observation.has(m.property)) {
                drafts.push(Draft {
                    observation,
                    measure: Cow::Borrowed(&measure.name),
                    texts: texts.clone(),
                    shown: Cow::Borrowed(measure.property),
                });
            }
            if drafts.len() == before {
                drafts.extend(self.without_value(observation, texts));
            }
        }
        drafts
    }

    /// An observation without any value has a status in its place, which is why.
    fn without_value<'t>(
        &'t self,
        observation: &'t Observation<'t>,
        texts: Vec<Cow<'t, str>>,
    ) -> Option<Draft<'t>> {
        let status = sdmx::OBS_STATUS.into_owned();
        let measure = observation.see(&qb::MEASURE_TYPE.into_owned(), |measure| match measure {
            TermRef::NamedNode(measure) => Some(self.name(measure)),
            TermRef::BlankNode(_) | TermRef::Literal(_) => None,
        });
        observation.has(&status).then_some(Draft {
            observation,
            measure: Cow::Owned(measure??),
            texts,
            shown: Cow::Owned(status),
        })
    }

    pub(super) fn row(&self, dimensions: &[&NamedNode], draft: &Draft<'_>) -> Row {
        let cell = |property: &NamedNode| {
            let value = draft.observation.see(property, |term| self.value(term));
            value.unwrap_or_default()
        };
        Row {
            href: self.site.door(draft.observation.iri().as_str()).to_owned(),
            cells: dimensions.iter().map(|dimension| cell(dimension)).collect(),
            measure: draft.measure.to_string(),
            value: cell(&draft.shown),
        }
    }

    /// The text of a value.
    fn text(&self, term: TermRef<'_>) -> Cow<'a, str> {
        let name = match term {
            TermRef::NamedNode(iri) => self.live.names.name(iri, self.language),
            TermRef::BlankNode(_) | TermRef::Literal(_) => None,
        };
        name.map_or_else(|| self.value(term).text, Cow::Borrowed)
    }

    pub(super) fn value(&self, term: TermRef<'_>) -> Value<'static> {
        Value::in_language(self.site, self.live, term, self.language).detached()
    }
}
