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
    "A suppressed count is the only one missing among a total and its parts, so it can be worked out.",
    "Suppress a second cell of the same total.",
);

/// A rule speaks of what no observation has.
pub(super) const ABSENT: Code = Code::warning(
    "validate-disclosure-absent",
    "The disclosure rule of the mapping names a measure or a total that no observation has, so that nothing is looked for there.",
    "Correct the key in the mapping. If this release just lacks it, nothing is wrong.",
);

/// The codes of disclosure.
pub const CODES: &[Code] = &[SMALL, DERIVABLE, ABSENT];
