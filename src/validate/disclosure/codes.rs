use crate::diagnostic::Code;

/// A small count is shown.
pub(super) const SMALL: Code = Code::error(
    "validate-disclosure-small",
    "A count below the threshold of the mapping is shown.",
    "Suppress the cell with [c], or raise the geography or the grouping until counts are large enough.",
);
/// A suppressed count can be worked out.
pub(super) const DERIVABLE: Code = Code::error(
    "validate-disclosure-derivable",
    "A suppressed count is the only one missing beside a total, so it can be worked out.",
    "Suppress a second cell of the same total, or the total itself.",
);

/// The codes of disclosure.
pub const CODES: &[Code] = &[SMALL, DERIVABLE];
