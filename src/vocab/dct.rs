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
    /// `temporal`
    TEMPORAL = "temporal";
    /// `PeriodOfTime`
    PERIOD_OF_TIME = "PeriodOfTime";
    /// `Location`
    LOCATION = "Location";
    /// `LicenseDocument`
    LICENSE_DOCUMENT = "LicenseDocument";
    /// `format`
    FORMAT = "format";
    /// `MediaType`
    MEDIA_TYPE = "MediaType";
    /// `MediaTypeOrExtent`
    MEDIA_TYPE_OR_EXTENT = "MediaTypeOrExtent";
}
