//! [The Organization Ontology](https://www.w3.org/TR/vocab-org/).

super::terms! { "http://www.w3.org/ns/org#":
    /// `Organization`
    ORGANIZATION = "Organization";
    /// `OrganizationalUnit`
    ORGANIZATIONAL_UNIT = "OrganizationalUnit";
    /// `FormalOrganization`
    FORMAL_ORGANIZATION = "FormalOrganization";
    /// `Site`
    SITE = "Site";
    /// `classification`
    CLASSIFICATION = "classification";
    /// `identifier`
    IDENTIFIER = "identifier";
    /// `subOrganizationOf`
    SUB_ORGANIZATION_OF = "subOrganizationOf";
    /// `hasSite`
    HAS_SITE = "hasSite";
    /// `siteAddress`
    SITE_ADDRESS = "siteAddress";
    /// `ChangeEvent`
    CHANGE_EVENT = "ChangeEvent";
    /// `originalOrganization`
    ORIGINAL_ORGANIZATION = "originalOrganization";
    /// `resultingOrganization`
    RESULTING_ORGANIZATION = "resultingOrganization";
}
