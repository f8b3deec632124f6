use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The version of a dataset, as in [semantic versioning](https://semver.org): what a reader must
/// expect of a new release is computed from what changed.
///
/// ```
/// use assize::difference::{Step, Version};
///
/// let first = Version::FIRST;
/// assert_eq!(first.after(Step::Minor).after(Step::Patch).to_string(), "1.1.1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

/// How far a release is from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Nothing but values and texts are others.
    Patch,
    /// Members, measures or attributes are new; what was asked before still has its answer.
    Minor,
    /// A dimension is new, or something of the structure is gone: queries may break.
    Major,
}

/// Why a text is no version.
#[derive(Debug, Error)]
#[error("`{0}` is no version: it is three numbers with dots, such as 1.4.2")]
pub struct VersionError(String);

impl Version {
    /// The version of the first release of a dataset.
    pub const FIRST: Self = Self {
        major: 1,
        minor: 0,
        patch: 0,
    };

    /// The version that follows.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match step {
            Step::Major => (major + 1, 0, 0),
            Step::Minor => (major, minor + 1, 0),
            Step::Patch => (major, minor, patch + 1),
        };
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let error = |_| VersionError(text.to_owned());
        let numbers: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
        match numbers.map_err(error)?[..] {
            [major, minor, patch] => Ok(Self {
                major,
                minor,
                patch,
            }),
            _ => Err(VersionError(text.to_owned())),
        }
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, VersionError> {
        text.parse()
    }
}
