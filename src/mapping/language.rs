//! The mapping language: every key, what may stand behind it and what it means.

use super::spec::{KeySpec, Need, Shape, TableSpec};
use crate::release::Encoding;

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> KeySpec {
    KeySpec {
        name,
        shape,
        need: Need::Required,
        doc,
    }
}

const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> KeySpec {
    KeySpec {
        name,
        shape,
        need: Need::Optional,
        doc,
    }
}

/// The roles of a column.
pub(super) const ROLES: [&str; 7] = [
    "dimension",
    "measure",
    "measure-type",
    "attribute",
    "status",
    "check",
    "ignore",
];

/// The datatypes of measures.
pub(super) const NUMBERS: [&str; 2] = ["integer", "decimal"];

/// Whether figures add up.
pub(super) const AGGREGATIONS: [&str; 3] = ["sum", "snapshot", "none"];

/// The datatypes of dimensions and attributes whose cells are literals.
pub(super) const LITERALS: [&str; 6] = ["string", "integer", "decimal", "date", "gYear", "boolean"];

pub(super) const MAPPING: TableSpec = TableSpec {
    name: "a mapping",
    keys: &[
        required(
            "dataset",
            Shape::Text,
            "The last part of the dataset's URI.",
        ),
        required("title", Shape::Localised, "What the dataset is called."),
        optional(
            "description",
            Shape::Localised,
            "What the dataset holds, in a few sentences.",
        ),
        optional(
            "licence",
            Shape::Text,
            "The licence, such as `ogl-3`, or its URI.",
        ),
        optional(
            "page",
            Shape::Text,
            "The page from which the publisher gives the releases.",
        ),
        optional(
            "keywords",
            Shape::Texts,
            "Words under which people look for it.",
        ),
        optional(
            "frequency",
            Shape::Word(&[
                "weekly",
                "monthly",
                "quarterly",
                "biannual",
                "annual",
                "irregular",
            ]),
            "How often a release appears.",
        ),
        optional(
            "notes",
            Shape::Texts,
            "Sentences that go with every release.",
        ),
        optional("source", Shape::Table(&SOURCE), "How the file is laid out."),
        required(
            "column",
            Shape::Tables(&COLUMN),
            "The columns of the tidy table.",
        ),
        optional(
            "measure",
            Shape::Tables(&MEASURE),
            "The measures that rows or headings name.",
        ),
        optional(
            "duplicates",
            Shape::Word(&["error", "same", "sum"]),
            "What several rows with the same dimensions are: a fault, the same twice, or parts to be summed.",
        ),
        optional(
            "disclosure",
            Shape::Table(&DISCLOSURE),
            "Which counts are so small that they must be suppressed.",
        ),
    ],
};

pub(super) const DISCLOSURE: TableSpec = TableSpec {
    name: "the `[disclosure]` table",
    keys: &[
        required(
            "threshold",
            Shape::Integer,
            "Counts below this must be suppressed.",
        ),
        optional(
            "measures",
            Shape::Texts,
            "The keys of the measures that are counts; all of them otherwise.",
        ),
        optional(
            "zero",
            Shape::Word(&["harmless", "small"]),
            "Whether a count of zero may be shown.",
        ),
        optional(
            "total",
            Shape::Tables(&TOTAL_MEMBER),
            "The members that sum others, by which a single suppressed count can be worked out.",
        ),
    ],
};

pub(super) const TOTAL_MEMBER: TableSpec = TableSpec {
    name: "a `[[disclosure.total]]` table",
    keys: &[
        required("column", Shape::Text, "The name of the dimension."),
        required(
            "key",
            Shape::Text,
            "The key of the member that sums the others.",
        ),
    ],
};

pub(super) const SOURCE: TableSpec = TableSpec {
    name: "the `[source]` table",
    keys: &[
        optional("file", Shape::Text, "A pattern of file names, with `*`."),
        optional(
            "encoding",
            Shape::Word(&Encoding::NAMES),
            "How bytes stand for text.",
        ),
        optional(
            "delimiter",
            Shape::Text,
            "The one character between cells; `,` if it is absent.",
        ),
        optional("header", Shape::Table(&HEADER), "Which row is the heading."),
        optional(
            "skip-rows",
            Shape::Texts,
            "Rows whose text fits one of these patterns are kept as notes.",
        ),
        optional(
            "unknown-columns",
            Shape::Word(&["error", "warn", "ignore"]),
            "What a heading is that no column names.",
        ),
        optional(
            "headings",
            Shape::Word(&["loose", "exact"]),
            "Whether case, spaces and underscores in headings matter; `loose` if it is absent.",
        ),
    ],
};

pub(super) const HEADER: TableSpec = TableSpec {
    name: "the `header` table",
    keys: &[
        optional(
            "find",
            Shape::Texts,
            "The heading is the first row that holds all of these.",
        ),
        optional(
            "row",
            Shape::Integer,
            "The heading is this line; the first is 1.",
        ),
    ],
};

