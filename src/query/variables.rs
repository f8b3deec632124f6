//! Which variables patterns and expressions speak of.

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::{
    AggregateExpression, Expression, Function, GraphPattern, OrderExpression,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

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

/// What is looked for in the parts of a query.
pub(super) trait Visitor {
    fn variable(&mut self, _: &Variable) {}
    fn function(&mut self, _: &Function) {}
    fn pattern(&mut self, _: &GraphPattern) {}
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

pub(super) fn visit_expression(expression: &Expression, visitor: &mut impl Visitor) {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) => {}
        Expression::Variable(variable) | Expression::Bound(variable) => visitor.variable(variable),
        Expression::Or(left, right)
        | Expression::And(left, right)
        | Expression::Equal(left, right)
        | Expression::SameTerm(left, right)
        | Expression::Greater(left, right)
        | Expression::GreaterOrEqual(left, right)
        | Expression::Less(left, right)
        | Expression::LessOrEqual(left, right)
        | Expression::Add(left, right)
        | Expression::Subtract(left, right)
        | Expression::Multiply(left, right)
        | Expression::Divide(left, right) => {
            visit_expression(left, visitor);
            visit_expression(right, visitor);
        }
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => {
            visit_expression(inner, visitor);
        }
        Expression::In(one, all) => {
            visit_expression(one, visitor);
            visit_all(all, visitor);
        }
        Expression::If(condition, yes, no) => {
            for part in [condition, yes, no] {
                visit_expression(part, visitor);
            }
        }
        Expression::Coalesce(all) => visit_all(all, visitor),
        Expression::FunctionCall(function, all) => {
            visitor.function(function);
            visit_all(all, visitor);
        }
        Expression::Exists(pattern) => visit_pattern(pattern, visitor),
    }
}

fn visit_all<'e>(
    expressions: impl IntoIterator<Item = &'e Expression>,
    visitor: &mut impl Visitor,
) {
    for expression in expressions {
        visit_expression(expression, visitor);
    }
}

fn visit_pattern(pattern: &GraphPattern, visitor: &mut impl Visitor) {
    visitor.pattern(pattern);
    pattern.on_in_scope_variable(|variable| visitor.variable(variable));
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            visit_pattern(left, visitor);
            visit_pattern(right, visitor);
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            visit_pattern(left, visitor);
            visit_pattern(right, visitor);
            visit_all(expression, visitor);
        }
        GraphPattern::Filter { expr, inner } => {
            visit_expression(expr, visitor);
            visit_pattern(inner, visitor);
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            visitor.variable(variable);
            visit_expression(expression, visitor);
            visit_pattern(inner, visitor);
        }
        GraphPattern::OrderBy { inner, expression } => {
            visit_all(expression.iter().map(ordered_by), visitor);
            visit_pattern(inner, visitor);
        }
        GraphPattern::Group {
            inner, aggregates, ..
        } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    visit_expression(expr, visitor);
                }
            }
            visit_pattern(inner, visitor);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => visit_pattern(inner, visitor),
    }
}

/// The expression that is ordered by, up or down.
pub(super) fn ordered_by(order: &OrderExpression) -> &Expression {
    let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = order;
    expression
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
