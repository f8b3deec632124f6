use std::mem;

use oxrdf::{NamedNode, Variable};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::TriplePattern;

use super::dataset::{BOUND, ROOT};

/// The triple patterns that bind the variables.
pub(super) fn patterns(variables: &[String]) -> Vec<TriplePattern> {
    let pattern = |(at, name): (usize, &String)| TriplePattern {
        subject: NamedNode::new_unchecked(ROOT).into(),
        predicate: NamedNode::new_unchecked(format!("{BOUND}{at}")).into(),
        object: Variable::new_unchecked(name.as_str()).into(),
    };
    variables.iter().enumerate().map(pattern).collect()
}

/// Joins each basic pattern, each path and each empty group with the patterns that bind.
pub(super) fn insert(pattern: &mut GraphPattern, bind: &[TriplePattern]) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => {
            patterns.splice(0..0, bind.iter().cloned());
        }
        P::Path { .. } => {
            let path = mem::take(pattern);
            let bound = P::Bgp {
                patterns: bind.to_vec(),
            };
            *pattern = P::Join {
                left: Box::new(bound),
                right: Box::new(path),
            };
        }
        P::Join { left, right } | P::Union { left, right } | P::Minus { left, right } => {
            insert(left, bind);
            insert(right, bind);
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => {
            insert(left, bind);
            insert(right, bind);
            if let Some(expression) = expression {
                insert_in_expression(expression, bind);
            }
        }
        P::Filter { expr, inner } => {
            insert_in_expression(expr, bind);
            insert(inner, bind);
        }
        P::Extend {
            inner, expression, ..
        } => {
            insert_in_expression(expression, bind);
            insert(inner, bind);
        }
        P::Graph { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. }
        | P::Service { inner, .. } => insert(inner, bind),
        // The check has refused queries with these.
        P::Values { .. } | P::Lateral { .. } => {}
    }
}

fn insert_in_expression(expression: &mut Expression, bind: &[TriplePattern]) {
    use Expression as E;
    let go = |e: &mut Expression| insert_in_expression(e, bind);
    match expression {
        E::Exists(pattern) => insert(pattern, bind),
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => {}
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => {
            go(a);
            go(b);
        }
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => go(a),
        E::If(a, b, c) => {
            go(a);
            go(b);
            go(c);
        }
        E::In(a, list) => {
            go(a);
            list.iter_mut().for_each(go);
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => list.iter_mut().for_each(go),
    }
}
