//! [RDF](https://www.w3.org/TR/rdf11-concepts/).

super::terms! { "http://www.w3.org/1999/02/22-rdf-syntax-ns#":
    /// `type`
    TYPE = "type";
    /// `Property`
    PROPERTY = "Property";
    /// `first`
    FIRST = "first";
    /// `rest`
    REST = "rest";
    /// `nil`
    NIL = "nil";
    /// `langString`
    LANG_STRING = "langString";
    /// `HTML`
    HTML = "HTML";
    /// `XMLLiteral`
    XML_LITERAL = "XMLLiteral";
}
