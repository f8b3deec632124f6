//! [SKOS](https://www.w3.org/TR/skos-reference/).

super::terms! { "http://www.w3.org/2004/02/skos/core#":
    /// `Concept`
    CONCEPT = "Concept";
    /// `ConceptScheme`
    CONCEPT_SCHEME = "ConceptScheme";
    /// `prefLabel`
    PREF_LABEL = "prefLabel";
    /// `altLabel`
    ALT_LABEL = "altLabel";
    /// `hiddenLabel`
    HIDDEN_LABEL = "hiddenLabel";
    /// `notation`
    NOTATION = "notation";
    /// `definition`
    DEFINITION = "definition";
    /// `note`
    NOTE = "note";
    /// `scopeNote`
    SCOPE_NOTE = "scopeNote";
    /// `inScheme`
    IN_SCHEME = "inScheme";
    /// `topConceptOf`
    TOP_CONCEPT_OF = "topConceptOf";
    /// `hasTopConcept`
    HAS_TOP_CONCEPT = "hasTopConcept";
    /// `broader`
    BROADER = "broader";
    /// `narrower`
    NARROWER = "narrower";
    /// `exactMatch`
    EXACT_MATCH = "exactMatch";
    /// `closeMatch`
    CLOSE_MATCH = "closeMatch";
    /// `Collection`
    COLLECTION = "Collection";
    /// `member`
    MEMBER = "member";
}
