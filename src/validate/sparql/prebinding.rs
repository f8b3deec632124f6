use oxrdf::Variable;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::{Query, SparqlParser};

use super::insertion::{insert, patterns};

/// Which form of query a validator must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Each solution is a violation.
    Select,
    /// Each value for which the answer is no is a violation.
    Ask,
}

/// Whether one run may answer for many nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// The solutions of different nodes do not touch each other.
    AtOnce,
    /// A limit or a sum goes over all solutions of a run, so each node needs its own.
    OneByOne,
}

/// A query into which values can be [bound beforehand](https://www.w3.org/TR/shacl/#pre-binding).
///
/// The specification has each basic pattern of the query joined with the pre-bound values. Here
/// each is joined with a triple pattern whose predicate our dataset answers with those values, so
/// that blank nodes can be bound, and many focus nodes in one run.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) query: Query,
    pub(crate) form: Form,
    pub(crate) run: Run,
    /// The variables that get values, in the order of their numbers in the dataset.
    pub(crate) variables: Vec<String>,
}

/// Why a query is illegal as a validator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QueryError {
    #[error("{0}")]
    Syntax(String),
    #[error("the query must be a SELECT")]
    NotSelect,
    #[error("the query must be an ASK")]
    NotAsk,
    #[error("the query must select ?this")]
    NotSelected,
    #[error("{0} must not stand in a query with pre-bound variables")]
    Forbidden(&'static str),
    #[error("a subquery must select ?{0}, which is pre-bound")]
    Subquery(String),
    #[error("?{0} is pre-bound and must not be given another value")]
    Assigned(String),
}

impl Prepared {
    /// Parses a query and checks what SHACL demands of it.
    ///
    /// `values` are the variables that must go through subqueries; `?shapesGraph` and
    /// `?currentShape` are bound too.
    pub(crate) fn new(
        text: &str,
        prefixes: &[(String, String)],
        form: Form,
        values: &[String],
    ) -> Result<Self, QueryError> {
        let mut parser = SparqlParser::new();
        for (prefix, namespace) in prefixes {
            let with = parser.with_prefix(prefix, namespace);
            parser = with.map_err(|error| QueryError::Syntax(error.to_string()))?;
        }
        let query = parser.parse_query(text);
        let query = query.map_err(|error| QueryError::Syntax(brief(&error.to_string())))?;
        let (pattern, base_iri) = take_apart(query, form)?;
        let optional = ["shapesGraph", "currentShape"].map(str::to_owned);
        let bound: Vec<_> = values.iter().chain(&optional).cloned().collect();
        let mut check = Check {
            required: values,
            bound: &bound,
            key: key(form),
            run: Run::AtOnce,
        };
        check.top(&pattern, form)?;
        let run = check.run;
        let variables: Vec<_> = bound
            .iter()
            .filter(|v| mentions(text, v) || *v == key(form))
            .cloned()
            .collect();
        let mut pattern = match form {
            Form::Select => pattern,
            Form::Ask => answers(pattern, key(form)),
        };
        insert(&mut pattern, &patterns(&variables));
        let query = Query::Select {
            dataset: None,
            pattern,
            base_iri,
        };
        Ok(Self {
            query,
            form,
            run,
            variables,
        })
    }
}

/// What the parser says, without all that it would have taken instead.
fn brief(error: &str) -> String {
    if error.contains("Prefix not found") {
        return "it uses a prefix that is not declared (sh:prefixes)".to_owned();
    }
    let place = error.split(": expected").next().unwrap_or(error);
    format!(
        "it is no SPARQL ({})",
        place.lines().next().unwrap_or(place)
    )
}

/// The variable whose values a run may have many of.
fn key(form: Form) -> &'static str {
    match form {
        Form::Select => "this",
        Form::Ask => "value",
    }
}

fn take_apart(
    query: Query,
    form: Form,
) -> Result<(GraphPattern, Option<oxiri::Iri<String>>), QueryError> {
    let (dataset, pattern, base_iri) = match (query, form) {
        (
            Query::Select {
                dataset,
                pattern,
                base_iri,
            },
            Form::Select,
        )
        | (
            Query::Ask {
                dataset,
                pattern,
                base_iri,
            },
            Form::Ask,
        ) => (dataset, pattern, base_iri),
        (_, Form::Select) => return Err(QueryError::NotSelect),
        (_, Form::Ask) => return Err(QueryError::NotAsk),
    };
    match dataset {
        None => Ok((pattern, base_iri)),
        Some(_) => Err(QueryError::Forbidden("FROM")),
    }
}

/// The values for which a question is answered with yes, as a pattern.
fn answers(mut pattern: GraphPattern, variable: &str) -> GraphPattern {
    fn select(pattern: &mut GraphPattern, variable: &str) {
        use GraphPattern as P;
        match pattern {
            // The parser makes of every question a selection of all its variables.
            P::Project { variables, .. } => *variables = vec![Variable::new_unchecked(variable)],
            P::Distinct { inner } | P::Reduced { inner } | P::Slice { inner, .. } => {
                select(inner, variable);
            }
            _ => {}
        }
    }
    select(&mut pattern, variable);
    GraphPattern::Distinct {
        inner: Box::new(pattern),
    }
}

/// Whether a query's text holds `?name` or `$name`.
fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let sign = text[..at].ends_with(['?', '$']);
        let more = text[at + name.len()..].chars().next();
        sign && !more.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

struct Check<'q> {
    required: &'q [String],
    bound: &'q [String],
    key: &'static str,
    run: Run,
}

impl Check<'_> {
    fn top(&mut self, pattern: &GraphPattern, form: Form) -> Result<(), QueryError> {
        match pattern {
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
            _ => self.pattern(pattern),
        }
    }

    fn pattern(&mut self, pattern: &GraphPattern) -> Result<(), QueryError> {
        use GraphPattern as P;
        match pattern {
            P::Bgp { .. } | P::Path { .. } => Ok(()),
            P::Join { left, right } | P::Union { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            P::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression.iter().try_for_each(|e| self.expression(e))
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
            P::Minus { .. } => Err(QueryError::Forbidden("MINUS")),
            P::Values { .. } => Err(QueryError::Forbidden("VALUES")),
            P::Service { .. } => Err(QueryError::Forbidden("SERVICE")),
            P::OrderBy { inner, expression } => {
                for order in expression {
                    let (OrderExpression::Asc(e) | OrderExpression::Desc(e)) = order;
                    self.expression(e)?;
                }
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
            } => {
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
            P::Lateral { .. } => Err(QueryError::Forbidden("LATERAL")),
        }
    }

    fn subquery(&mut self, inner: &GraphPattern, variables: &[Variable]) -> Result<(), QueryError> {
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

    fn expression(&mut self, expression: &Expression) -> Result<(), QueryError> {
        let mut result = Ok(());
        each_exists(expression, &mut |pattern| {
            if result.is_ok() {
                result = self.pattern(pattern);
            }
        });
        result
    }
}

/// Calls a function on each pattern that stands in `EXISTS` in an expression.
fn each_exists(expression: &Expression, visit: &mut dyn FnMut(&GraphPattern)) {
    use Expression as E;
    match expression {
        E::Exists(pattern) => visit(pattern),
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
            each_exists(a, visit);
            each_exists(b, visit);
        }
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => each_exists(a, visit),
        E::If(a, b, c) => {
            each_exists(a, visit);
            each_exists(b, visit);
            each_exists(c, visit);
        }
        E::In(a, list) => {
            each_exists(a, visit);
            for e in list {
                each_exists(e, visit);
            }
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => {
            for e in list {
                each_exists(e, visit);
            }
        }
    }
}
