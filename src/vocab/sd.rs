//! [SPARQL 1.1 Service Description](https://www.w3.org/TR/sparql11-service-description/).

super::terms! { "http://www.w3.org/ns/sparql-service-description#":
    /// `Service`
    SERVICE = "Service";
    /// `Dataset`
    DATASET = "Dataset";
    /// `Graph`
    GRAPH = "Graph";
    /// `endpoint`
    ENDPOINT = "endpoint";
    /// `supportedLanguage`
    SUPPORTED_LANGUAGE = "supportedLanguage";
    /// `SPARQL11Query`
    SPARQL_11_QUERY = "SPARQL11Query";
    /// `resultFormat`
    RESULT_FORMAT = "resultFormat";
    /// `feature`
    FEATURE = "feature";
    /// `EmptyGraphs`
    EMPTY_GRAPHS = "EmptyGraphs";
    /// `defaultDataset`
    DEFAULT_DATASET = "defaultDataset";
    /// `defaultGraph`
    DEFAULT_GRAPH = "defaultGraph";
}
