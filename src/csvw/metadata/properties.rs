//! Which properties each kind of description object may have, common properties aside.

/// What any level may set for the cells within.
pub(super) const INHERITED: &[&str] = &[
    "aboutUrl",
    "datatype",
    "default",
    "lang",
    "null",
    "ordered",
    "propertyUrl",
    "required",
    "separator",
    "textDirection",
    "valueUrl",
];

/// A table group.
pub(super) const TABLE_GROUP: &[&str] = &[
    "@id",
    "@type",
    "tables",
    "dialect",
    "notes",
    "tableDirection",
    "tableSchema",
    "transformations",
];

/// A table.
pub(super) const TABLE: &[&str] = &[
    "@id",
    "@type",
    "url",
    "dialect",
    "notes",
    "suppressOutput",
    "tableDirection",
    "tableSchema",
    "transformations",
];

/// A schema.
pub(super) const SCHEMA: &[&str] = &[
    "@id",
    "@type",
    "columns",
    "foreignKeys",
    "primaryKey",
    "rowTitles",
];

/// A column.
pub(super) const COLUMN: &[&str] = &[
    "@id",
    "@type",
    "name",
    "suppressOutput",
    "titles",
    "virtual",
];

/// A dialect.
pub(super) const DIALECT: &[&str] = &[
    "@id",
    "@type",
    "commentPrefix",
    "delimiter",
    "doubleQuote",
    "encoding",
    "header",
    "headerRowCount",
    "lineTerminators",
    "quoteChar",
    "skipBlankRows",
    "skipColumns",
    "skipInitialSpace",
    "skipRows",
    "trim",
];

/// A transformation.
pub(super) const TRANSFORMATION: &[&str] = &[
    "@id",
    "@type",
    "url",
    "scriptFormat",
    "targetFormat",
    "source",
    "titles",
];

/// A datatype.
pub(super) const DATATYPE: &[&str] = &[
    "@id",
    "@type",
    "base",
    "format",
    "length",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
];

/// A foreign key.
pub(super) const FOREIGN_KEY: &[&str] = &["columnReference", "reference"];

/// The reference of a foreign key.
pub(super) const REFERENCE: &[&str] = &["resource", "schemaReference", "columnReference"];
