use crate::diagnostic::Code;

/// A file of examples cannot be read.
pub(super) const UNREADABLE: Code = Code::error(
    "example-unreadable",
    "A file of the folder of examples cannot be read or is not Turtle.",
    "Mend the file at the place that is named.",
);

/// A stored example is no query, or cannot be evaluated.
pub(super) const BROKEN: Code = Code::error(
    "example-broken",
    "A stored example query cannot be parsed or evaluated.",
    "Mend the query in `vocab/examples/`; `assize query --file` shows where it is wrong.",
);

/// A stored example gives too few or too many rows.
pub(super) const ROWS: Code = Code::error(
    "example-rows",
    "A stored example query gives fewer rows than its `query:minRows`, or more than its \
     `query:maxRows`: what it asks for has moved, or the data are not what they were.",
    "Look at its answer with `assize query --example`, and mend the query, the bounds or the data.",
);

/// A stored example takes longer than a public query may.
pub(super) const SLOW: Code = Code::warning(
    "example-slow",
    "A stored example query was not answered in the time that a public query has, so that it is \
     not known whether it keeps its promise. Nothing is refused for it, because a busy machine is \
     slow too.",
    "Narrow the query down in `vocab/examples/`: name a dataset, a place or a period.",
);

/// All codes of the examples.
pub const CODES: &[Code] = &[UNREADABLE, BROKEN, ROWS, SLOW];
