//! Which numbers of the store come to the same sum in any order.

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Variable};
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::failure::Failure;
use super::native::Native;
use super::table::Tables;

/// Sums of numbers that are no further from zero are exact in any order: so many of them that one
/// could leave its range would take a day to find.
const FURTHEST: i64 = 1_000_000_000;

/// The predicate whose values a variable has wherever it is bound.
pub(super) fn predicate_of<'g>(
    pattern: &'g GraphPattern,
    variable: &Variable,
) -> Option<&'g NamedNode> {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().find_map(|pattern| {
            let is_object =
                matches!(&pattern.object, TermPattern::Variable(object) if object == variable);
            match &pattern.predicate {
                NamedNodePattern::NamedNode(predicate) if is_object => Some(predicate),
                _ => None,
            }
        }),
        GraphPattern::Join { left, right } => {
            predicate_of(left, variable).or_else(|| predicate_of(right, variable))
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::LeftJoin { left: inner, .. } => {
            predicate_of(inner, variable)
        }
        GraphPattern::Extend {
            inner,
            variable: bound,
            ..
        } if bound != variable => predicate_of(inner, variable),
        _ => None,
    }
}

/// Whether all values of a predicate are integers, or all of them decimals, and near enough to
/// zero that their sums are the same in any order.
pub(super) fn has_exact_numbers(
    native: &Native<'_>,
    predicate: &NamedNode,
) -> Result<bool, Failure> {
    for datatype in [xsd::INTEGER, xsd::DECIMAL] {
        let value = Variable::new_unchecked("value");
        let patterns = vec![TriplePattern {
            subject: Variable::new_unchecked("thing").into(),
            predicate: predicate.clone().into(),
            object: value.clone().into(),
        }];
        let odd = GraphPattern::Filter {
            expr: Expression::Not(Box::new(is_near(value, datatype.into_owned()))),
            inner: Box::new(GraphPattern::Bgp { patterns }),
        };
        if native
            .solutions(odd, Vec::new(), &Tables::default())?
            .next()
            .transpose()?
            .is_none()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a value has a datatype and is no further from zero than [`FURTHEST`]; never an error.
fn is_near(value: Variable, datatype: NamedNode) -> Expression {
    let literal = |number: i64| Box::new(Expression::Literal(Literal::from(number)));
    let value = Box::new(Expression::Variable(value));
    let own = Expression::FunctionCall(Function::Datatype, vec![(*value).clone()]);
    let is_of_it = Expression::Equal(Box::new(own), Box::new(Expression::NamedNode(datatype)));
    let least = Expression::GreaterOrEqual(value.clone(), literal(-FURTHEST));
    let most = Expression::LessOrEqual(value, literal(FURTHEST));
    let range = Expression::And(Box::new(least), Box::new(most));
    let all = Expression::And(Box::new(is_of_it), Box::new(range));
    Expression::Coalesce(vec![all, Expression::Literal(Literal::from(false))])
}
