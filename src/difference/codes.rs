use crate::diagnostic::Code;

/// The total of a measure is implausibly far from the last release's.
pub(super) const TOTAL: Code = Code::warning(
    "difference-total",
    "The sum of all figures of a measure is more than ten times, or less than a tenth of, what it \
     was in the release before.",
    "Look whether a unit or a multiplier changed, or rows were lost or doubled. If the figures are \
     right, publish: it is a warning.",
);

/// Members of a dimension that the last release had are gone.
pub(super) const VANISHED: Code = Code::warning(
    "difference-members-vanished",
    "No observation has a member of a dimension any more that observations of the release before \
     had, such as a court or a year.",
    "Look whether rows were lost or a label changed. If the member is gone for good, publish: it \
     is a warning, and the version of the dataset takes a major step.",
);

/// All codes of the difference between releases.
pub const CODES: &[Code] = &[TOTAL, VANISHED];
