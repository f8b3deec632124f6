//! [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/).

super::terms! { "http://www.w3.org/ns/dcat#":
    /// `landingPage`
    LANDING_PAGE = "landingPage";
    /// `keyword`
    KEYWORD = "keyword";
    /// `version`
    VERSION = "version";
}
