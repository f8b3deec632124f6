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

/// Two members bear one code at one time.
pub const CODE_CLASH: Code = Code::error(
    "register-code-clash",
    "Two members of a register bear the same code of one system at the same time.",
    "Date the codes, take one away with the reason in the decisions, or say in register.toml that the system is known to reuse codes.",
);

/// Two members have one label at one time.
pub const LABEL_CLASH: Code = Code::warning(
    "register-label-clash",
    "Two members of one type have the same label at the same time, so a cell with it matches neither.",
    "Date the labels, take the label from the member that does not bear it, or write a line with the reason into namesakes.csv where both do bear it.",
);

/// A line about namesakes is not so.
pub const NAMESAKES: Code = Code::error(
    "register-namesakes",
    "A line of namesakes.csv says that two members bear a label at one time, and they do not.",
    "Take the line away, or correct the label.",
);

/// A member has two names to show at one time.
pub const TWO_NAMES: Code = Code::error(
    "register-two-names",
    "A member has no preferred label in English, or two in one language at the same time.",
    "Leave one of them `preferred` and make the other `former` with dates, or `other`.",
);

/// Successors lead back to the member they started from.
pub const CYCLE: Code = Code::error(
    "register-cycle",
    "Following the successors of a member leads back to it.",
    "Take away the line of successors.csv that closes the circle.",
);

/// A label cannot be accepted for a member.
pub const REFUSED: Code = Code::error(
    "register-refused",
    "A label was to be accepted that already means another member, or for a register or member that is not there.",
    "Correct the key; `assize register match` shows what the label means now.",
);

/// A published URI has neither a description nor a tombstone.
pub const LEDGER_LOST: Code = Code::error(
    "register-ledger-lost",
    "A URI that was published before would vanish: nothing describes it, and no tombstone says why.",
    "Bring it back, or withdraw it: assize ledger withdraw PATH --reason WHY --date DAY --successor PATH.",
);

/// A dataset that was published is not in a new store.
pub const LEDGER_ABSENT: Code = Code::warning(
    "register-ledger-absent",
    "The first generation of a store does not hold a dataset that the committed ledger lists; served as it is, the dataset's URIs would not answer.",
    "Publish a release of it into this store as well, or withdraw it: assize ledger withdraw /data/NAME --reason WHY --date DAY.",
);

/// A tombstone stands for a URI that was never published or still is there.
pub const LEDGER_TOMBSTONE: Code = Code::error(
    "register-ledger-tombstone",
    "A tombstone is for a URI that the ledger does not list or that is still described, or names a successor that the ledger does not list.",
    "Correct the line of tombstones.csv.",
);

/// A release is of a dataset that was withdrawn.
pub const LEDGER_WITHDRAWN: Code = Code::error(
    "register-ledger-withdrawn",
    "A release is to be published of a dataset that has a tombstone.",
    "Take the release out of the folder; or, if the dataset is to live again, take the tombstones of it out of tombstones.csv.",
);

/// A server or store answers otherwise than the ledger promises.
pub const LEDGER_ANSWER: Code = Code::error(
    "register-ledger-answer",
    "A URI of the ledger was answered with something else than 200, 303 or, with a tombstone, 410.",
    "Look at what was published last; roll back if it is live.",
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
    CODE_CLASH,
    LABEL_CLASH,
    NAMESAKES,
    TWO_NAMES,
    CYCLE,
    REFUSED,
    LEDGER_LOST,
    LEDGER_ABSENT,
    LEDGER_TOMBSTONE,
    LEDGER_WITHDRAWN,
    LEDGER_ANSWER,
];
