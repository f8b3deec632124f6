//! The queries of [SHACL Advanced Features](https://www.w3.org/TR/shacl-af/#SPARQLExecutable).

super::terms! { "http://www.w3.org/ns/shacl#":
    /// `SPARQLSelectExecutable`
    SPARQL_SELECT_EXECUTABLE = "SPARQLSelectExecutable";
    /// `SPARQLConstructExecutable`
    SPARQL_CONSTRUCT_EXECUTABLE = "SPARQLConstructExecutable";
    /// `select`
    SELECT = "select";
    /// `construct`
    CONSTRUCT = "construct";
}
