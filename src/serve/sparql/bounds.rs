//! What may not be sent to a store elsewhere, where other graphs and other functions are.

use spargebra::Query;
use spargebra::algebra::{AggregateFunction, Function, GraphPattern};

use crate::query::{Visitor, visit_pattern};

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
    if dataset.is_some() {
        return Some(Beyond::Dataset);
    }
    let mut found = First(None);
    visit_pattern(pattern, &mut found);
    found.0
}

/// The first thing that is found.
struct First(Option<Beyond>);

impl First {
    fn find(&mut self, beyond: Beyond) {
        self.0.get_or_insert(beyond);
    }
}

impl Visitor for First {
    fn pattern(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Graph { .. } => self.find(Beyond::Graph),
            GraphPattern::Service { .. } => self.find(Beyond::Service),
            _ => {}
        }
    }

    fn function(&mut self, function: &Function) {
        if let Function::Custom(name) = function
            && !is_cast(name.as_str())
        {
            self.find(Beyond::Function(name.as_str().to_owned()));
        }
    }

    fn aggregate(&mut self, function: &AggregateFunction) {
        if let AggregateFunction::Custom(name) = function {
            self.find(Beyond::Function(name.as_str().to_owned()));
        }
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
        let ordered = "SELECT ?x { BIND(1 AS ?x) } ORDER BY COALESCE(1, IF(<a:f>(?x), 1, 2))";
        assert_eq!(asked(ordered), Some(Beyond::Function("a:f".to_owned())));
    }

    #[test]
    fn what_is_only_sparql_is_let_through() {
        let query = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            SELECT ?graph (SUM(xsd:decimal(?o)) AS ?service) { ?s ?p ?o BIND('GRAPH' AS ?graph) }
            GROUP BY ?graph ORDER BY STRLEN(?graph)";
        assert_eq!(asked(query), None);
    }
}
