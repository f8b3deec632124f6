//! [Asset Description Metadata Schema](https://www.w3.org/TR/vocab-adms/).

super::terms! { "http://www.w3.org/ns/adms#":
    /// `Identifier`
    IDENTIFIER_CLASS = "Identifier";
    /// `identifier`
    IDENTIFIER = "identifier";
}
