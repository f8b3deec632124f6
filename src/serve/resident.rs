use std::sync::Arc;
use std::{slice, vec};

use oxigraph::store::{StorageError, Store};
use oxrdf::{
    GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple as OwnTriple, TripleRef,
};

use super::order;
use super::statement::Statement;
use crate::cube::columns::{Code, Cube};
use crate::graph::{GraphBuilder, Pair, TermGraph, TermId, Triple, TripleSink};
use crate::query::Holdings;

/// All triples of a generation without its database: the observations in their columns, and what
/// is said of everything else in memory.
///
/// Registers, code lists and structures do not grow with the figures. A document about any of them
/// or about an observation is made from here, so that whoever asks for it first waits for no read
/// of the database, where each term of each triple would be a read of its own.
pub(super) struct Resident {
    /// All but what is said of the observations; of each subject in the order of documents.
    things: TermGraph,
    /// The same triples in the order of their objects.
    links: Vec<Triple>,
    holdings: Arc<Holdings>,
}

impl Resident {
    /// The most triples that are looked through for those of things; of a store with more, some
    /// hundred bytes of memory each, everything is left to the database.
    const MOST: u64 = 500_000;

    /// Reads what is said of things; `None` where that cannot be told from what is said of
    /// observations, or is too much.
    pub(super) fn read(
        store: &Store,
        holdings: &Arc<Holdings>,
    ) -> Result<Option<Self>, StorageError> {
        let beside = holdings.beside();
        let triples: u64 = beside.iter().map(|(_, _, count)| count).sum();
        if beside.is_empty() || triples > Self::MOST {
            return Ok(None);
        }
        let mut things = GraphBuilder::default();
        for (predicate, class, _) in beside {
            let (class, graph) = (class.map(TermRef::from), GraphNameRef::DefaultGraph);
            for quad in store.quads_for_pattern(None, Some(predicate), class, Some(graph)) {
                let quad = quad?;
                if observation(holdings, quad.subject.as_ref()).is_none() {
                    add(&mut things, quad.as_ref().into());
                }
            }
        }
        let things = in_order(&things.finish());
        let mut links: Vec<_> = things.iter().collect();
        links.sort_unstable_by_key(|link| (link.object, link.predicate, link.subject));
        Ok(Some(Self {
            things,
            links,
            holdings: Arc::clone(holdings),
        }))
    }

