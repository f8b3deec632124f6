//! The headings of the tables of a register.

/// The headings of `{concept}.csv`.
pub(super) const THING_COLUMNS: &[&str] = &[
    "key",
    "type",
    "opened",
    "closed",
    "latitude",
    "longitude",
    "address",
    "postcode",
    "source",
    "note",
];
/// The headings of `labels.csv`.
pub(super) const LABEL_COLUMNS: &[&str] = &[
    "key", "label", "language", "role", "from", "to", "source", "note",
];
/// The headings of `codes.csv`.
pub(super) const CODE_COLUMNS: &[&str] = &["key", "scheme", "code", "from", "to", "source"];
/// The headings of `relations.csv`.
pub(super) const RELATION_COLUMNS: &[&str] = &["key", "concept", "target", "from", "to", "source"];
/// The headings of `successors.csv`.
pub(super) const SUCCESSOR_COLUMNS: &[&str] =
    &["key", "successor", "date", "kind", "source", "evidence"];
/// The headings of `accepted.csv`: spellings that a person has settled.
pub(super) const ACCEPTED_COLUMNS: &[&str] = &["label", "key", "from", "to", "who", "when", "why"];
/// The headings of `sources.csv`.
pub(super) const SOURCE_COLUMNS: &[&str] =
    &["key", "title", "publisher", "licence", "address", "note"];
