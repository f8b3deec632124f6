use toml::Spanned;

use super::text::Text;
use crate::uri::Key;

/// A measure that cells or headings name.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The last part of its URI.
    pub key: Key,
    /// What it is called.
    pub label: Text,
    /// What it means.
    pub description: Text,
    /// The cells or parts of headings that name it, besides its key and label.
    pub values: Vec<String>,
    /// The key of its unit.
    pub unit: Option<Key>,
    /// The datatype of its figures.
    pub datatype: Option<NumberKind>,
    /// By what its figures are to be multiplied, where the mapping says so for it alone.
    pub multiplier: Option<Multiplier>,
    /// Whether its figures add up, where the mapping says so.
    pub aggregation: Option<Aggregation>,
}

/// A column of figures.
#[derive(Clone, Debug)]
pub struct MeasureColumn {
    /// The datatype of the figures.
    pub datatype: NumberKind,
    /// The key of the unit.
    pub unit: Option<Key>,
    /// By what the figures are to be multiplied.
    pub multiplier: Multiplier,
    /// Whether the figures add up, where the mapping says so.
    pub aggregation: Option<Aggregation>,
    /// The spellings of numbers that are allowed beyond digits, a point, a minus and thousands.
    pub spellings: Vec<Spelling>,
    /// The marks that become statuses.
    pub markers: Markers,
    /// The column or heading that names the measure of each row; if absent, the column is the
    /// measure.
    pub measure_from: Option<Spanned<String>>,
}

/// Whether figures of a measure add up to a figure that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aggregation {
    /// They do, over all dimensions: what happened.
    Sum,
    /// They do at one time, but not over several: how much there was.
    Snapshot,
    /// They do not: means, medians, rates.
    None,
}

impl Aggregation {
    /// All of them with the words that a mapping uses, which are the last parts of their URIs.
    pub const ALL: [(&'static str, Self); 3] = [
        ("sum", Self::Sum),
        ("snapshot", Self::Snapshot),
        ("none", Self::None),
    ];

    /// The one that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(name, _)| *name == word);
        found.map(|(_, aggregation)| aggregation)
    }

    /// The last part of its URI.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Snapshot => "snapshot",
            Self::None => "none",
        }
    }

    /// What it means, in one sentence.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Sum => "Figures of what happened: they add up over all dimensions.",
            Self::Snapshot => {
                "Figures of how much there was at a time: they add up, but not over several times."
            }
            Self::None => "Means, medians, rates and the like: they do not add up.",
        }
    }
}

/// The datatype of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberKind {
    /// [`xsd:integer`](https://www.w3.org/TR/xmlschema11-2/#integer).
    #[default]
    Integer,
    /// [`xsd:decimal`](https://www.w3.org/TR/xmlschema11-2/#decimal).
    Decimal,
}

impl NumberKind {
    /// The name that CSVW gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Decimal => "decimal",
        }
    }
}

/// A power of ten by which figures are to be multiplied, as
/// [`sdmx-attribute:unitMult`](https://www.w3.org/TR/vocab-data-cube/#dsd-cog) says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Multiplier {
    /// How many noughts the power has.
    pub exponent: u32,
}

impl Multiplier {
    /// The multiplier that is 1, 10, 100 and so on; `None` for other numbers.
    pub fn new(power: u64) -> Option<Self> {
        let exponent = power.checked_ilog10()?;
        (10_u64.checked_pow(exponent)? == power).then_some(Self { exponent })
    }
}

/// A spelling of numbers that a column allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A currency sign before the figure: `£1,234.50`.
    Currency,
    /// Brackets in place of a minus: `(1,234.50)`.
    Accounting,
    /// A percent sign behind the figure: `12.5%`.
    Percent,
    /// A whole number with noughts behind a point: `180.0`.
    Float,
}

impl Spelling {
    /// All of them with the words that a mapping uses.
    pub const ALL: [(&'static str, Self); 4] = [
        ("currency", Self::Currency),
        ("accounting", Self::Accounting),
        ("percent", Self::Percent),
        ("float", Self::Float),
    ];
}

/// The marks that become statuses.
#[derive(Clone, Debug, Default)]
pub enum Markers {
    /// None: every cell must be a number.
    None,
    /// The bracketed shorthand of the
    /// [Government Analysis Function](https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/).
    #[default]
    Gss,
    /// That shorthand and the marks of this dataset, each with the notation of its status.
    Own(Vec<(String, Spanned<String>)>),
}
