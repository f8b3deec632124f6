//! [SPDX](https://spdx.org/rdf/terms/), of which DCAT takes its checksums.

super::terms! { "http://spdx.org/rdf/terms#":
    /// `Checksum`
    CHECKSUM_CLASS = "Checksum";
    /// `ChecksumAlgorithm`
    CHECKSUM_ALGORITHM = "ChecksumAlgorithm";
    /// `checksum`
    CHECKSUM = "checksum";
    /// `algorithm`
    ALGORITHM = "algorithm";
    /// `checksumValue`
    CHECKSUM_VALUE = "checksumValue";
    /// `checksumAlgorithm_sha256`
    SHA_256 = "checksumAlgorithm_sha256";
}
