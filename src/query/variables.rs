//! What patterns and expressions speak of: their variables, what changes, and who else is asked.

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::visitor::{Visitor, visit_expression, visit_pattern};

/// The variables that solutions of a pattern can have, in the order in which they come up.
pub(super) fn in_scope(pattern: &GraphPattern) -> Vec<Variable> {
    let mut seen = FxHashSet::default();
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| {
        if seen.insert(variable) {
            variables.push(variable.clone());
        }
    });
    variables
}

/// All variables that are written anywhere in an expression, those of `EXISTS` too.
pub(super) fn mentioned(expression: &Expression) -> FxHashSet<Variable> {
    let mut found = Mentioned::default();
    visit_expression(expression, &mut found);
    found.0
}

/// All variables that are written anywhere in a pattern.
pub(super) fn mentioned_in(pattern: &GraphPattern) -> FxHashSet<Variable> {
    let mut found = Mentioned::default();
    visit_pattern(pattern, &mut found);
    found.0
}

#[derive(Default)]
struct Mentioned(FxHashSet<Variable>);

impl Visitor for Mentioned {
    fn variable(&mut self, variable: &Variable) {
        self.0.insert(variable.clone());
    }
}

/// Whether an expression may have another value each time it is evaluated.
pub(super) fn is_volatile(expression: &Expression) -> bool {
    let mut found = Volatile(false);
    visit_expression(expression, &mut found);
    found.0
}

struct Volatile(bool);

impl Visitor for Volatile {
    fn function(&mut self, function: &Function) {
        self.0 |= matches!(
            function,
            Function::Rand | Function::Now | Function::Uuid | Function::StrUuid | Function::BNode
        );
    }
}

/// Whether a part of a pattern asks another endpoint.
pub(super) fn asks_elsewhere(pattern: &GraphPattern) -> bool {
    struct Elsewhere(bool);
    impl Visitor for Elsewhere {
        fn pattern(&mut self, pattern: &GraphPattern) {
            self.0 |= matches!(pattern, GraphPattern::Service { .. });
        }
    }
    let mut found = Elsewhere(false);
    visit_pattern(pattern, &mut found);
    found.0
}

/// The variables of a triple pattern.
pub(super) fn of_triple(pattern: &TriplePattern) -> impl Iterator<Item = &Variable> {
    let predicate = match &pattern.predicate {
        NamedNodePattern::Variable(variable) => Some(variable),
        NamedNodePattern::NamedNode(_) => None,
    };
    let ends = [&pattern.subject, &pattern.object];
    let ends = ends.into_iter().filter_map(|end| match end {
        TermPattern::Variable(variable) => Some(variable),
        _ => None,
    });
    ends.chain(predicate)
}
