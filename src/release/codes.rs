//! What can be wrong with a release before anybody asks what it means.

use crate::diagnostic::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    EMPTY,
    NO_ROWS,
    ENCODING,
    UTF_16,
    NUL,
    UNCLOSED_QUOTE,
    STRAY_QUOTE,
    LINE_ENDS,
    NO_HEADING,
    RAGGED_ROW,
    UNNAMED_COLUMN,
    DUPLICATE_HEADING,
];

pub(super) const EMPTY: Code = Code::error(
    "release-empty",
    "The file holds no text at all.",
    "Check that it was saved and copied whole.",
);
pub(super) const NO_ROWS: Code = Code::error(
    "release-no-rows",
    "The file has a heading but not one data row below it.",
    "Check that it was saved whole, and that no `skip-rows` pattern of the mapping fits every row.",
);
pub(super) const ENCODING: Code = Code::error(
    "release-encoding",
    "The bytes are no text in the encoding that the mapping declares or that the lines before were in.",
    "Set `encoding` in the mapping's `[source]` to `utf-8`, `windows-1252` or `auto`, or save the file again as UTF-8.",
);
pub(super) const UTF_16: Code = Code::error(
    "release-utf-16",
    "The file is UTF-16, as Excel's “Unicode text” writes it.",
    "Save it again as “CSV UTF-8”.",
);
pub(super) const NUL: Code = Code::error(
    "release-nul",
    "The text holds a NUL character, which no CSV file should.",
    "The file was damaged or is not a CSV file; export it again.",
);
pub(super) const UNCLOSED_QUOTE: Code = Code::error(
    "release-unclosed-quote",
    "A cell begins with a quotation mark that is not closed, so that the rest of the file would be one cell.",
    "Close the quote, or write a quotation mark inside a quoted cell twice.",
);
pub(super) const STRAY_QUOTE: Code = Code::error(
    "release-stray-quote",
    "Text follows the quotation mark that closes a cell.",
    "Write a quotation mark inside a quoted cell twice, or put the missing comma after it.",
);
pub(super) const LINE_ENDS: Code = Code::error(
    "release-line-ends",
    "Lines end with a carriage return alone, as they did on very old Macintosh systems.",
    "Save the file again with usual line ends.",
);
pub(super) const NO_HEADING: Code = Code::error(
    "release-no-heading",
    "None of the first rows holds the headings that the mapping names.",
    "Check that this is the right file for this mapping; otherwise add the new headings to `titles` in the mapping.",
);
pub(super) const RAGGED_ROW: Code = Code::error(
    "release-ragged-row",
    "A row has more or fewer cells than the heading.",
    "Mend the row; if it is a note below the data, add a `skip-rows` pattern for it to the mapping.",
);
pub(super) const UNNAMED_COLUMN: Code = Code::error(
    "release-unnamed-column",
    "A column without a heading holds values.",
    "Give the column a heading, or empty it. Unnamed columns that are empty in every row are no fault.",
);
pub(super) const DUPLICATE_HEADING: Code = Code::error(
    "release-duplicate-heading",
    "Two columns have the same heading, so that nobody can tell which is meant.",
    "Rename one of them in the release.",
);
