//! What can be wrong with a mapping, or between a mapping and the headings of a release.

use crate::diagnostic::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    UNREADABLE,
    SYNTAX,
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_KIND,
    BAD_VALUE,
    BAD_PATTERN,
    BAD_PERIOD_PATTERN,
    MISPLACED_KEY,
    CONFLICT,
    DUPLICATE,
    UNKNOWN_COLUMN,
    UNKNOWN_REGISTER,
    INCOMPLETE_CUBE,
    MISSING_HEADING,
    UNKNOWN_HEADING,
    AMBIGUOUS_HEADING,
];

pub(super) const UNREADABLE: Code = Code::error(
    "mapping-unreadable",
    "The mapping file could not be read, or is not UTF-8.",
    "Check the path after `--mapping`.",
);
pub(super) const SYNTAX: Code = Code::error(
    "mapping-syntax",
    "The mapping is not well-formed TOML.",
    "Mend the line; https://toml.io/en/v1.0.0 shows how TOML is written.",
);
pub(super) const UNKNOWN_KEY: Code = Code::error(
    "mapping-unknown-key",
    "A key is not in the mapping language.",
    "Look for a misspelling; `assize schema` lists all keys.",
);
pub(super) const MISSING_KEY: Code = Code::error(
    "mapping-missing-key",
    "A table lacks a key that it must have.",
    "Add the key; `assize schema` says what it means.",
);
pub(super) const WRONG_KIND: Code = Code::error(
    "mapping-wrong-kind",
    "A value is of another kind than its key takes, such as a number in place of a text.",
    "Write the value as the finding says.",
);
pub(super) const BAD_VALUE: Code = Code::error(
    "mapping-bad-value",
    "A value is not one of those that its key takes.",
    "Use one of the values that the finding names.",
);
pub(super) const BAD_PATTERN: Code = Code::error(
    "mapping-bad-pattern",
    "A regular expression cannot be read, or lacks the named part that its key needs.",
    "Patterns follow https://docs.rs/regex/latest/regex/#syntax; a named part is written `(?<value>…)`.",
);
pub(super) const BAD_PERIOD_PATTERN: Code = Code::error(
    "mapping-bad-period-pattern",
    "A pattern of periods has an unknown part, or its parts do not say a period.",
    "The parts are {yyyy}, {yy}, {q}, {MMMM}, {MMM}, {MM}, {M}, {dd}, {d}, {ww} and {n}.",
);
pub(super) const MISPLACED_KEY: Code = Code::error(
    "mapping-misplaced-key",
    "A key has no meaning for a column of this role.",
    "Remove the key, or change the column's `role`.",
);
pub(super) const CONFLICT: Code = Code::error(
    "mapping-conflict",
    "Two keys contradict each other.",
    "Keep one of them.",
);
pub(super) const DUPLICATE: Code = Code::error(
    "mapping-duplicate",
    "Two columns or measures claim the same name, key or heading.",
    "Rename one of them.",
);
pub(super) const UNKNOWN_COLUMN: Code = Code::error(
    "mapping-unknown-column",
    "A key names a column that the mapping does not have.",
    "Use the `name` of a column.",
);
pub(super) const UNKNOWN_REGISTER: Code = Code::error(
    "mapping-unknown-register",
    "There is no register of that name.",
    "`assize register list` shows the registers.",
);
pub(super) const INCOMPLETE_CUBE: Code = Code::error(
    "mapping-incomplete-cube",
    "A mapping needs at least one dimension and at least one measure.",
    "Give a column the role `dimension`, another the role `measure`.",
);
pub(super) const MISSING_HEADING: Code = Code::error(
    "mapping-missing-heading",
    "The release has no column with any of the headings that the mapping knows for it.",
    "If the heading was renamed, add the new one to `titles`, or run again with `--accept-aliases`. If the column may be absent, write `optional = true`.",
);
pub(super) const UNKNOWN_HEADING: Code = Code::error(
    "mapping-unknown-heading",
    "The release has a column that the mapping does not know.",
    "Add a `[[column]]` for it, with `role = \"ignore\"` and a `reason` if it is not wanted; or set `unknown-columns` in `[source]`.",
);
pub(super) const AMBIGUOUS_HEADING: Code = Code::error(
    "mapping-ambiguous-heading",
    "Two columns of the release bear headings of the same column of the mapping.",
    "Take one of the headings out of `titles`.",
);
