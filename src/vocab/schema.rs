//! [schema.org](https://schema.org/), by the `http` IRIs that metadata use.

super::terms! { "http://schema.org/":
    /// `name`
    NAME = "name";
    /// `headline`
    HEADLINE = "headline";
    /// `description`
    DESCRIPTION = "description";
    /// `license`
    LICENSE = "license";
    /// `identifier`
    IDENTIFIER = "identifier";
    /// `version`
    VERSION = "version";
    /// `datePublished`
    DATE_PUBLISHED = "datePublished";
    /// `dateModified`
    DATE_MODIFIED = "dateModified";
}
