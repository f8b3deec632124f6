use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the data may be published.
    Warning,
    /// The data are wrong; nothing is published.
    Error,
}

impl Severity {
    /// The word that reports use: `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The stable name of a kind of finding, such as `release-ragged-row`.
///
/// Each stage keeps its codes as constants in its own `codes.rs`. A code that has been released is
/// never renamed or given another meaning: scripts filter on it.
///
/// ```
/// use assize::diagnostic::{Code, Severity};
///
/// const EMPTY: Code = Code::error(
///     "release-empty",
///     "The release holds no row below its heading.",
///     "Check that the file was saved whole.",
/// );
/// assert_eq!(EMPTY.severity(), Severity::Error);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Code {
    id: &'static str,
    occurs: &'static str,
    mend: &'static str,
    severity: Severity,
}

impl Code {
    /// A code whose findings keep the data from being published.
    ///
    /// `id` is the stage and what is wrong, in kebab case; `occurs` says in whole sentences when it
    /// occurs, `mend` how to put it right. `assize explain` prints both.
    pub const fn error(id: &'static str, occurs: &'static str, mend: &'static str) -> Self {
        Self {
            id,
            occurs,
            mend,
            severity: Severity::Error,
        }
    }

    /// A code whose findings are worth knowing but stop nothing.
    pub const fn warning(id: &'static str, occurs: &'static str, mend: &'static str) -> Self {
        Self {
            id,
            occurs,
            mend,
            severity: Severity::Warning,
        }
    }

    /// The name, as reports print it and `assize explain` takes it.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// When findings of this code occur.
    pub const fn occurs(&self) -> &'static str {
        self.occurs
    }

    /// How to put them right.
    pub const fn mend(&self) -> &'static str {
        self.mend
    }

    /// The severity that its findings have unless they are told otherwise.
    pub const fn severity(&self) -> Severity {
        self.severity
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
