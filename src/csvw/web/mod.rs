//! Where documents come from: URLs, the folders that answer for them, and how metadata are found
//! for a file.

mod fetch;
mod link;
mod locate;
mod resolver;
mod url;

pub(crate) use fetch::read_text;
pub use fetch::{Fetch, FetchError, Response};
pub(crate) use locate::{Located, locate};
pub use resolver::{MapError, Mapping, Resolver};
pub(crate) use url::{same_url, without_fragment};
