//! [OWL 2](https://www.w3.org/TR/owl2-syntax/).

super::terms! { "http://www.w3.org/2002/07/owl#":
    /// `sameAs`
    SAME_AS = "sameAs";
    /// `imports`
    IMPORTS = "imports";
    /// `Ontology`
    ONTOLOGY = "Ontology";
    /// `inverseOf`
    INVERSE_OF = "inverseOf";
}