    /// The triples with these parts; `None` where the database must say, which is where nothing is
    /// given, or only a literal or a predicate of observations.
    pub(super) fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Option<Found<'_>> {
        let mut found = Found {
            resident: self,
            row_said: Vec::new().into_iter(),
            said: None,
            things: Vec::new().into_iter(),
            searches: Vec::new(),
            row: 0,
        };
        match (subject, object) {
            (Some(subject), object) => match (observation(&self.holdings, subject), object) {
                (Some((cube, row)), object) => {
                    found.row_said = said_in_row(cube, row, predicate, object).into_iter();
                }
                (None, None) => found.said = self.said_of(subject, predicate),
                (None, Some(object)) => {
                    let said = self.said_of(subject, predicate);
                    found.things = said
                        .map_or_else(Vec::new, |said| said.with(object))
                        .into_iter();
                }
            },
            (None, Some(TermRef::NamedNode(iri))) => {
                found.things = self.links_to(iri, predicate).into_iter();
                found.searches = self.searches(iri, predicate);
            }
            (None, None) => found.things = self.with(predicate?)?.into_iter(),
            (None, Some(_)) => return None,
        }
        Some(found)
    }

    /// Whether anything is said of a thing.
    pub(super) fn describes(&self, thing: NamedNodeRef<'_>) -> bool {
        self.holdings.observation(thing).is_some() || self.said_of(thing.into(), None).is_some()
    }

    /// What is said of a subject that is no observation, with one predicate or with any.
    fn said_of(
        &self,
        subject: NamedOrBlankNodeRef<'_>,
        predicate: Option<NamedNodeRef<'_>>,
    ) -> Option<Said<'_>> {
        let terms = self.things.terms();
        let id = terms.get(TermRef::from(subject))?;
        let pairs = match predicate {
            Some(predicate) => self.things.pairs_of(id, terms.get(predicate)?),
            None => self.things.pairs(id),
        };
        (!pairs.is_empty()).then_some(Said {
            resident: self,
            id,
            subject: terms.subject(id)?,
            pairs: pairs.iter(),
        })
    }

    /// What is said with a predicate, if no observation has it.
    fn with(&self, predicate: NamedNodeRef<'_>) -> Option<Vec<Triple>> {
        let mut cubes = self.holdings.cubes();
        if cubes.any(|cube| cube.position(predicate).is_some()) {
            return None;
        }
        let Some(predicate) = self.things.terms().get(predicate) else {
            return Some(Vec::new());
        };
        let subjects = self.things.subjects_of(predicate);
        let said = subjects.flat_map(|subject| {
            let objects = self.things.objects(subject, predicate);
            objects.map(move |object| Triple::new(subject, predicate, object))
        });
        Some(said.collect())
    }

    /// The links to a thing from others that are no observations.
    fn links_to(&self, iri: NamedNodeRef<'_>, predicate: Option<NamedNodeRef<'_>>) -> Vec<Triple> {
        let terms = self.things.terms();
        let Some(object) = terms.get(iri) else {
            return Vec::new();
        };
        let start = self.links.partition_point(|link| link.object < object);
        let links = self.links[start..].iter();
        let links = links.take_while(|link| link.object == object);
        let is_wanted = |id| predicate.is_none_or(|wanted| terms.iri(id) == Some(wanted));
        links
            .filter(|link| is_wanted(link.predicate))
            .copied()
            .collect()
    }

    /// Where observations may link to a thing, the last first.
    fn searches(&self, iri: NamedNodeRef<'_>, predicate: Option<NamedNodeRef<'_>>) -> Vec<Search> {
        let mut searches = Vec::new();
        for (at, cube) in self.holdings.cubes().enumerate() {
            for (component, of) in cube.components().iter().enumerate() {
                if predicate.is_none_or(|wanted| of.property() == wanted)
                    && let Some(code) = cube.terms(component).code_of(iri)
                {
                    searches.push(Search {
                        cube: at,
                        component,
                        code,
                    });
                }
            }
        }
        searches.reverse();
        searches
    }

    fn statement(&self, triple: Triple) -> Option<Statement<'_>> {
        let terms = self.things.terms();
        Some(Statement::Held(TripleRef {
            subject: terms.subject(triple.subject)?,
            predicate: terms.iri(triple.predicate)?,
            object: terms.term(triple.object),
        }))
    }
}

fn add(things: &mut GraphBuilder, triple: TripleRef<'_>) {
    let terms = things.terms();
    let triple = Triple::new(
        terms.intern(TermRef::from(triple.subject)),
        terms.intern(triple.predicate),
        terms.intern(triple.object),
    );
    let Ok(()) = things.triple(triple);
}

/// The same triples with their terms numbered as documents come to them, so that what is said of a
/// thing lies together in memory, and neither it nor the links to a thing need much sorting by whoever
/// asks for it.
fn in_order(found: &TermGraph) -> TermGraph {
    let (terms, mut ordered) = (found.terms(), GraphBuilder::default());
    let predicates = found.predicates().iter().filter_map(|id| terms.iri(*id));
    let mut predicates: Vec<_> = predicates.collect();
    predicates.sort_unstable_by(|a, b| order::of_predicates(*a, *b));
    for predicate in predicates {
        ordered.terms().intern(predicate);
    }
    let mut subjects: Vec<_> = found.subjects_in_order().collect();
    subjects.sort_by_key(|id| terms.text(*id));
    for id in &subjects {
        ordered.terms().intern(terms.term(*id));
    }
    for id in subjects {
        let pairs = found.pairs(id).iter();
        let said = pairs.filter_map(|pair| {
            let (subject, predicate) = (terms.subject(id)?, terms.iri(pair.predicate)?);
            Some(TripleRef::new(subject, predicate, terms.term(pair.object)))
        });
        let mut said: Vec<_> = said.collect();
        said.sort_unstable_by(|a, b| order::of_triples(*a, *b));
        for triple in said {
            add(&mut ordered, triple);
        }
    }
    ordered.finish()
}

