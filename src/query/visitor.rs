use oxrdf::Variable;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression,
};
use spargebra::term::NamedNodePattern;

/// What is looked for in the parts of a query, wherever they stand.
pub(crate) trait Visitor {
    /// A variable, where it stands.
    fn variable(&mut self, _: &Variable) {}
    /// A function that is called.
    fn function(&mut self, _: &Function) {}
    /// A function that is called for a group.
    fn aggregate(&mut self, _: &AggregateFunction) {}
    /// A pattern, before those within it.
    fn pattern(&mut self, _: &GraphPattern) {}
}

/// Visits a pattern and all that stands in it.
pub(crate) fn visit_pattern(pattern: &GraphPattern, visitor: &mut impl Visitor) {
    visitor.pattern(pattern);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
            pattern.on_in_scope_variable(|variable| visitor.variable(variable));
        }
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
            visit_pattern(inner, visitor);
            visit_expression(expression, visitor);
            visitor.variable(variable);
        }
        GraphPattern::OrderBy { inner, expression } => {
            visit_pattern(inner, visitor);
            visit_all(expression.iter().map(ordered_by), visitor);
        }
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            visit_pattern(inner, visitor);
            for variable in variables {
                visitor.variable(variable);
            }
            for (variable, aggregate) in aggregates {
                visitor.variable(variable);
                visit_aggregate(aggregate, visitor);
            }
        }
        GraphPattern::Project { inner, variables } => {
            visit_pattern(inner, visitor);
            for variable in variables {
                visitor.variable(variable);
            }
        }
        GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
            if let NamedNodePattern::Variable(variable) = name {
                visitor.variable(variable);
            }
            visit_pattern(inner, visitor);
        }
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => visit_pattern(inner, visitor),
    }
}

fn visit_aggregate(aggregate: &AggregateExpression, visitor: &mut impl Visitor) {
    if let AggregateExpression::FunctionCall { name, expr, .. } = aggregate {
        visitor.aggregate(name);
        visit_expression(expr, visitor);
    }
}

/// Visits an expression and all that stands in it, the patterns of `EXISTS` too.
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

/// The expression that is ordered by, up or down.
pub(super) fn ordered_by(order: &OrderExpression) -> &Expression {
    let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = order;
    expression
}
