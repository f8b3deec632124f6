//! [RDF Schema](https://www.w3.org/TR/rdf-schema/).

super::terms! { "http://www.w3.org/2000/01/rdf-schema#":
    /// `label`
    LABEL = "label";
    /// `comment`
    COMMENT = "comment";
    /// `seeAlso`
    SEE_ALSO = "seeAlso";
    /// `isDefinedBy`
    IS_DEFINED_BY = "isDefinedBy";
    /// `range`
    RANGE = "range";
    /// `domain`
    DOMAIN = "domain";
    /// `subPropertyOf`
    SUB_PROPERTY_OF = "subPropertyOf";
    /// `subClassOf`
    SUB_CLASS_OF = "subClassOf";
    /// `Class`
    CLASS = "Class";
    /// `Datatype`
    DATATYPE = "Datatype";
    /// `Literal`
    LITERAL = "Literal";
    /// `Resource`
    RESOURCE = "Resource";
}
