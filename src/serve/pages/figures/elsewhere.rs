//! Figures from a store elsewhere, which is asked for all observations of a table at once.

use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode};
use rustc_hash::FxHashMap;

use super::{Figures, Observation, ROWS, Table};
use crate::serve::triples::{failed, waiting};
use crate::store::{RemoteError, RemoteGraph, RemoteTriples};
use crate::vocab::qb;

impl Table<'_> {
    pub(super) fn first_observations_of(
        &self,
        graph: &RemoteGraph,
    ) -> Result<Option<Figures>, StorageError> {
        let (data_set, dataset) = (qb::DATA_SET, &self.cube.dataset);
        let some = format!("{{ SELECT ?s WHERE {{ ?s {data_set} {dataset} }} LIMIT {ROWS} }}");
        let found = observations(graph, &some)?;
        Ok(self.draw(None, None, &found.unwrap_or_default()))
    }

    pub(super) fn about_in(
        &self,
        graph: &RemoteGraph,
        dimension: NamedNodeRef<'_>,
        thing: NamedNodeRef<'_>,
    ) -> Result<Option<Figures>, StorageError> {
        let (data_set, dataset) = (qb::DATA_SET, &self.cube.dataset);
        let about = format!("?s {dimension} {thing} ; {data_set} {dataset} .");
        let latest = match &self.cube.period {
            // The names of the periods of one kind sort by time.
            Some(period) => format!(
                "{about} ?s {period} ?latest . {{ SELECT ?latest WHERE {{ {about} \
                 ?s {period} ?latest }} ORDER BY DESC(STR(?latest)) LIMIT 1 }}"
            ),
            None => about,
        };
        // Of a part no sums may be shown, and too many are more than a page holds.
        let Some(observations) = observations(graph, &latest)? else {
            return Ok(None);
        };
        let period = self.period_of(&observations);
        Ok(self.draw(Some(dimension), period, &observations))
    }
}

/// The observations that a pattern finds as `?s`; `None` where they are too many.
fn observations(
    graph: &RemoteGraph,
    pattern: &str,
) -> Result<Option<Vec<Observation<'static>>>, StorageError> {
    let most = RemoteTriples::MOST;
    let query = format!("SELECT ?s ?p ?o WHERE {{ {pattern} ?s ?p ?o }} LIMIT {most}");
    let triples = match waiting(|| graph.rows(&query)) {
        Err(RemoteError::CutShort { .. }) => return Ok(None),
        other => other.map_err(failed)?,
    };
    if triples.len() >= most {
        return Ok(None);
    }
    let mut places = FxHashMap::default();
    let mut observations = Vec::<(NamedNode, FxHashMap<_, _>)>::new();
    for triple in triples {
        if let NamedOrBlankNode::NamedNode(iri) = triple.subject {
            let at = *places.entry(iri.clone()).or_insert(observations.len());
            if at == observations.len() {
                observations.push((iri, FxHashMap::default()));
            }
            observations[at].1.insert(triple.predicate, triple.object);
        }
    }
    let observations = observations.into_iter();
    let read = observations.map(|(iri, values)| Observation::Read { iri, values });
    Ok(Some(read.collect()))
}
