use crate::mapping::Interval;
use crate::uri::Key;

/// A value of a dimension or attribute, once in a release however many rows have it.
#[derive(Clone, Debug)]
pub struct Member {
    /// What stands in the tidy table: a key, or the text of a literal.
    pub cell: String,
    /// What people call it.
    pub label: String,
    /// What it is.
    pub nature: Nature,
    /// The total that it is, as a position in the reasons for exclusion.
    pub(super) total: Option<Total>,
}

/// What a member is.
#[derive(Clone, Debug)]
pub enum Nature {
    /// A thing of the column's register.
    Thing(Key),
    /// A period.
    Period(Interval),
    /// A concept of the column's code list, by its position.
    Code(usize),
    /// A literal.
    Literal,
    /// A word such as `All` in a column of periods, whose rows are excluded.
    Nothing,
}

/// That a member sums others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    Kept,
    Excluded,
}

/// A member by its position in its column.
pub(super) type MemberId = u32;

/// What a cell turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Member(MemberId),
    /// It holds no value, and may.
    Empty,
    /// A person must say what it is; the position of its problem.
    Queued(usize),
    /// It is wrong; the position of its problem.
    Fault(usize),
}
