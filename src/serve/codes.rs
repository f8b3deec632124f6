use crate::diagnostic::Code;

/// A stored example is no query, or cannot be evaluated.
pub(super) const EXAMPLE_BROKEN: Code = Code::error(
    "serve-example-broken",
    "A stored example query cannot be parsed or evaluated.",
    "Mend the query in `vocab/examples/`; `assize query --file` shows where it is wrong.",
);

/// A stored example gives too few or too many rows.
pub(super) const EXAMPLE_ROWS: Code = Code::error(
    "serve-example-rows",
    "A stored example query gives fewer rows than its `query:minRows`, or more than its \
     `query:maxRows`: what it asks for has moved, or the data are not what they were.",
    "Look at its answer with `assize query`, and mend the query, the bounds or the data.",
);

/// All codes of the server.
pub const CODES: &[Code] = &[EXAMPLE_BROKEN, EXAMPLE_ROWS];
