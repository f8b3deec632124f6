use oxrdf::Literal;
use sparesults::QueryResultsFormat;

use super::chunks::Chunks;
use super::index::{Entry, Property, Wholeness};
use super::read::{solutions, whole};
use super::{RemoteError, RemoteStore};
use crate::digest::Digest;
use crate::store::{Generation, StoreError};

/// How far the loading of a generation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pushing {
    /// How many triples are there.
    pub loaded: u64,
    /// How many there are to be.
    pub triples: u64,
}

impl RemoteStore {
    /// Brings a generation to the store and makes it live there.
    ///
    /// It is loaded piece by piece into a graph of its own, from where an earlier attempt stopped,
    /// and counted; only then the store switches to it. Broken off anywhere, what was live still
    /// is. A generation that is there already is only switched to.
    pub fn push(
        &self,
        generation: &Generation,
        progress: &dyn Fn(Pushing),
    ) -> Result<(), RemoteError> {
        let digest = digest(generation)?;
        let entries = self.index.read(&self.publisher)?;
        let number = generation.number();
        let (ours, others): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .partition(|entry| entry.number == number && entry.digest == digest);
        self.clear(number, &others)?;
        let graph = self.index.generation(number);
        let ours = ours.into_iter().next();
        if ours.as_ref().map(|entry| entry.wholeness) != Some(Wholeness::Whole) {
            if ours.is_none() {
                self.announce(generation, &graph, &digest)?;
            }
            self.load(generation, &graph, progress)?;
            self.count(generation, &graph)?;
            let client = &self.publisher;
            let whole = (Property::Whole, Literal::from(true));
            self.index.say(client, &graph, &[whole])?;
            self.index.unsay(client, &graph, Property::Loaded)?;
        }
        let last = others.iter().filter_map(|entry| entry.switch).max();
        match ours.and_then(|entry| entry.switch) {
            switch if switch.is_some() && switch > last => Ok(()),
            _ => self.switch(&graph),
        }
    }

    /// Removes what broken attempts left, and refuses to replace what another folder published.
    fn clear(&self, number: u64, others: &[Entry]) -> Result<(), RemoteError> {
        for entry in others {
            match entry.wholeness {
                Wholeness::Part => self.remove(&entry.graph)?,
                Wholeness::Whole if entry.number == number => {
                    return Err(RemoteError::Foreign {
                        number,
                        published: entry.published.clone(),
                    });
                }
                Wholeness::Whole => {}
            }
        }
        Ok(())
    }

    fn announce(
        &self,
        generation: &Generation,
        graph: &str,
        digest: &str,
    ) -> Result<(), RemoteError> {
        let manifest = generation.manifest();
        let said = [
            (Property::Number, Literal::from(generation.number())),
            (Property::Digest, Literal::from(digest)),
            (
                Property::Published,
                Literal::from(manifest.published.as_str()),
            ),
            (Property::Triples, Literal::from(manifest.triples)),
        ];
        // What an attempt before the announcement could have left there would be counted too.
        self.publisher.remove(graph)?;
        self.index.say(&self.publisher, graph, &said)
    }

    fn load(
        &self,
        generation: &Generation,
        graph: &str,
        progress: &dyn Fn(Pushing),
    ) -> Result<(), RemoteError> {
        let client = &self.publisher;
        let triples = generation.manifest().triples;
        let mut loaded = self.index.loaded(client, graph)?;
        let database = generation.open()?;
        let mut chunks = Chunks::after(&database, loaded, self.skolem.clone())?;
        progress(Pushing { loaded, triples });
        while let Some(chunk) = chunks.next()? {
            client.merge(graph, chunk.text)?;
            loaded += chunk.triples;
            let mark = (Property::Loaded, Literal::from(loaded));
            self.index.say(client, graph, &[mark])?;
            progress(Pushing { loaded, triples });
        }
        Ok(())
    }

    /// Counts what is there. A part is removed, for nobody knows which triples it lacks.
    fn count(&self, generation: &Generation, graph: &str) -> Result<(), RemoteError> {
        let client = &self.publisher;
        let query = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }";
        let json = QueryResultsFormat::Json.media_type();
        let response = whole(client.query(graph, query, json)?)?;
        let mut found = 0;
        for solution in solutions(client.query_url(), response)? {
            if let Some(oxrdf::Term::Literal(count)) = solution?.get("count") {
                found = count.value().parse().unwrap_or(0);
            }
        }
        let expected = generation.manifest().triples;
        if found == expected {
            return Ok(());
        }
        self.remove(graph)?;
        Err(RemoteError::Incomplete {
            number: generation.number(),
            expected,
            found,
        })
    }
}

/// The manifest says everything that a generation is made of, by digests.
fn digest(generation: &Generation) -> Result<String, StoreError> {
    let text = serde_json::to_vec(generation.manifest());
    let text = text.map_err(|source| StoreError::Manifest {
        path: generation.ledger_folder(),
        source,
    })?;
    Ok(Digest::of(&text).as_str().to_owned())
}
