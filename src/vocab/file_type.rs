//! The [file types](https://op.europa.eu/en/web/eu-vocabularies/concept-scheme/-/resource?uri=http://publications.europa.eu/resource/authority/file-type)
//! by which European portals know formats.

super::terms! { "http://publications.europa.eu/resource/authority/file-type/":
    /// `CSV`
    CSV = "CSV";
    /// `JSON`
    JSON = "JSON";
    /// `PARQUET`
    PARQUET = "PARQUET";
    /// `RDF_N_QUADS`
    N_QUADS = "RDF_N_QUADS";
}
