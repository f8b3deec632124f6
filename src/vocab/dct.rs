//! [DCMI Metadata Terms](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).

super::terms! { "http://purl.org/dc/terms/":
    /// `title`
    TITLE = "title";
    /// `description`
    DESCRIPTION = "description";
    /// `identifier`
    IDENTIFIER = "identifier";
    /// `issued`
    ISSUED = "issued";
    /// `modified`
    MODIFIED = "modified";
    /// `license`
    LICENSE = "license";
    /// `publisher`
    PUBLISHER = "publisher";
    /// `source`
    SOURCE = "source";
    /// `isReplacedBy`
    IS_REPLACED_BY = "isReplacedBy";
    /// `replaces`
    REPLACES = "replaces";
    /// `spatial`
    SPATIAL = "spatial";
    /// `date`
    DATE = "date";
    /// `type`
    TYPE = "type";
    /// `isVersionOf`
    IS_VERSION_OF = "isVersionOf";
    /// `hasVersion`
    HAS_VERSION = "hasVersion";
    /// `hasPart`
    HAS_PART = "hasPart";
    /// `requires`
    REQUIRES = "requires";
    /// `isPartOf`
    IS_PART_OF = "isPartOf";
}
