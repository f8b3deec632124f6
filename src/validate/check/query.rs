use std::ops::ControlFlow;

use oxrdf::{Literal, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{At, Checker, Failure, Sink};
use crate::graph::TermId;
use crate::validate::shape::{Activity, Kind, Name, ShapeIx};
use crate::validate::sparql::{Bindings, Component, Form, Prepared, Query, Solution};
use crate::validate::violation::{Extra, ResultPath, Violation};
use crate::vocab::xsd;

/// The solutions of a query for many focus nodes, made in one run.
pub(super) struct Prefetched {
    covered: FxHashSet<TermId>,
    solutions: FxHashMap<TermId, Vec<Solution>>,
}

/// Constraints that are queries.
impl Checker<'_> {
    /// Runs the queries that all these focus nodes will need, each once.
    pub(super) fn prefetch(&self, number: ShapeIx, focus_nodes: &[TermId]) {
        let shape = self.shape(number);
        if shape.activity == Activity::Deactivated {
            return;
        }
        for (at, constraint) in shape.constraints.iter().enumerate() {
            let (prepared, parameters): (_, &[(String, Name)]) = match &constraint.kind {
                Kind::Sparql(query) => (&query.prepared, &[]),
                Kind::Component(component) if component.prepared.form == Form::Select => {
                    (&component.prepared, &component.parameters)
                }
                // The properties of a node shape have its focus nodes.
                Kind::Property(property) if shape.path.is_none() => {
                    self.prefetch(*property, focus_nodes);
                    continue;
                }
                _ => continue,
            };
            let solutions = self.select(number, at, prepared, parameters, focus_nodes);
            let mut by_focus: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for (focus, solution) in solutions {
                by_focus.entry(focus).or_default().push(solution);
            }
            let prefetched = Prefetched {
                covered: focus_nodes.iter().copied().collect(),
                solutions: by_focus,
            };
            self.prefetched
                .borrow_mut()
                .insert((number, at), prefetched);
        }
    }

    pub(super) fn check_query(
        &self,
        at: At,
        query: &Query,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        self.check_select(at, &query.prepared, &[], &query.messages, sink)
    }

    pub(super) fn check_component(
        &self,
        at: At,
        component: &Component,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let (prepared, parameters) = (&component.prepared, &component.parameters);
        match prepared.form {
            Form::Select => self.check_select(at, prepared, parameters, &component.messages, sink),
            Form::Ask => self.check_ask(at, component, values, sink),
        }
    }

    fn check_select(
        &self,
        at: At,
        prepared: &Prepared,
        parameters: &[(String, Name)],
        messages: &[Name],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let key = (at.shape, at.constraint);
        if let Some(prefetched) = self.prefetched.borrow().get(&key)
            && prefetched.covered.contains(&at.focus)
        {
            let found = prefetched.solutions.get(&at.focus).into_iter().flatten();
            return found.into_iter().try_for_each(|solution| {
                self.add_solution(at, solution, parameters, messages, sink)
            });
        }
        let found = self.select(at.shape, at.constraint, prepared, parameters, &[at.focus]);
        found.iter().try_for_each(|(_, solution)| {
            self.add_solution(at, solution, parameters, messages, sink)
        })
    }

    fn select(
        &self,
        shape: ShapeIx,
        constraint: usize,
        prepared: &Prepared,
        parameters: &[(String, Name)],
        this: &[TermId],
    ) -> Vec<(TermId, Solution)> {
        let bindings = Bindings {
            this,
            values: &[],
            current_shape: self.id(self.shape(shape).node),
            parameters: &self.values_of(parameters),
        };
        let solutions = self.runner.solutions(prepared, &bindings);
        let solutions = solutions.unwrap_or_else(|error| {
            self.fail(shape, constraint, error.to_string());
            Vec::new()
        });
        let of_focus = solutions.into_iter().filter_map(|solution| {
            let focus = self.graph.terms().get(solution.get("this")?.as_ref())?;
            Some((focus, solution))
        });
        of_focus.collect()
    }

    fn values_of(&self, parameters: &[(String, Name)]) -> Vec<(String, TermId)> {
        let values = parameters.iter();
        values
            .map(|(name, value)| (name.clone(), self.id(*value)))
            .collect()
    }

    /// A value for which the question is not answered with yes is a violation.
    fn check_ask(
        &self,
        at: At,
        component: &Component,
        values: &[TermId],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        if values.is_empty() {
            return ControlFlow::Continue(());
        }
        let bindings = Bindings {
            this: &[at.focus],
            values,
            current_shape: self.id(self.shape(at.shape).node),
            parameters: &self.values_of(&component.parameters),
        };
        let solutions = match self.runner.solutions(&component.prepared, &bindings) {
            Ok(solutions) => solutions,
            Err(error) => {
                self.fail(at.shape, at.constraint, error.to_string());
                return ControlFlow::Continue(());
            }
        };
        let terms = self.graph.terms();
        let conforming = solutions
            .iter()
            .filter_map(|s| terms.get(s.get("value")?.as_ref()));
        let conforming: FxHashSet<_> = conforming.collect();
        for value in values.iter().filter(|value| !conforming.contains(value)) {
            let known = |name: &str| match name {
                "value" => Some(terms.term(*value).into_owned()),
                "this" => Some(terms.term(at.focus).into_owned()),
                _ => self.parameter(&component.parameters, name),
            };
            let messages = self.fill_all(&component.messages, &known);
            let extra = (!messages.is_empty()).then(|| Extra {
                messages,
                ..Extra::default()
            });
            self.add_with(at, Some(*value), extra, sink)?;
        }
        ControlFlow::Continue(())
    }

    fn parameter(&self, parameters: &[(String, Name)], name: &str) -> Option<Term> {
        let found = parameters.iter().find(|(parameter, _)| parameter == name);
        found.map(|(_, value)| self.graph.terms().term(self.id(*value)).into_owned())
    }

    fn add_solution(
        &self,
        at: At,
        solution: &Solution,
        parameters: &[(String, Name)],
        messages: &[Name],
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        if solution.get("failure").is_some_and(is_true) {
            let reason = "it says so itself (?failure)".to_owned();
            self.fail(at.shape, at.constraint, reason);
            return ControlFlow::Continue(());
        }
        let terms = self.graph.terms();
        let mut extra = Extra::default();
        let is_node_shape = self.shape(at.shape).path.is_none();
        let mut value = is_node_shape.then_some(at.focus);
        if let Some(term) = solution.get("value") {
            value = terms.get(term.as_ref());
            extra.value = value.is_none().then(|| term.clone());
        }
        let mut path = if is_node_shape {
            ResultPath::None
        } else {
            ResultPath::OfShape
        };
        if let Some(term @ Term::NamedNode(_)) = solution.get("path") {
            match terms.get(term.as_ref()) {
                Some(id) => path = ResultPath::Predicate(id),
                None => extra.path = Some(term.clone()),
            }
        }
        let known = |name: &str| {
            let bound = solution.get(name).cloned();
            bound.or_else(|| self.parameter(parameters, name))
        };
        extra.messages = match solution.get("message") {
            Some(Term::Literal(message)) => vec![message.clone()],
            _ => self.fill_all(messages, &known),
        };
        sink.add(Violation {
            focus: at.focus,
            value,
            shape: at.shape,
            constraint: at.constraint,
            path,
            extra: Some(Box::new(extra)),
        })
    }

    fn fill_all(&self, messages: &[Name], known: &dyn Fn(&str) -> Option<Term>) -> Vec<Literal> {
        let literals = messages.iter().filter_map(|message| {
            match self.graph.terms().term(self.id(*message)).into_owned() {
                Term::Literal(literal) => Some(literal),
                _ => None,
            }
        });
        literals.map(|literal| fill(&literal, known)).collect()
    }

    /// Remembers that a query failed; the first time says enough.
    fn fail(&self, shape: ShapeIx, constraint: usize, reason: String) {
        let mut failures = self.failures.borrow_mut();
        if !failures
            .iter()
            .any(|f| f.shape == shape && f.constraint == constraint)
        {
            failures.push(Failure {
                shape,
                constraint,
                reason,
            });
        }
    }
}

fn is_true(term: &Term) -> bool {
    matches!(term, Term::Literal(literal) if literal.datatype() == xsd::BOOLEAN && matches!(literal.value(), "true" | "1"))
}

/// Puts values where a message says `{?name}` or `{$name}`.
fn fill(message: &Literal, known: &dyn Fn(&str) -> Option<Term>) -> Literal {
    let mut filled = String::new();
    let mut rest = message.value();
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.find('}').map(|end| &rest[1..end]);
        let name = name.and_then(|name| name.strip_prefix(['?', '$']));
        let value = name.and_then(|name| known(name).map(|value| (name, value)));
        if let Some((name, value)) = value {
            filled.push_str(&plain(&value));
            rest = &rest[name.len() + "{?}".len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    match message.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(filled, language),
        None => Literal::from(filled),
    }
}

fn plain(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}
