use std::mem;

use oxrdf::{NamedNode, Variable};
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::TriplePattern;

use super::dataset::{BOUND, ROOT};
use super::prebinding::{Form, QueryError, Run};

/// Joins each basic pattern, each path and each empty group of a query with the patterns that bind
/// its variables, and refuses on the way what must not stand in a query with pre-bound variables.
pub(super) struct Insertion<'q> {
    /// The variables that a subquery must select.
    required: &'q [String],
    /// The variables that must not be assigned.
    bound: &'q [String],
    /// The variable whose values a run may have many of.
    key: &'static str,
    /// The patterns that bind.
    bind: Vec<TriplePattern>,
    /// Whether one run may answer for many values of the key, as far as was seen.
    pub(super) run: Run,
}

impl<'q> Insertion<'q> {
    /// `variables` are those that get values, in the order of their numbers in the dataset.
    pub(super) fn new(
        required: &'q [String],
        bound: &'q [String],
        key: &'static str,
        variables: &[String],
    ) -> Self {
        let bind = variables.iter().enumerate();
        let bind = bind.map(|(at, name)| TriplePattern {
            subject: NamedNode::new_unchecked(ROOT).into(),
            predicate: NamedNode::new_unchecked(format!("{BOUND}{at}")).into(),
            object: Variable::new_unchecked(name.as_str()).into(),
        });
        Self {
            required,
            bound,
            key,
            bind: bind.collect(),
            run: Run::AtOnce,
        }
    }

    /// Goes through a whole query.
    pub(super) fn top(&mut self, query: &mut GraphPattern, form: Form) -> Result<(), QueryError> {
        match query {
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                self.top(inner, form)
            }
            GraphPattern::Slice { inner, .. } => {
                self.run = Run::OneByOne;
                self.top(inner, form)
            }
            GraphPattern::Project { inner, variables } => {
                let selects = variables.iter().any(|v| v.as_str() == self.key);
                if selects || form == Form::Ask {
                    self.pattern(inner)
                } else {
                    Err(QueryError::NotSelected)
                }
            }
            _ => self.pattern(query),
        }
    }

    fn pattern(&mut self, pattern: &mut GraphPattern) -> Result<(), QueryError> {
        use GraphPattern as P;
        match pattern {
            P::Bgp { patterns } => {
                patterns.splice(0..0, self.bind.iter().cloned());
                Ok(())
            }
            P::Path { .. } => {
                self.join_path(pattern);
                Ok(())
            }
            P::Join { left, right } | P::Union { left, right } => self.patterns([left, right]),
            P::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.patterns([left, right])?;
                self.expressions(expression)
            }
            P::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            P::Graph { inner, .. } | P::Distinct { inner } | P::Reduced { inner } => {
                self.pattern(inner)
            }
            P::Extend {
                inner,
                variable,
                expression,
            } => {
                self.assigned(variable)?;
                self.expression(expression)?;
                self.pattern(inner)
            }
            P::OrderBy { inner, expression } => {
                let keys = expression.iter_mut().map(|order| match order {
                    OrderExpression::Asc(key) | OrderExpression::Desc(key) => key,
                });
                self.expressions(keys)?;
                self.pattern(inner)
            }
            P::Project { inner, variables } => self.subquery(inner, variables),
            P::Slice { inner, .. } => {
                self.run = Run::OneByOne;
                self.pattern(inner)
            }
            P::Group {
                inner,
                variables,
                aggregates,
            } => self.group(inner, variables, aggregates),
            P::Minus { .. } => Err(QueryError::Forbidden("MINUS")),
            P::Values { .. } => Err(QueryError::Forbidden("VALUES")),
            P::Service { .. } => Err(QueryError::Forbidden("SERVICE")),
            P::Lateral { .. } => Err(QueryError::Forbidden("LATERAL")),
        }
    }

    fn patterns(&mut self, patterns: [&mut Box<GraphPattern>; 2]) -> Result<(), QueryError> {
        patterns.into_iter().try_for_each(|p| self.pattern(p))
    }

    fn join_path(&self, path: &mut GraphPattern) {
        let bound = GraphPattern::Bgp {
            patterns: self.bind.clone(),
        };
        *path = GraphPattern::Join {
            left: Box::new(bound),
            right: Box::new(mem::take(path)),
        };
    }

    fn group(
        &mut self,
        inner: &mut GraphPattern,
        variables: &[Variable],
        aggregates: &mut [(Variable, AggregateExpression)],
    ) -> Result<(), QueryError> {
        if !variables.iter().any(|v| v.as_str() == self.key) {
            self.run = Run::OneByOne;
        }
        for (variable, aggregate) in aggregates {
            self.assigned(variable)?;
            if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                self.expression(expr)?;
            }
        }
        self.pattern(inner)
    }

    fn subquery(
        &mut self,
        inner: &mut GraphPattern,
        variables: &[Variable],
    ) -> Result<(), QueryError> {
        let selects = |name: &&String| variables.iter().any(|v| v.as_str() == name.as_str());
        if let Some(missing) = self.required.iter().find(|name| !selects(name)) {
            return Err(QueryError::Subquery(missing.clone()));
        }
        self.pattern(inner)
    }

    fn assigned(&self, variable: &Variable) -> Result<(), QueryError> {
        if self.bound.iter().any(|name| name == variable.as_str()) {
            Err(QueryError::Assigned(variable.as_str().to_owned()))
        } else {
            Ok(())
        }
    }

    fn expressions<'e>(
        &mut self,
        expressions: impl IntoIterator<Item = &'e mut Expression>,
    ) -> Result<(), QueryError> {
        expressions.into_iter().try_for_each(|e| self.expression(e))
    }

    /// Goes into each `EXISTS` of an expression.
    fn expression(&mut self, expression: &mut Expression) -> Result<(), QueryError> {
        use Expression as E;
        match expression {
            E::Exists(pattern) => self.pattern(pattern),
            E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => Ok(()),
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
            | E::Divide(a, b) => self.expressions([&mut **a, &mut **b]),
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => self.expression(a),
            E::If(a, b, c) => self.expressions([&mut **a, &mut **b, &mut **c]),
            E::In(a, list) => {
                self.expression(a)?;
                self.expressions(list)
            }
            E::Coalesce(list) | E::FunctionCall(_, list) => self.expressions(list),
        }
    }
}
