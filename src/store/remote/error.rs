use reqwest::StatusCode;
use thiserror::Error;

use crate::store::StoreError;

/// Why a store elsewhere could not be read or written.
#[derive(Debug, Error)]
pub enum RemoteError {
    /// It could not be reached, or the connection broke.
    #[error("the store at {url} cannot be reached: {}", causes(source))]
    Silent {
        /// The address that was asked.
        url: String,
        /// What went wrong.
        source: reqwest::Error,
    },
    /// It answered with an error.
    #[error("the store at {url} answered {status}: {said}")]
    Refused {
        /// The address that was asked.
        url: String,
        /// The status.
        status: StatusCode,
        /// The beginning of what it said.
        said: String,
    },
    /// It wants to know who asks, in a way that is not known or not configured.
    #[error("the store at {url} wants to know who asks; set `auth` of `store` ({reason})")]
    Unauthorised {
        /// The address that was asked.
        url: String,
        /// What is missing.
        reason: String,
    },
    /// Its answer is not what the protocol says.
    #[error("the answer of the store at {url} cannot be read: {reason}")]
    Unreadable {
        /// The address that was asked.
        url: String,
        /// What is wrong with the answer.
        reason: String,
    },
    /// It cut its answer short and said so.
    #[error(
        "the store cut its answer short ({said}); raise its limit of rows (`ResultSetMaxRows` of Virtuoso)"
    )]
    CutShort {
        /// The field of the answer that says so.
        said: String,
    },
    /// More was asked for than is read at once.
    #[error("the store has more than {rows} triples of this kind, and no more are read at once")]
    TooMany {
        /// How many are read.
        rows: usize,
    },
    /// What was loaded is not all there.
    #[error(
        "the store has {found} of the {expected} triples of generation {number}, which is therefore not made live"
    )]
    Incomplete {
        /// The number of the generation.
        number: u64,
        /// How many triples it has here.
        expected: u64,
        /// How many the store has.
        found: u64,
    },
    /// Another publisher's generation has this number.
    #[error(
        "the store has another generation {number}, published {published} from another folder; publish from that one, or prune it there"
    )]
    Foreign {
        /// The number of the generation.
        number: u64,
        /// When it was published.
        published: String,
    },
    /// The generation to switch to is not there.
    #[error("the store has no generation {number}; `assize releases` lists them")]
    NoSuchGeneration {
        /// The number that was asked for.
        number: u64,
    },
    /// Nothing has been published yet.
    #[error("nothing has been published to the store yet; run `assize publish`")]
    Empty,
    /// There is nothing to go back to.
    #[error("no generation before the live one is kept; `assize releases` lists them")]
    NothingBefore,
    /// The generation on this machine cannot be read.
    #[error(transparent)]
    Local(#[from] StoreError),
}

/// The chain of causes: the client's own message only says that it failed.
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text = next.to_string();
        cause = next.source();
    }
    text
}

impl RemoteError {
    /// Whether the same request may succeed a little later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Silent { .. } => true,
            Self::Refused { status, .. } => {
                status.is_server_error()
                    || *status == StatusCode::TOO_MANY_REQUESTS
                    || *status == StatusCode::REQUEST_TIMEOUT
            }
            _ => false,
        }
    }
}
