//! What may not be sent to a store elsewhere, where other graphs and other functions are.

use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression,
};

/// What a query asks for beyond the data that are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    /// Graphs of its own choice.
    Dataset,
    /// A named graph.
    Graph,
    /// Another endpoint.
    Service,
    /// How it is evaluated, which only the store knows.
    Explanation,
    /// A function of the store's own.
    Function(String),
}

impl Beyond {
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Dataset => "The query names the graphs to ask.".to_owned(),
            Self::Graph => "The query asks GRAPH, and there are no named graphs.".to_owned(),
            Self::Service => "The query asks another endpoint with SERVICE.".to_owned(),
            Self::Explanation => "An explanation is asked for, and there is none.".to_owned(),
            Self::Function(name) => format!("The query calls the function <{name}>."),
        }
    }
}

/// What a query asks for beyond the data, if anything.
pub(super) fn beyond(query: &Query) -> Option<Beyond> {
    let (dataset, pattern) = match query {
        Query::Select {
            dataset, pattern, ..
        }
        | Query::Construct {
            dataset, pattern, ..
        }
        | Query::Describe {
            dataset, pattern, ..
        }
        | Query::Ask {
            dataset, pattern, ..
        } => (dataset, pattern),
    };
    match dataset {
        Some(_) => Some(Beyond::Dataset),
        None => in_pattern(pattern),
    }
}

fn in_pattern(pattern: &GraphPattern) -> Option<Beyond> {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => None,
        P::Graph { .. } => Some(Beyond::Graph),
        P::Service { .. } => Some(Beyond::Service),
        P::Join { left, right }
        | P::Lateral { left, right }
        | P::Union { left, right }
        | P::Minus { left, right } => in_pattern(left).or_else(|| in_pattern(right)),
        P::LeftJoin {
            left,
            right,
            expression,
        } => in_pattern(left)
            .or_else(|| in_pattern(right))
            .or_else(|| expression.as_ref().and_then(in_expression)),
        P::Filter { expr, inner } => in_expression(expr).or_else(|| in_pattern(inner)),
        P::Extend {
            inner, expression, ..
        } => in_pattern(inner).or_else(|| in_expression(expression)),
        P::OrderBy { inner, expression } => {
            in_pattern(inner).or_else(|| expression.iter().find_map(in_order))
        }
        P::Group {
            inner, aggregates, ..
        } => in_pattern(inner).or_else(|| {
            let mut aggregates = aggregates.iter();
            aggregates.find_map(|(_, aggregate)| in_aggregate(aggregate))
        }),
        P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. } => in_pattern(inner),
    }
}

fn in_order(order: &OrderExpression) -> Option<Beyond> {
    match order {
        OrderExpression::Asc(expression) | OrderExpression::Desc(expression) => {
            in_expression(expression)
        }
    }
}

fn in_aggregate(aggregate: &AggregateExpression) -> Option<Beyond> {
    match aggregate {
        AggregateExpression::CountSolutions { .. } => None,
        AggregateExpression::FunctionCall { name, expr, .. } => match name {
            AggregateFunction::Custom(name) => Some(Beyond::Function(name.as_str().to_owned())),
            _ => in_expression(expr),
        },
    }
}

fn in_expression(expression: &Expression) -> Option<Beyond> {
    use Expression as E;
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => None,
        E::Exists(pattern) => in_pattern(pattern),
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => in_expression(a),
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
        | E::Divide(a, b) => in_expression(a).or_else(|| in_expression(b)),
        E::In(a, list) => in_expression(a).or_else(|| list.iter().find_map(in_expression)),
        E::If(a, b, c) => [a, b, c].into_iter().find_map(|e| in_expression(e)),
        E::FunctionCall(Function::Custom(name), _) if !is_cast(name.as_str()) => {
            Some(Beyond::Function(name.as_str().to_owned()))
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => list.iter().find_map(in_expression),
    }
}

/// [Casts](https://www.w3.org/TR/sparql11-query/#FunctionMapping) look like functions of somebody's
/// own and are SPARQL's.
fn is_cast(name: &str) -> bool {
    name.starts_with("http://www.w3.org/2001/XMLSchema#")
}

#[cfg(test)]
mod tests {
    use spargebra::SparqlParser;

    use super::*;

    fn asked(query: &str) -> Option<Beyond> {
        beyond(&SparqlParser::new().parse_query(query).unwrap())
    }

    #[test]
    fn graphs_services_and_functions_are_found_wherever_they_stand() {
        let graph = "SELECT * { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }";
        assert_eq!(asked(graph), Some(Beyond::Graph));
        assert_eq!(asked("ASK FROM <a:b> {}"), Some(Beyond::Dataset));
        let service = "SELECT * { { SELECT * { OPTIONAL { SERVICE <a:b> { ?s ?p ?o } } } } }";
        assert_eq!(asked(service), Some(Beyond::Service));
        let function = "SELECT (SUM(<bif:file_to_string>('/etc/passwd')) AS ?x) {}";
        let name = "bif:file_to_string".to_owned();
        assert_eq!(asked(function), Some(Beyond::Function(name)));
    }

    #[test]
    fn what_is_only_sparql_is_let_through() {
        let query = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            SELECT ?graph (SUM(xsd:decimal(?o)) AS ?service) { ?s ?p ?o BIND('GRAPH' AS ?graph) }
            GROUP BY ?graph ORDER BY STRLEN(?graph)";
        assert_eq!(asked(query), None);
    }
}
