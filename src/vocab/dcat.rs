//! [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/).

super::terms! { "http://www.w3.org/ns/dcat#":
    /// `Catalog`
    CATALOG = "Catalog";
    /// `Dataset`
    DATASET_CLASS = "Dataset";
    /// `Distribution`
    DISTRIBUTION_CLASS = "Distribution";
    /// `DataService`
    DATA_SERVICE = "DataService";
    /// `dataset`
    DATASET = "dataset";
    /// `distribution`
    DISTRIBUTION = "distribution";
    /// `service`
    SERVICE = "service";
    /// `servesDataset`
    SERVES_DATASET = "servesDataset";
    /// `endpointURL`
    ENDPOINT_URL = "endpointURL";
    /// `endpointDescription`
    ENDPOINT_DESCRIPTION = "endpointDescription";
    /// `accessURL`
    ACCESS_URL = "accessURL";
    /// `accessService`
    ACCESS_SERVICE = "accessService";
    /// `downloadURL`
    DOWNLOAD_URL = "downloadURL";
    /// `mediaType`
    MEDIA_TYPE = "mediaType";
    /// `compressFormat`
    COMPRESS_FORMAT = "compressFormat";
    /// `byteSize`
    BYTE_SIZE = "byteSize";
    /// `hasVersion`
    HAS_VERSION = "hasVersion";
    /// `version`
    VERSION = "version";
    /// `startDate`
    START_DATE = "startDate";
    /// `endDate`
    END_DATE = "endDate";
    /// `landingPage`
    LANDING_PAGE = "landingPage";
    /// `keyword`
    KEYWORD = "keyword";
}
