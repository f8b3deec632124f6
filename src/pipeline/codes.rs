use crate::diagnostic::Code;

/// No mapping's file pattern matches a release.
pub(super) const NO_MAPPING: Code = Code::error(
    "publish-no-mapping",
    "A release was given without `--mapping`, and no mapping in the folder of mappings has a \
     `file` pattern that its name matches.",
    "Name the mapping with `--mapping`, or put the release's name into the `file` pattern of its \
     mapping.",
);

/// The patterns of several mappings match a release.
pub(super) const AMBIGUOUS_MAPPING: Code = Code::error(
    "publish-ambiguous-mapping",
    "A release was given without `--mapping`, and the `file` patterns of several mappings match \
     its name.",
    "Name the mapping with `--mapping`, or make the patterns narrower.",
);

/// Nothing was given and nothing was found.
pub(super) const NO_RELEASE: Code = Code::error(
    "publish-no-release",
    "No release was named, and no file in the folder of releases has a name that a mapping's \
     `file` pattern matches.",
    "Name the releases, or put them into the folder that `releases` in the configuration or \
     `--releases` names.",
);

/// The edition of a release cannot be told.
pub(super) const NO_EDITION: Code = Code::error(
    "publish-no-edition",
    "The edition of a release, such as `2025-Q4`, was not given, and its file name has no part \
     in place of the `*` of the mapping's `file` pattern that could be one.",
    "Give it with `--edition`, or name the file as in `cc_rdos-2025-Q4.csv` for the pattern \
     `cc_rdos*.csv`.",
);

/// CSVW metadata are for a dataset that a mapping is for.
pub(super) const DATASET_TAKEN: Code = Code::error(
    "publish-dataset-taken",
    "CSVW metadata describe a dataset of the same name as one that a mapping is for, so that each \
     release would take the place of the other's.",
    "Give the cube a `dcterms:identifier` of its own, or publish its CSV with the mapping.",
);

/// A file of a generation is not as it was published.
pub(super) const FILE: Code = Code::error(
    "verify-file",
    "A file of a generation is not there, is one that nobody knows, or its bytes, its text or its \
     triples are others than were published.",
    "Take the file from a copy of the generation, or go back to one that is whole with \
     `assize rollback`, and publish again.",
);

/// The database of a generation does not hold what its files hold.
pub(super) const DATABASE: Code = Code::error(
    "verify-database",
    "The database of a generation cannot be read, lacks triples that are in its files, or holds \
     others.",
    "Go back to a generation that is whole with `assize rollback`, and publish again: the database \
     is built from the files.",
);

/// All codes of the route itself.
pub const CODES: &[Code] = &[
    NO_MAPPING,
    AMBIGUOUS_MAPPING,
    NO_RELEASE,
    NO_EDITION,
    DATASET_TAKEN,
    FILE,
    DATABASE,
];
