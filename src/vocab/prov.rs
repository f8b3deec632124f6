//! [The Provenance Ontology](https://www.w3.org/TR/prov-o/).

super::terms! { "http://www.w3.org/ns/prov#":
    /// `Entity`
    ENTITY = "Entity";
    /// `Activity`
    ACTIVITY = "Activity";
    /// `SoftwareAgent`
    SOFTWARE_AGENT = "SoftwareAgent";
    /// `wasDerivedFrom`
    WAS_DERIVED_FROM = "wasDerivedFrom";
    /// `wasGeneratedBy`
    WAS_GENERATED_BY = "wasGeneratedBy";
    /// `wasAssociatedWith`
    WAS_ASSOCIATED_WITH = "wasAssociatedWith";
    /// `wasRevisionOf`
    WAS_REVISION_OF = "wasRevisionOf";
    /// `used`
    USED = "used";
}
