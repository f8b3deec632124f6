use std::convert::Infallible;
use std::iter;
use std::rc::Rc;

use oxrdf::{NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};
use spareval::{InternalQuad, QueryableDataset};

use crate::graph::{TermGraph, TermId, Triple};

/// The subject of the triples that bind variables beforehand.
pub(super) const ROOT: &str = "urn:x-assize:prebound";
/// The start of their predicates, which ends in the number of the variable.
pub(super) const BOUND: &str = "urn:x-assize:prebound:";
/// The name of the shapes graph in queries.
pub(crate) const SHAPES_GRAPH: &str = "urn:x-assize:shapes-graph";

/// A term in a query over a [`TermGraph`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum QueryTerm {
    /// One of the dictionary, always by its number.
    Known(TermId),
    /// The subject of what is bound beforehand.
    Root,
    /// The predicate that binds a variable.
    Bound(usize),
    /// One that the query made or named, and that the data have not.
    Other(Rc<Term>),
}

/// The values bound beforehand, by the number of the variable.
#[derive(Default)]
pub(super) struct Table {
    pub(super) columns: Vec<(Vec<QueryTerm>, FxHashSet<QueryTerm>)>,
}

/// The shapes in the numbers of the data, for queries that look at them.
#[derive(Default)]
pub(crate) struct ShapesTriples {
    by_subject: FxHashMap<TermId, Vec<Triple>>,
    all: Vec<Triple>,
}

impl ShapesTriples {
    pub(super) fn new(triples: impl Iterator<Item = Triple>) -> Self {
        let mut shapes = Self::default();
        for triple in triples {
            shapes
                .by_subject
                .entry(triple.subject)
                .or_default()
                .push(triple);
            shapes.all.push(triple);
        }
        shapes
    }
}

/// The data as the default graph, the shapes as a named one, and the values bound beforehand.
#[derive(Clone)]
pub(super) struct Data<'a> {
    pub(super) graph: &'a TermGraph,
    pub(super) shapes: Rc<ShapesTriples>,
    pub(super) table: Rc<Table>,
}

type Quads<'a> = Box<dyn Iterator<Item = Result<InternalQuad<QueryTerm>, Infallible>> + 'a>;

impl<'a> QueryableDataset<'a> for Data<'a> {
    type InternalTerm = QueryTerm;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&QueryTerm>,
        predicate: Option<&QueryTerm>,
        object: Option<&QueryTerm>,
        graph_name: Option<Option<&QueryTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<QueryTerm>, Infallible>> + use<'a> {
        let graph_name = graph_name.map(Option::<&QueryTerm>::cloned);
        if let Some(QueryTerm::Bound(column)) = predicate {
            // What is bound beforehand is so in every graph; there is one that has a name.
            let graph_name = graph_name.unwrap_or_else(|| Some(self.shapes_graph()));
            return self.bound(*column, object, graph_name);
        }
        let known = |term: Option<&QueryTerm>| match term {
            None => Ok(None),
            Some(QueryTerm::Known(id)) => Ok(Some(*id)),
            Some(_) => Err(()),
        };
        let (Ok(subject), Ok(predicate), Ok(object)) =
            (known(subject), known(predicate), known(object))
        else {
            return Box::new(iter::empty());
        };
        let wanted = (subject, predicate, object);
        match graph_name {
            Some(None) => self.of_data(wanted),
            Some(Some(name)) if !self.is_shapes_graph(&name) => Box::new(iter::empty()),
            Some(Some(_)) | None => self.of_shapes(wanted),
        }
    }

    fn internal_named_graphs(
        &self,
    ) -> impl Iterator<Item = Result<QueryTerm, Infallible>> + use<'a> {
        iter::once(Ok(self.shapes_graph()))
    }

    fn contains_internal_graph_name(&self, name: &QueryTerm) -> Result<bool, Infallible> {
        Ok(self.is_shapes_graph(name))
    }

    fn internalize_term(&self, term: Term) -> Result<QueryTerm, Infallible> {
        if let Some(id) = self.graph.terms().get(term.as_ref()) {
            return Ok(QueryTerm::Known(id));
        }
        let column = |iri: &NamedNode| iri.as_str().strip_prefix(BOUND)?.parse().ok();
        Ok(match &term {
            Term::NamedNode(iri) if iri.as_str() == ROOT => QueryTerm::Root,
            Term::NamedNode(iri) if let Some(column) = column(iri) => QueryTerm::Bound(column),
            _ => QueryTerm::Other(Rc::new(term)),
        })
    }

    fn externalize_term(&self, term: QueryTerm) -> Result<Term, Infallible> {
        Ok(match term {
            QueryTerm::Known(id) => self.graph.terms().term(id).into_owned(),
            QueryTerm::Root => NamedNode::new_unchecked(ROOT).into(),
            QueryTerm::Bound(column) => NamedNode::new_unchecked(format!("{BOUND}{column}")).into(),
            QueryTerm::Other(term) => (*term).clone(),
        })
    }
}

