use std::collections::VecDeque;
use std::fmt;

use rustc_hash::FxHashSet;

use super::shape::Name;
use crate::graph::{Dictionary, TermGraph, TermId};

/// A [property path](https://www.w3.org/TR/shacl/#property-paths).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Predicate(Name),
    Inverse(Box<Path>),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
    ZeroOrMore(Box<Path>),
    OneOrMore(Box<Path>),
    ZeroOrOne(Box<Path>),
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Forward,
    Backward,
}

/// A path in the numbers of the data: what [`Path::bind`] makes.
#[derive(Clone, Debug)]
pub(crate) enum Route {
    Predicate(TermId),
    Inverse(Box<Route>),
    Sequence(Vec<Route>),
    Alternative(Vec<Route>),
    Repeat(Box<Route>, Repeat),
}

/// How often a repeated path may be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    ZeroOrMore,
    OneOrMore,
    ZeroOrOne,
}

impl Path {
    /// The predicate, where the path is nothing else.
    pub(crate) fn predicate(&self) -> Option<Name> {
        match self {
            Self::Predicate(name) => Some(*name),
            _ => None,
        }
    }

    /// The last predicate that is followed forward, which names the values best.
    pub(crate) fn last_predicate(&self) -> Option<Name> {
        match self {
            Self::Predicate(name) => Some(*name),
            Self::Inverse(_) => None,
            Self::Sequence(parts) | Self::Alternative(parts) => {
                parts.iter().rev().find_map(Self::last_predicate)
            }
            Self::ZeroOrMore(inner) | Self::OneOrMore(inner) | Self::ZeroOrOne(inner) => {
                inner.last_predicate()
            }
        }
    }

    /// The path in the numbers of the data.
    pub(crate) fn bind(&self, id: &impl Fn(Name) -> TermId) -> Route {
        let all = |parts: &[Self]| parts.iter().map(|part| part.bind(id)).collect();
        let repeat = |inner: &Self, how| Route::Repeat(Box::new(inner.bind(id)), how);
        match self {
            Self::Predicate(name) => Route::Predicate(id(*name)),
            Self::Inverse(inner) => Route::Inverse(Box::new(inner.bind(id))),
            Self::Sequence(parts) => Route::Sequence(all(parts)),
            Self::Alternative(parts) => Route::Alternative(all(parts)),
            Self::ZeroOrMore(inner) => repeat(inner, Repeat::ZeroOrMore),
            Self::OneOrMore(inner) => repeat(inner, Repeat::OneOrMore),
            Self::ZeroOrOne(inner) => repeat(inner, Repeat::ZeroOrOne),
        }
    }

    /// The path in the syntax of [SPARQL](https://www.w3.org/TR/sparql11-query/#propertypaths).
    pub(crate) fn as_sparql<'a>(&'a self, terms: &'a Dictionary) -> impl fmt::Display + 'a {
        AsSparql { path: self, terms }
    }
}

struct AsSparql<'a> {
    path: &'a Path,
    terms: &'a Dictionary,
}

impl AsSparql<'_> {
    fn part<'b>(&'b self, path: &'b Path) -> AsSparql<'b> {
        AsSparql {
            path,
            terms: self.terms,
        }
    }

    fn join(&self, f: &mut fmt::Formatter<'_>, parts: &[Path], sign: &str) -> fmt::Result {
        for (at, part) in parts.iter().enumerate() {
            f.write_str(if at == 0 { "(" } else { sign })?;
            write!(f, "{}", self.part(part))?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for AsSparql<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path {
            Path::Predicate(name) => write!(f, "{}", self.terms.term(name.0)),
            Path::Inverse(inner) => write!(f, "^({})", self.part(inner)),
            Path::Sequence(parts) => self.join(f, parts, "/"),
            Path::Alternative(parts) => self.join(f, parts, "|"),
            Path::ZeroOrMore(inner) => write!(f, "({})*", self.part(inner)),
            Path::OneOrMore(inner) => write!(f, "({})+", self.part(inner)),
            Path::ZeroOrOne(inner) => write!(f, "({})?", self.part(inner)),
        }
    }
}

impl Route {
    /// The nodes that the path leads to from a node, each once.
    pub(crate) fn values(&self, graph: &TermGraph, from: TermId) -> Vec<TermId> {
        match self {
            // One predicate leads to no node twice.
            Self::Predicate(predicate) => graph.objects(from, *predicate).collect(),
            Self::Inverse(inner) if let Self::Predicate(predicate) = **inner => {
                graph.subjects(predicate, from).to_vec()
            }
            _ => {
                let mut found = Found::default();
                self.follow(graph, from, Direction::Forward, &mut |to| found.add(to));
                found.in_order
            }
        }
    }

    fn follow(
        &self,
        graph: &TermGraph,
        from: TermId,
        direction: Direction,
        found: &mut dyn FnMut(TermId),
    ) {
        match self {
            Self::Predicate(predicate) => match direction {
                Direction::Forward => graph.objects(from, *predicate).for_each(found),
                Direction::Backward => {
                    let subjects = graph.subjects(*predicate, from);
                    subjects.iter().copied().for_each(found);
                }
            },
            Self::Inverse(inner) => {
                let turned = match direction {
                    Direction::Forward => Direction::Backward,
                    Direction::Backward => Direction::Forward,
                };
                inner.follow(graph, from, turned, found);
            }
            Self::Sequence(parts) => follow_sequence(graph, parts, from, direction, found),
            Self::Alternative(parts) => {
                for part in parts {
                    part.follow(graph, from, direction, found);
                }
            }
            Self::Repeat(inner, repeat) => {
                for to in inner.closure(graph, from, direction, *repeat) {
                    found(to);
                }
            }
        }
    }

    fn closure(
        &self,
        graph: &TermGraph,
        from: TermId,
        direction: Direction,
        repeat: Repeat,
    ) -> Vec<TermId> {
        let mut found = Found::default();
        if repeat != Repeat::OneOrMore {
            found.add(from);
        }
        if repeat == Repeat::ZeroOrOne {
            self.follow(graph, from, direction, &mut |to| found.add(to));
            return found.in_order;
        }
        let mut open = VecDeque::from([from]);
        let mut expanded = FxHashSet::default();
        while let Some(node) = open.pop_front() {
            if expanded.insert(node) {
                self.follow(graph, node, direction, &mut |to| {
                    found.add(to);
                    open.push_back(to);
                });
            }
        }
        found.in_order
    }
}

fn follow_sequence(
    graph: &TermGraph,
    parts: &[Route],
    from: TermId,
    direction: Direction,
    found: &mut dyn FnMut(TermId),
) {
    let split = match direction {
        Direction::Forward => parts.split_first(),
        Direction::Backward => parts.split_last(),
    };
    let Some((next, rest)) = split else {
        found(from);
        return;
    };
    let mut reached = Found::default();
    next.follow(graph, from, direction, &mut |to| reached.add(to));
    for node in reached.in_order {
        follow_sequence(graph, rest, node, direction, found);
    }
}

/// Nodes in the order they were found, each once.
#[derive(Default)]
struct Found {
    in_order: Vec<TermId>,
    seen: FxHashSet<TermId>,
}

impl Found {
    fn add(&mut self, node: TermId) {
        if self.seen.insert(node) {
            self.in_order.push(node);
        }
    }
}
