use oxrdf::Variable;
use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

use super::insertion::Insertion;

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
    #[error("$PATH stands for the path of a property shape; this is a node shape")]
    NoPath,
    #[error("$PATH may stand only where a predicate does")]
    MisplacedPath,
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
        let (mut pattern, base_iri) = take_apart(query, form)?;
        let optional = ["shapesGraph", "currentShape"].map(str::to_owned);
        let bound: Vec<_> = values.iter().chain(&optional).cloned().collect();
        let variables: Vec<_> = bound
            .iter()
            .filter(|v| mentions(text, v) || *v == key(form))
            .cloned()
            .collect();
        let mut insertion = Insertion::new(values, &bound, key(form), &variables);
        insertion.top(&mut pattern, form)?;
        let run = insertion.run;
        let pattern = match form {
            Form::Select => pattern,
            Form::Ask => answers(pattern, key(form)),
        };
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