/// What of a triple is given: its subject, predicate and object.
type Wanted = (Option<TermId>, Option<TermId>, Option<TermId>);

impl<'a> Data<'a> {
    fn shapes_graph(&self) -> QueryTerm {
        let term = NamedNode::new_unchecked(SHAPES_GRAPH).into();
        let Ok(term) = self.internalize_term(term);
        term
    }

    fn is_shapes_graph(&self, name: &QueryTerm) -> bool {
        *name == self.shapes_graph()
    }

    fn bound(
        &self,
        column: usize,
        object: Option<&QueryTerm>,
        graph_name: Option<QueryTerm>,
    ) -> Quads<'a> {
        let quad = move |object: QueryTerm| {
            Ok(InternalQuad {
                subject: QueryTerm::Root,
                predicate: QueryTerm::Bound(column),
                object,
                graph_name: graph_name.clone(),
            })
        };
        let Some((values, set)) = self.table.columns.get(column) else {
            return Box::new(iter::empty());
        };
        if let Some(object) = object {
            let found = set.contains(object).then(|| object.clone());
            return Box::new(found.into_iter().map(quad));
        }
        let count = values.len();
        let table = Rc::clone(&self.table);
        let values = (0..count).map(move |at| table.columns[column].0[at].clone());
        Box::new(values.map(quad))
    }

    fn of_data(&self, (subject, predicate, object): Wanted) -> Quads<'a> {
        let graph = self.graph;
        let quads = |triples: Box<dyn Iterator<Item = Triple> + 'a>| -> Quads<'a> {
            Box::new(triples.map(|triple| Ok(quad(triple, None))))
        };
        match (subject, predicate, object) {
            (Some(s), Some(p), _) => {
                let objects = graph
                    .objects(s, p)
                    .filter(move |o| object.is_none_or(|x| x == *o));
                quads(Box::new(objects.map(move |o| Triple::new(s, p, o))))
            }
            (Some(s), None, _) => {
                let pairs = graph.pairs(s).iter();
                let pairs = pairs.filter(move |pair| object.is_none_or(|x| x == pair.object));
                quads(Box::new(
                    pairs.map(move |pair| Triple::new(s, pair.predicate, pair.object)),
                ))
            }
            (None, Some(p), Some(o)) => {
                let subjects = graph.subjects(p, o).iter();
                quads(Box::new(subjects.map(move |s| Triple::new(*s, p, o))))
            }
            (None, Some(p), None) => {
                let subjects = graph.subjects_of(p);
                quads(Box::new(subjects.flat_map(move |s| {
                    graph.objects(s, p).map(move |o| Triple::new(s, p, o))
                })))
            }
            (None, None, Some(o)) => {
                let predicates = graph.predicates().iter();
                quads(Box::new(predicates.flat_map(move |p| {
                    let subjects = graph.subjects(*p, o).iter();
                    subjects.map(move |s| Triple::new(*s, *p, o))
                })))
            }
            (None, None, None) => quads(Box::new(graph.iter())),
        }
    }

    fn of_shapes(&self, (subject, predicate, object): Wanted) -> Quads<'a> {
        let triples = match subject {
            Some(subject) => self
                .shapes
                .by_subject
                .get(&subject)
                .cloned()
                .unwrap_or_default(),
            None => self.shapes.all.clone(),
        };
        let name = self.shapes_graph();
        let fits = move |t: &Triple| {
            predicate.is_none_or(|p| p == t.predicate) && object.is_none_or(|o| o == t.object)
        };
        let fitting = triples.into_iter().filter(fits);
        Box::new(fitting.map(move |triple| Ok(quad(triple, Some(name.clone())))))
    }
}

fn quad(triple: Triple, graph_name: Option<QueryTerm>) -> InternalQuad<QueryTerm> {
    InternalQuad {
        subject: QueryTerm::Known(triple.subject),
        predicate: QueryTerm::Known(triple.predicate),
        object: QueryTerm::Known(triple.object),
        graph_name,
    }
}
