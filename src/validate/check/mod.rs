//! Checks nodes against compiled shapes.

mod plan;
mod query;
mod set;
mod value;

use std::cell::RefCell;
use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::classes;
use super::shape::{Activity, Kind, Name, Shape, ShapeIx, Target};
use super::sparql::Runner;
use super::violation::{Extra, ResultPath, Violation};
use crate::graph::{TermGraph, TermId};
use plan::Plan;
use query::Prefetched;

/// Takes the violations as they are found, and may have enough of them.
pub(super) trait Sink {
    fn add(&mut self, violation: Violation) -> ControlFlow<()>;
}

impl Sink for Vec<Violation> {
    fn add(&mut self, violation: Violation) -> ControlFlow<()> {
        self.push(violation);
        ControlFlow::Continue(())
    }
}

/// Wants to know only whether there is a violation at all.
struct Any;

impl Sink for Any {
    fn add(&mut self, _: Violation) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

/// Shapes bound to one graph.
pub(super) struct Checker<'a> {
    shapes: &'a [Shape],
    graph: &'a TermGraph,
    /// The number in the graph of each term of the shapes.
    ids: &'a [TermId],
    plans: Vec<Plan>,
    /// By shape: whether a node conforms, where that was asked before.
    known: RefCell<Vec<FxHashMap<TermId, bool>>>,
    runner: Runner<'a>,
    prefetched: RefCell<FxHashMap<(ShapeIx, usize), Prefetched>>,
    failures: RefCell<Vec<Failure>>,
}

/// A query that failed while it ran, so that its constraint was not checked.
pub(super) struct Failure {
    pub(super) shape: ShapeIx,
    pub(super) constraint: usize,
    pub(super) reason: String,
}

/// Where a constraint stands while it is checked.
#[derive(Clone, Copy)]
struct At {
    shape: ShapeIx,
    constraint: usize,
    focus: TermId,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        shapes: &'a [Shape],
        shapes_graph: &TermGraph,
        graph: &'a TermGraph,
        ids: &'a [TermId],
    ) -> Self {
        let id = |name: Name| ids[name.0.index()];
        let shapes_triples = shapes_graph.iter().map(|triple| {
            let [s, p, o] = [triple.subject, triple.predicate, triple.object].map(|t| id(Name(t)));
            crate::graph::Triple::new(s, p, o)
        });
        Self {
            shapes,
            graph,
            ids,
            plans: shapes
                .iter()
                .map(|shape| Plan::new(shape, graph, &id))
                .collect(),
            known: RefCell::new(vec![FxHashMap::default(); shapes.len()]),
            runner: Runner::new(graph, shapes_triples),
            prefetched: RefCell::default(),
            failures: RefCell::default(),
        }
    }

    /// Checks all focus nodes of all shapes.
    pub(super) fn run(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (shape, number) in self.shapes.iter().zip(0..) {
            if shape.activity == Activity::Deactivated || shape.targets.is_empty() {
                continue;
            }
            let focus_nodes = self.focus_nodes(shape);
            self.prefetch(ShapeIx(number), &focus_nodes);
            for focus in focus_nodes {
                // A vector never has enough.
                let _: ControlFlow<()> = self.check(ShapeIx(number), focus, &mut violations);
            }
        }
        violations
    }

    /// Checks one node against one shape, whether it is a target or not.
    pub(super) fn results_of(&self, shape: ShapeIx, node: TermId) -> Vec<Violation> {
        let mut violations = Vec::new();
        // A vector never has enough.
        let _: ControlFlow<()> = self.check(shape, node, &mut violations);
        violations
    }

    /// What went wrong in the checking itself.
    pub(super) fn into_failures(self) -> Vec<Failure> {
        self.failures.into_inner()
    }

    fn id(&self, name: Name) -> TermId {
        self.ids[name.0.index()]
    }

    fn shape(&self, shape: ShapeIx) -> &'a Shape {
        &self.shapes[shape.index()]
    }

    fn focus_nodes(&self, shape: &Shape) -> Vec<TermId> {
        let mut nodes = Vec::new();
        for target in &shape.targets {
            match target {
                Target::Node(name) => nodes.push(self.id(*name)),
                Target::Class(name) => nodes.extend(classes::instances(self.graph, self.id(*name))),
                Target::SubjectsOf(name) => nodes.extend(self.graph.subjects_of(self.id(*name))),
                Target::ObjectsOf(name) => nodes.extend(self.graph.objects_of(self.id(*name))),
            }
        }
        if !nodes.is_sorted() || shape.targets.len() > 1 {
            nodes.sort_unstable();
            nodes.dedup();
        }
        nodes
    }

    /// Whether a node conforms to a shape.
    fn conforms(&self, shape: ShapeIx, node: TermId) -> bool {
        if let Some(known) = self.known.borrow()[shape.index()].get(&node) {
            return *known;
        }
        let conforms = self.check(shape, node, &mut Any).is_continue();
        self.known.borrow_mut()[shape.index()].insert(node, conforms);
        conforms
    }

    fn check(&self, number: ShapeIx, focus: TermId, sink: &mut dyn Sink) -> ControlFlow<()> {
        let shape = self.shape(number);
        let plan = &self.plans[number.index()];
        if shape.activity == Activity::Deactivated || self.surely_conforms(shape, plan, focus) {
            return ControlFlow::Continue(());
        }
        let reached = plan.route.as_ref();
        let reached = reached.map(|route| route.values(self.graph, focus));
        let values = reached.as_deref().unwrap_or(std::slice::from_ref(&focus));
        for (at, constraint) in shape.constraints.iter().enumerate() {
            let at = At {
                shape: number,
                constraint: at,
                focus,
            };
            self.constraint(at, &constraint.kind, values, sink)?;
        }
        ControlFlow::Continue(())
    }

    fn constraint(
        &self,
        at: At,
        kind: &Kind,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        if kind.is_about_a_value() {
            for value in values {
                if !self.accepts(at.shape, at.constraint, kind, *value) {
                    self.add(at, Some(*value), sink)?;
                }
            }
            return ControlFlow::Continue(());
        }
        match kind {
            Kind::Property(shape) => values
                .iter()
                .try_for_each(|value| self.check(*shape, *value, sink)),
            Kind::Sparql(query) => self.check_query(at, query, sink),
            Kind::Component(component) => self.check_component(at, component, values, sink),
            _ => self.check_set(at, kind, values, sink),
        }
    }

    fn add(&self, at: At, value: Option<TermId>, sink: &mut dyn Sink) -> ControlFlow<()> {
        self.add_with(at, value, None, sink)
    }

    fn add_with(
        &self,
        at: At,
        value: Option<TermId>,
        extra: Option<Extra>,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let path = match self.shape(at.shape).path {
            Some(_) => ResultPath::OfShape,
            None => ResultPath::None,
        };
        sink.add(Violation {
            focus: at.focus,
            value,
            shape: at.shape,
            constraint: at.constraint,
            path,
            extra: extra.map(Box::new),
        })
    }
}
