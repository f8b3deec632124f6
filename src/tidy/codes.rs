//! What can be wrong with the cells of a release once their meaning is known.

use crate::diagnostic::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    UNKNOWN_THING,
    AMBIGUOUS_THING,
    QUEUED,
    DISAGREES,
    NOT_A_NUMBER,
    UNKNOWN_MARKER,
    FIGURE_BESIDE_MARKER,
    TOO_MANY_STATUSES,
    NOT_A_PERIOD,
    EMPTY_CELL,
    NOT_EXTRACTED,
    BAD_LITERAL,
    UNKNOWN_MEASURE,
    SHARED_KEY,
    NEW_CODE,
    UNFROZEN_LIST,
    BAD_CODE_LIST,
    DUPLICATE_OBSERVATION,
    SUM_WITHOUT_FIGURE,
    TOTAL_DIFFERS,
    TOTAL_WITHOUT_PARTS,
    NO_OBSERVATION,
];

pub(super) const UNKNOWN_THING: Code = Code::error(
    "tidy-unknown-thing",
    "The register has nothing of that name or code.",
    "Mend the cell, or take the name into the register as an alias with `assize register accept`. With `unmatched = \"queue\"` the rows wait and the others are published.",
);
pub(super) const AMBIGUOUS_THING: Code = Code::error(
    "tidy-ambiguous-thing",
    "Several things of the register have that name.",
    "Say in the register which is meant, with `assize register accept`, or set `of-type` in the mapping.",
);
pub(super) const QUEUED: Code = Code::warning(
    "tidy-queued",
    "Rows wait for a person, because the register does not know a cell and the mapping says `unmatched = \"queue\"`.",
    "Take the name into the register with `assize register accept`, then publish again.",
);
pub(super) const DISAGREES: Code = Code::error(
    "tidy-disagrees",
    "A cell contradicts what the register says about another cell of its row.",
    "Find out which of both is right; mend the release or the register.",
);
pub(super) const NOT_A_NUMBER: Code = Code::error(
    "tidy-not-a-number",
    "A cell of figures is no number in any spelling that the mapping allows.",
    "Mend the cell; or allow its spelling with `number`, declare its mark in `markers`, or its word in `null`.",
);
pub(super) const UNKNOWN_MARKER: Code = Code::error(
    "tidy-unknown-marker",
    "A mark in brackets stands for no status.",
    "Use the shorthand of the Government Analysis Function, or declare the mark in `markers`.",
);
pub(super) const FIGURE_BESIDE_MARKER: Code = Code::error(
    "tidy-figure-beside-marker",
    "A figure stands beside a mark that says there is none, such as [c]; or a mark that goes with a figure stands alone.",
    "Publish either the figure or the mark. A figure beside [c] may be one that should have been suppressed.",
);
pub(super) const TOO_MANY_STATUSES: Code = Code::error(
    "tidy-too-many-statuses",
    "A cell has more than three different marks.",
    "Keep the three that matter most.",
);
pub(super) const NOT_A_PERIOD: Code = Code::error(
    "tidy-not-a-period",
    "A cell is written in none of the ways in which the mapping says periods are written.",
    "Mend the cell, add a pattern to `period`, or say in `totals` what becomes of its rows.",
);
pub(super) const EMPTY_CELL: Code = Code::error(
    "tidy-empty-cell",
    "A cell is empty that must hold something.",
    "Fill the cell; or say in the mapping what an empty one means: `default` or `nothing` for a dimension, `null` or `markers` for a figure.",
);
pub(super) const NOT_EXTRACTED: Code = Code::error(
    "tidy-not-extracted",
    "The column's `extract` pattern does not fit a cell.",
    "Mend the cell or the pattern.",
);
pub(super) const BAD_LITERAL: Code = Code::error(
    "tidy-bad-literal",
    "A cell is no value of the column's datatype.",
    "Mend the cell, or change `datatype`.",
);
pub(super) const UNKNOWN_MEASURE: Code = Code::error(
    "tidy-unknown-measure",
    "A cell or heading names a measure that the mapping does not declare.",
    "Add it to the `values` of a `[[measure]]`, or add a `[[measure]]` for it.",
);
pub(super) const SHARED_KEY: Code = Code::error(
    "tidy-shared-key",
    "Two different labels would have the same key, and so the same URI.",
    "If both mean the same, make one an alias of the other in the code list; if not, write a row with a key of its own for one of them.",
);
pub(super) const NEW_CODE: Code = Code::warning(
    "tidy-new-code",
    "A value is not in the frozen code list, so that a key was made for it from its label.",
    "If it is a new value, freeze it with `assize tidy --freeze`; if it is a new spelling, add it to `aliases` in the code list first.",
);
pub(super) const UNFROZEN_LIST: Code = Code::warning(
    "tidy-unfrozen-list",
    "A column has no frozen code list yet, so that its keys could change with its labels.",
    "Run `assize tidy --freeze` and commit the file that it writes.",
);
pub(super) const BAD_CODE_LIST: Code = Code::error(
    "tidy-bad-code-list",
    "A file of frozen codes cannot be read, or holds a key or label twice.",
    "Mend the file; it has the columns key, label, aliases (with | between them) and notation.",
);
pub(super) const DUPLICATE_OBSERVATION: Code = Code::error(
    "tidy-duplicate-observation",
    "Two rows have the same value in every dimension, so that both would be the same observation.",
    "If a column that tells them apart is missing in the mapping, add it. If the release has lost a dimension and the figures are parts of one sum, write `duplicates = \"sum\"`; if the release gives the same rows twice, `duplicates = \"same\"`.",
);
pub(super) const SUM_WITHOUT_FIGURE: Code = Code::error(
    "tidy-sum-without-figure",
    "Rows are to be summed, but one of them has a mark in place of a figure, or they differ in an attribute, so that the sum is not known.",
    "Ask the publisher for the lost dimension, or for the sum.",
);
pub(super) const TOTAL_DIFFERS: Code = Code::error(
    "tidy-total-differs",
    "The parts do not add up to the total within the tolerance that the mapping declares.",
    "Check the release; raise `tolerance` if its figures are rounded.",
);
pub(super) const TOTAL_WITHOUT_PARTS: Code = Code::warning(
    "tidy-total-without-parts",
    "A total could not be checked, because not all of its parts are known.",
    "Nothing needs to be done if parts are suppressed.",
);
pub(super) const NO_OBSERVATION: Code = Code::error(
    "tidy-no-observation",
    "The release has rows, but not one of them is an observation.",
    "Look at the accounting for the reasons.",
);
