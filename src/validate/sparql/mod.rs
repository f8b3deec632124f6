//! [SHACL-SPARQL](https://www.w3.org/TR/shacl/#part2): constraints and components that are queries,
//! run by Oxigraph's evaluator over the same numbers as everything else.

mod dataset;
mod insertion;
mod prebinding;
mod run;

use super::shape::Name;

pub(crate) use prebinding::{Form, Prepared, QueryError};
pub(crate) use run::{Bindings, Runner, Solution};

/// A [SPARQL-based constraint](https://www.w3.org/TR/shacl/#sparql-constraints).
#[derive(Debug)]
pub(crate) struct Query {
    /// The node that holds the query.
    pub(crate) source: Name,
    pub(crate) messages: Vec<Name>,
    pub(crate) prepared: Prepared,
}

/// A [SPARQL-based constraint component](https://www.w3.org/TR/shacl/#sparql-constraint-components)
/// with the values that one shape gives its parameters.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) iri: Name,
    pub(crate) messages: Vec<Name>,
    pub(crate) prepared: Prepared,
    pub(crate) parameters: Vec<(String, Name)>,
}
