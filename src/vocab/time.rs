//! [OWL-Time](https://www.w3.org/TR/owl-time/).

super::terms! { "http://www.w3.org/2006/time#":
    /// `ProperInterval`
    PROPER_INTERVAL = "ProperInterval";
    /// `Instant`
    INSTANT = "Instant";
    /// `hasBeginning`
    HAS_BEGINNING = "hasBeginning";
    /// `hasEnd`
    HAS_END = "hasEnd";
    /// `inXSDDate`
    IN_XSD_DATE = "inXSDDate";
    /// `hasXSDDuration`
    HAS_XSD_DURATION = "hasXSDDuration";
}
