//! [SKOS eXtension for Labels](https://www.w3.org/TR/skos-reference/#xl).

super::terms! { "http://www.w3.org/2008/05/skos-xl#":
    /// `Label`
    LABEL = "Label";
    /// `altLabel`
    ALT_LABEL = "altLabel";
    /// `literalForm`
    LITERAL_FORM = "literalForm";
}
