//! The [media types](https://www.iana.org/assignments/media-types/media-types.xhtml) of what is
//! published, as DCAT names them.

super::terms! { "https://www.iana.org/assignments/media-types/":
    /// `text/csv`
    CSV = "text/csv";
    /// `application/csvm+json`
    CSVW_METADATA = "application/csvm+json";
    /// `application/n-quads`
    N_QUADS = "application/n-quads";
    /// `application/vnd.apache.parquet`
    PARQUET = "application/vnd.apache.parquet";
    /// `application/zstd`
    ZSTD = "application/zstd";
}
