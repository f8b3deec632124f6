//! The codes of this stage's findings.

use crate::diagnostic::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $kind:ident($id:literal, $occurs:literal, $mend:literal);)+) => {
        $($(#[$doc])* pub const $name: Code = Code::$kind($id, $occurs, $mend);)+
        /// All codes of this stage.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

codes! {
    /// The metadata are no JSON.
    JSON = error("csvw-json", "The metadata document is not valid JSON.", "Mend the syntax at the place that is shown.");
    /// The metadata are no object.
    NOT_OBJECT = error("csvw-not-object", "A metadata document holds something other than a JSON object.", "Describe one table or a group of tables as an object.");
    /// A file or URL could not be read.
    UNREADABLE = error("csvw-unreadable", "A metadata document, schema or tabular data file could not be read.", "Check that the file or URL exists and may be read.");
    /// A file outside the folders that may be read.
    OUTSIDE = error("csvw-outside-folder", "Metadata name a file outside the folder that they were read from.", "Put the files into one folder, or map a URL prefix to each folder with `--map`.");
    /// `@context` is wrong.
    CONTEXT = error("csvw-context", "The `@context` of the metadata is missing or not what CSVW requires.", "Set it to `http://www.w3.org/ns/csvw`, or to an array of that and an object with `@base` and `@language` only.");
    /// A keyword or object that the JSON-LD dialect does not allow.
    JSON_LD = error("csvw-json-ld", "The metadata use JSON-LD outside the dialect that CSVW allows.", "Use only `@id`, `@type`, `@value` and `@language`, as section 5.8 of the metadata vocabulary says.");
    /// `@type` is wrong.
    TYPE = error("csvw-type", "The `@type` of an object is not the one that its place requires.", "Set it to the type that is named, or leave it out.");
    /// `@id` is wrong.
    ID = error("csvw-id", "An `@id` is no URL, names a blank node, or gives a datatype the name of a built-in one.", "Use a URL of your own, or leave it out.");
    /// A required property is missing.
    MISSING_PROPERTY = error("csvw-missing-property", "A property that the specification requires is missing or unusable.", "Add the property.");
    /// A property that is not defined.
    UNKNOWN_PROPERTY = warning("csvw-unknown-property", "An object has a property that is neither defined for it nor a prefixed name or URL.", "Correct its spelling, move it to the object it belongs to, or remove it.");
    /// A value that is not allowed.
    BAD_VALUE = warning("csvw-bad-value", "A property has a value that is not allowed; its default is used.", "Give it a value of the kind that is named.");
    /// A template that is none.
    TEMPLATE = warning("csvw-template", "A URI template cannot be parsed; the property is ignored.", "Write it as RFC 6570 says, with balanced braces and valid variable names.");
    /// A template with variables that do not exist.
    UNKNOWN_VARIABLE = warning("csvw-unknown-variable", "A URI template uses a variable that is no column name and not one that CSVW defines.", "Use the `name` of a column, or `_row`, `_sourceRow`, `_column`, `_sourceColumn` or `_name`.");
    /// A column name that is none.
    COLUMN_NAME = warning("csvw-column-name", "The name of a column is not one that URI templates can use.", "Use ASCII letters, digits, `_`, `.` and percent-encoded characters, and no `_` at the start.");
    /// A format that is none.
    FORMAT = warning("csvw-format", "The format of a datatype makes no sense for it; the format is ignored.", "Use a number pattern, date pattern, `true|false` pair or regular expression, as the datatype wants.");
    /// Contradicting constraints.
    CONSTRAINT = error("csvw-constraint", "The constraints of a datatype contradict each other or the datatype.", "Remove or correct one of them.");
    /// A wrong foreign key.
    FOREIGN_KEY = error("csvw-foreign-key", "A foreign key definition is not complete, or refers to a table or column that does not exist.", "Name columns of this schema, and a table of the group with its columns.");
    /// Two columns of one name.
    DUPLICATE_COLUMN = error("csvw-duplicate-column", "Two columns of a schema have the same name.", "Give each column its own name.");
    /// A column of the file after a virtual one.
    VIRTUAL_ORDER = error("csvw-virtual-order", "A column of the file is described after a virtual column.", "Move the virtual columns to the end.");
    /// Metadata that were found do not describe the file.
    NOT_DESCRIBED = warning("csvw-not-described", "Metadata were found for a file but do not describe it; they are ignored.", "Name the file with `url` in the metadata, or remove them from that place.");
    /// The headings and the metadata do not fit together.
    INCOMPATIBLE = error("csvw-incompatible", "The headings of the file do not fit the columns that the metadata describe.", "Correct the titles, or the number and order of the columns.");
    /// The file is not what the dialect says.
    PARSE = error("csvw-parse", "The file cannot be parsed with its dialect: text follows a closing quote, or a quote is not closed.", "Mend the quotes, or correct the dialect.");
    /// A row with another number of cells.
    RAGGED = error("csvw-ragged-row", "A row has more or fewer cells than the table has columns.", "Add or remove cells.");
    /// A cell beyond all bounds.
    TOO_LARGE = error("csvw-too-large", "A row, a table or a file of metadata is larger than this program reads.", "Look for a quote that is not closed; split what is really that large.");
    /// A cell that its column does not allow.
    CELL = error("csvw-cell", "The value of a cell is not what its column allows.", "Correct the cell, or the datatype of the column.");
    /// A template that gives no IRI.
    BAD_IRI = error("csvw-bad-iri", "A template, with the values of a row, gives no valid IRI; the triple is left out.", "Correct the template or the cell; `{name}` encodes what `{+name}` does not.");
    /// Two rows with one key.
    DUPLICATE_KEY = error("csvw-duplicate-key", "Two rows have the same primary key.", "Remove one of them, or choose another key.");
    /// A reference to no row.
    NO_REFERENCE = error("csvw-no-referenced-row", "A foreign key refers to no row.", "Add the row that is referred to, or correct the reference.");
    /// A reference to several rows.
    MANY_REFERENCES = error("csvw-many-referenced-rows", "A foreign key refers to several rows.", "Make the referenced columns a key of their table.");
}