pub(super) const COLUMN: TableSpec = TableSpec {
    name: "a `[[column]]`",
    keys: &[
        required(
            "name",
            Shape::Text,
            "CSVW `name`: the column in the tidy table; letters, digits and `_`.",
        ),
        optional(
            "label",
            Shape::Localised,
            "What the property is called; made from the name if absent.",
        ),
        optional("description", Shape::Localised, "What the property means."),
        optional(
            "titles",
            Shape::Texts,
            "CSVW `titles`: the headings that this column had in any release.",
        ),
        optional(
            "from",
            Shape::Texts,
            "Headings or columns whose cells are joined by a space.",
        ),
        optional(
            "constant",
            Shape::Text,
            "The value of every row; `{edition}` stands for the edition.",
        ),
        optional(
            "melt",
            Shape::Text,
            "A pattern of headings: each such column becomes rows.",
        ),
        optional(
            "capture",
            Shape::Text,
            "The named part of the `melt` pattern that this column takes.",
        ),
        optional(
            "role",
            Shape::Word(&ROLES),
            "What the column is in the cube.",
        ),
        optional(
            "optional",
            Shape::Bool,
            "Whether a release may lack the column.",
        ),
        optional(
            "required",
            Shape::Bool,
            "CSVW `required`: whether an empty cell is a fault.",
        ),
        optional(
            "default",
            Shape::Text,
            "CSVW `default`: what an empty cell, or an absent column, means.",
        ),
        optional(
            "null",
            Shape::Texts,
            "CSVW `null`: cells that hold no value; they give no observation.",
        ),
        optional(
            "nothing",
            Shape::Map,
            "Words for different kinds of nothing, and the label of each.",
        ),
        optional(
            "extract",
            Shape::Text,
            "A pattern; the part named `value` is the value, `notation` its code.",
        ),
        optional(
            "register",
            Shape::Text,
            "The register that knows the cell's things.",
        ),
        optional(
            "of-type",
            Shape::Text,
            "The only type that the thing may have, such as `crown-court`.",
        ),
        optional(
            "unmatched",
            Shape::Word(&["error", "queue"]),
            "What a cell is that the register does not know.",
        ),
        optional(
            "period",
            Shape::Table(&PERIOD),
            "How the cell says a period.",
        ),
        optional(
            "codes",
            Shape::Either(&Shape::Word(&["frozen", "open"]), &Shape::Table(&CODES)),
            "How keys of the code list are made.",
        ),
        optional(
            "datatype",
            Shape::Text,
            "CSVW `datatype` of a measure or literal.",
        ),
        optional(
            "lang",
            Shape::Text,
            "CSVW `lang`: the language of a literal.",
        ),
        optional(
            "propertyUrl",
            Shape::Text,
            "CSVW `propertyUrl`: the property, instead of one of our own.",
        ),
        optional(
            "measure-from",
            Shape::Text,
            "The column or heading that names the measure.",
        ),
        optional("unit", Shape::Text, "The key of the unit."),
        optional(
            "aggregation",
            Shape::Word(&AGGREGATIONS),
            "Whether figures add up: over all dimensions, at one time only, or not at all.",
        ),
        optional(
            "multiplier",
            Shape::Integer,
            "The power of ten by which figures are to be multiplied: 1, 10, 100, 1000, …",
        ),
        optional(
            "number",
            Shape::Words(&["currency", "accounting", "percent", "float"]),
            "Spellings of numbers that are allowed here.",
        ),
        optional(
            "markers",
            Shape::Either(&Shape::Word(&["gss", "none"]), &Shape::Map),
            "The marks that become statuses.",
        ),
        optional(
            "totals",
            Shape::Table(&TOTALS),
            "The values that sum others, and what becomes of their rows.",
        ),
        optional(
            "check",
            Shape::Table(&CHECK),
            "What a column with the role `check` must agree with.",
        ),
        optional("reason", Shape::Text, "Why a column is ignored."),
    ],
};

pub(super) const PERIOD: TableSpec = TableSpec {
    name: "the `period` table",
    keys: &[
        required(
            "patterns",
            Shape::Texts,
            "How periods are written, such as `{yyyy} Q{q}`; the first that fits counts.",
        ),
        optional(
            "calendar",
            Shape::Word(&["gregorian", "government"]),
            "Whether years begin in January or in April.",
        ),
    ],
};

pub(super) const CODES: TableSpec = TableSpec {
    name: "the `codes` table",
    keys: &[
        optional(
            "list",
            Shape::Text,
            "The key of a code list that several datasets share.",
        ),
        optional(
            "new",
            Shape::Word(&["error", "warn", "open"]),
            "What a value is that is not in the frozen list.",
        ),
    ],
};

pub(super) const TOTALS: TableSpec = TableSpec {
    name: "the `totals` table",
    keys: &[
        required(
            "values",
            Shape::Texts,
            "The cells that mark a total, after `extract`.",
        ),
        optional(
            "as",
            Shape::Word(&["member", "exclude"]),
            "Whether the row is kept, or excluded.",
        ),
        optional("reason", Shape::Text, "Why the row is excluded."),
        optional(
            "tolerance",
            Shape::Number,
            "The parts must add up to the total within this much.",
        ),
    ],
};

pub(super) const CHECK: TableSpec = TableSpec {
    name: "the `check` table",
    keys: &[
        required("column", Shape::Text, "The column that it must agree with."),
        optional(
            "within",
            Shape::Text,
            "The register whose member the other column's thing lies in.",
        ),
    ],
};

pub(super) const MEASURE: TableSpec = TableSpec {
    name: "a `[[measure]]`",
    keys: &[
        required("key", Shape::Text, "The last part of the measure's URI."),
        required("label", Shape::Localised, "What it is called."),
        optional("description", Shape::Localised, "What it means."),
        optional(
            "values",
            Shape::Texts,
            "The cells or parts of headings that name it.",
        ),
        optional("unit", Shape::Text, "The key of the unit."),
        optional(
            "aggregation",
            Shape::Word(&AGGREGATIONS),
            "Whether figures add up: over all dimensions, at one time only, or not at all.",
        ),
        optional("datatype", Shape::Word(&NUMBERS), "CSVW `datatype`."),
        optional(
            "multiplier",
            Shape::Integer,
            "The power of ten by which figures are to be multiplied.",
        ),
    ],
};