/// The row of an observation that is in columns.
fn observation<'h>(
    holdings: &'h Holdings,
    subject: NamedOrBlankNodeRef<'_>,
) -> Option<(&'h Cube, usize)> {
    match subject {
        NamedOrBlankNodeRef::NamedNode(iri) => holdings.observation(iri),
        NamedOrBlankNodeRef::BlankNode(_) => None,
    }
}

/// What is said of an observation.
fn said_in_row(
    cube: &Cube,
    row: usize,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
) -> Vec<OwnTriple> {
    let subject = cube.observation(row);
    let said = cube.said(row, |property| {
        predicate.is_none_or(|wanted| wanted == property)
    });
    let said = said.filter(|(_, value)| object.is_none_or(|wanted| wanted == value.as_ref()));
    said.map(|(property, value)| OwnTriple::new(subject.clone(), property, value))
        .collect()
}

/// Triples that were found, and become text when they are taken.
pub(super) struct Found<'r> {
    resident: &'r Resident,
    /// What is said of an observation.
    row_said: vec::IntoIter<OwnTriple>,
    /// What is said of anything else.
    said: Option<Said<'r>>,
    things: vec::IntoIter<Triple>,
    /// The links of observations, the last first, and the row from which the next one is looked
    /// for.
    searches: Vec<Search>,
    row: usize,
}

/// What is said of one subject.
struct Said<'r> {
    resident: &'r Resident,
    id: TermId,
    subject: NamedOrBlankNodeRef<'r>,
    pairs: slice::Iter<'r, Pair>,
}

impl Said<'_> {
    /// The triples that have this object.
    fn with(self, object: TermRef<'_>) -> Vec<Triple> {
        let terms = self.resident.things.terms();
        let wanted = self.pairs.filter(|pair| terms.term(pair.object) == object);
        wanted
            .map(|pair| Triple::new(self.id, pair.predicate, pair.object))
            .collect()
    }
}

impl<'r> Iterator for Said<'r> {
    type Item = TripleRef<'r>;

    fn next(&mut self) -> Option<TripleRef<'r>> {
        let terms = self.resident.things.terms();
        let pair = self.pairs.next()?;
        let (predicate, object) = (terms.iri(pair.predicate)?, terms.term(pair.object));
        Some(TripleRef::new(self.subject, predicate, object))
    }
}

/// Observations that have a term in a component.
struct Search {
    cube: usize,
    component: usize,
    code: Code,
}

impl<'r> Iterator for Found<'r> {
    type Item = Statement<'r>;

    fn next(&mut self) -> Option<Statement<'r>> {
        if let Some(triple) = self.row_said.next() {
            return Some(Statement::Read(triple));
        }
        if let Some(triple) = self.said.as_mut().and_then(Said::next) {
            return Some(Statement::Held(triple));
        }
        let resident = self.resident;
        let thing = self.things.find_map(|triple| resident.statement(triple));
        thing.or_else(|| self.next_link())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let said = self.said.as_ref().map_or(0, |said| said.pairs.len());
        let found = self.row_said.len() + said + self.things.len();
        (found, self.searches.is_empty().then_some(found))
    }
}

