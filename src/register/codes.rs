//! The codes of findings about registers.

use crate::diagnostic::Code;

/// A file of a register cannot be read.
pub const UNREADABLE: Code = Code::error(
    "register-unreadable",
    "A file of a register is missing, is not UTF-8, or is no table with the headings that its kind has.",
    "Restore the file, or give it exactly the headings that the register's documentation lists.",
);

/// `register.toml` is wrong.
pub const DEFINITION: Code = Code::error(
    "register-definition",
    "The register.toml of a register has a key that is not known, lacks one, or has one of the wrong kind.",
    "Mend the line that is underlined.",
);

/// A cell of a register does not hold what its column is for.
pub const CELL: Code = Code::error(
    "register-cell",
    "A cell of a register is empty where it must not be, or holds no key, date, number or known word.",
    "Mend the cell.",
);

/// A line is about a key that the register does not have.
pub const UNKNOWN_KEY: Code = Code::error(
    "register-unknown-key",
    "A line names a member, type, code scheme or source that is not there: a dangling relation or successor.",
    "Correct the key, or add the member that it names.",
);

/// Two members have one key.
pub const DUPLICATE_KEY: Code = Code::error(
    "register-duplicate-key",
    "Two lines of a register mint the same key.",
    "Give the newer member another key; a key is never reused.",
);

/// A span of time ends before it begins.
pub const REVERSED: Code = Code::error(
    "register-reversed-dates",
    "A member, label, code or relation ends before it begins.",
    "Correct one of the two dates from the source.",
);

/// A member that was published is no longer there.
pub const KEY_LOST: Code = Code::error(
    "register-key-lost",
    "A key that the register has minted is missing after a build or a change.",
    "Bring the member back; one that ended gets a closing date, one that should never have been a tombstone.",
);

/// Sources and rules do not settle what a record is.
pub const UNDECIDED: Code = Code::warning(
    "register-undecided",
    "Building a register met a record that the rules cannot place for certain, or a decision that no longer fits any.",
    "Write a line with the reason into the register's decisions folder.",
);

/// All codes of the stage.
pub const CODES: &[Code] = &[
    UNREADABLE,
    DEFINITION,
    CELL,
    UNKNOWN_KEY,
    DUPLICATE_KEY,
    REVERSED,
    KEY_LOST,
    UNDECIDED,
];
