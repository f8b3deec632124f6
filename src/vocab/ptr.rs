//! [Pointer Methods in RDF](https://www.w3.org/TR/Pointers-in-RDF10/).

super::terms! { "http://www.w3.org/2009/pointers#":
    /// `lineNumber`
    LINE_NUMBER = "lineNumber";
}