impl<'r> Found<'r> {
    fn next_link(&mut self) -> Option<Statement<'r>> {
        while let Some(search) = self.searches.last() {
            let cube = self.resident.holdings.cubes().nth(search.cube)?;
            if let Some(row) = cube.row_with(search.component, search.code, self.row) {
                self.row = row + 1;
                let predicate = cube.components()[search.component].property();
                let object = cube.terms(search.component).term(search.code);
                return Some(Statement::Linked(cube.observation(row), predicate, object));
            }
            self.searches.pop();
            self.row = 0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cube::columns::Cubes;
    use crate::diagnostic::SourceName;
    use crate::graph::read_text;
    use crate::store::Census;
    use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
    use oxrdfio::RdfFormat;
    use std::collections::BTreeSet;

    const DATA: &str = r#"
        @prefix qb: <http://purl.org/linked-data/cube#> . @prefix : <http://e/> .
        :c a qb:DataSet ; qb:structure :s ; :about :york .
        :s qb:component [ qb:dimension :court ; qb:order 1 ] , [ qb:dimension :kind ; qb:order 2 ] ,
            [ qb:measure :cases ] .
        <http://e/c/york/a> a qb:Observation ; qb:dataSet :c ; :court :york ; :kind :a ; :cases 012 .
        <http://e/c/york/b> a qb:Observation ; qb:dataSet :c ; :court :york ; :kind :b ; :cases 30 .
        <http://e/c/leeds/b> a qb:Observation ; qb:dataSet :c ; :court :leeds ; :kind :b ; :cases 7 .
        :york a :Court ; :name "York"@en , "Efrog" ; :opened 01 ; :near :leeds ; :kind :a .
        :leeds a :Court ; :name "Leeds"@en ; :near :york .
        [] :near :york .
    "#;

    fn generation() -> (Store, Arc<Resident>) {
        let mut graph = GraphBuilder::default();
        let name = SourceName::new("data.ttl");
        read_text(&mut graph, &name, DATA, RdfFormat::Turtle, None).unwrap();
        let graph = graph.finish();
        let terms = graph.terms();
        let (store, mut census) = (Store::new().unwrap(), Census::default());
        for triple in graph.iter() {
            let quad = Quad::new(
                terms.subject(triple.subject).unwrap(),
                terms.iri(triple.predicate).unwrap(),
                terms.term(triple.object),
                GraphName::DefaultGraph,
            );
            store.insert(&quad).unwrap();
            census.count(quad.predicate.as_ref(), quad.object.as_ref());
        }
        let holdings = Arc::new(Holdings::new(census, Cubes::of_graph(&graph).unwrap()));
        let resident = Resident::read(&store, &holdings).unwrap().unwrap();
        (store, Arc::new(resident))
    }

    /// All parts of triples that there are, and nothing, in each place.
    fn parts<T: Clone + Ord>(all: impl Iterator<Item = T>) -> Vec<Option<T>> {
        let all: BTreeSet<T> = all.collect();
        std::iter::once(None)
            .chain(all.into_iter().map(Some))
            .collect()
    }

    #[test]
    fn memory_says_what_the_database_says_or_nothing() {
        let (store, resident) = generation();
        let quads: Vec<Quad> = store.iter().map(Result::unwrap).collect();
        let text = |quad: Quad| quad.to_string();
        let subjects = parts(quads.iter().map(|quad| quad.subject.to_string()));
        let (mut told, mut untold) = (0, 0);
        for subject in subjects {
            let subject = subject.and_then(|text| {
                let mut all = quads.iter().map(|quad| &quad.subject);
                all.find(|subject| subject.to_string() == text)
            });
            for predicate in parts(quads.iter().map(|quad| quad.predicate.clone())) {
                for object in parts(quads.iter().map(|quad| quad.object.to_string())) {
                    let object = object.and_then(|text| {
                        let mut all = quads.iter().map(|quad| &quad.object);
                        all.find(|object| object.to_string() == text)
                    });
                    let subject = subject.map(NamedOrBlankNode::as_ref);
                    let predicate = predicate.as_ref().map(|predicate| predicate.as_ref());
                    let object = object.map(Term::as_ref);
                    let Some(found) = resident.matching(subject, predicate, object) else {
                        untold += 1;
                        continue;
                    };
                    let graph = Some(GraphNameRef::DefaultGraph);
                    let wanted = store.quads_for_pattern(subject, predicate, object, graph);
                    let wanted: BTreeSet<_> = wanted.map(Result::unwrap).map(text).collect();
                    let graph = GraphName::DefaultGraph;
                    let found = found.map(|found| found.into_triple().in_graph(graph.clone()));
                    let found: Vec<_> = found.map(text).collect();
                    assert_eq!(
                        found.len(),
                        wanted.len(),
                        "{subject:?} {predicate:?} {object:?}"
                    );
                    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted);
                    told += 1;
                }
            }
        }
        assert!(
            told > 20 * untold,
            "{told} were told, and {untold} were not"
        );
    }

    #[test]
    fn observations_are_not_held_twice() {
        let (store, resident) = generation();
        let observed: usize = resident.holdings.cubes().map(Cube::rows).sum();
        assert_eq!(observed, 3);
        assert_eq!(resident.things.len(), store.len().unwrap() - 3 * 5);
    }
}
