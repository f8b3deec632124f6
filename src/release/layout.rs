use regex::RegexSet;

use super::{Encoding, HeadingRule};

/// How a release is laid out, as its mapping says.
pub struct Layout<'m> {
    /// How bytes stand for text.
    pub encoding: Encoding,
    /// The byte between cells.
    pub delimiter: u8,
    /// Which row is the heading.
    pub heading: &'m dyn HeadingRule,
    /// Rows whose text one of these fits are notes, not data.
    pub notes: &'m RegexSet,
}
