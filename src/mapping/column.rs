use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use toml::Spanned;

use super::measure::MeasureColumn;
use super::period::{Calendar, PeriodPattern};
use super::text::Text;
use crate::uri::Key;

/// A column of a mapping: where its values come from and what they are in the cube.
#[derive(Clone, Debug)]
pub struct Column {
    /// CSVW `name`; also the column's name in the tidy table.
    pub name: String,
    /// What its property is called.
    pub label: Text,
    /// What its property means.
    pub description: Text,
    /// Where its values come from.
    pub input: Input,
    /// Whether a release may lack it.
    pub presence: Presence,
    /// What it is in the cube.
    pub role: Role,
    /// CSVW `default`: what an empty cell or an absent column means.
    pub default: Option<String>,
    /// CSVW `null`: cells that hold no value.
    pub null: Vec<String>,
    /// Words for different kinds of nothing, with the label of each.
    pub nothing: BTreeMap<String, String>,
    /// The pattern whose part named `value` is the value.
    pub extract: Option<Regex>,
    /// The values that sum others.
    pub totals: Option<Totals>,
    /// CSVW `required`: whether an empty cell is a fault.
    pub required: bool,
    /// CSVW `propertyUrl`, where the mapping sets one.
    pub property_url: Option<String>,
    /// The bytes of its head in the mapping.
    pub(super) head: Range<usize>,
    /// The bytes of the keys that findings about its values point at.
    pub(super) spans: BTreeMap<&'static str, Range<usize>>,
}

/// Where the values of a column come from.
#[derive(Clone, Debug)]
pub enum Input {
    /// The column of the release with one of these headings.
    Titles(Vec<Spanned<String>>),
    /// The cells of these columns, joined by a space.
    From(Vec<Spanned<String>>),
    /// The same text in every row.
    Constant(String),
    /// The columns whose headings the pattern fits; each makes a row.
    Melt(Regex),
    /// The named part of the heading that is melted.
    Capture(String),
}

/// Whether a release may lack a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Without it, the release is not read.
    Required,
    /// Without it, the default is every row's value.
    Optional,
}

/// What a column is in the cube.
#[derive(Clone, Debug)]
pub enum Role {
    /// A [`qb:DimensionProperty`](https://www.w3.org/TR/vocab-data-cube/#ref_qb_DimensionProperty).
    Dimension(Values),
    /// A [`qb:AttributeProperty`](https://www.w3.org/TR/vocab-data-cube/#ref_qb_AttributeProperty).
    Attribute(Values),
    /// Figures.
    Measure(MeasureColumn),
    /// Names the measure of each row.
    MeasureType,
    /// Holds markers alone, for the figures of the row.
    Status,
    /// Must agree with another column and is not published.
    Check(Check),
    /// Is not published, for the reason that the mapping gives.
    Ignored(Option<String>),
}

/// What the values of a dimension or an attribute are.
#[derive(Clone, Debug)]
pub enum Values {
    /// Things of a register.
    Register {
        /// The register.
        register: String,
        /// The only type that the thing may have.
        of_type: Option<String>,
        /// What a cell is that the register does not know.
        unmatched: Unmatched,
    },
    /// Intervals of time.
    Period(Alternatives),
    /// Concepts of a code list.
    Codes(CodeRule),
    /// Literals of a datatype, such as `string`, in a language where one is given.
    Literal {
        /// The local name of the XML Schema datatype.
        datatype: String,
        /// The language tag.
        lang: Option<String>,
    },
}

/// The ways in which periods are written, in the order in which they are tried.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// When years begin.
    pub calendar: Calendar,
    /// The patterns.
    pub patterns: Vec<PeriodPattern>,
}

/// What a cell is that the register does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unmatched {
    /// A fault.
    #[default]
    Error,
    /// Work for a person: its rows wait and the others are published.
    Queue,
}

/// How the keys of a code list are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRule {
    /// The list that several datasets share; the dataset's own if there is none.
    pub list: Option<Key>,
    /// What a value is that is not in the frozen list.
    pub new: NewCodes,
}

/// What a value is that is not in the frozen code list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewCodes {
    /// A fault.
    Error,
    /// A new member, with a warning.
    #[default]
    Warn,
    /// A new member; the list is not frozen.
    Open,
}

/// What a column with the role `check` must agree with.
#[derive(Clone, Debug)]
pub struct Check {
    /// The register in which its cells are looked up.
    pub register: String,
    /// The column that it must agree with.
    pub column: String,
    /// The register whose member the other column's thing lies in; if absent, both columns must
    /// name the same thing.
    pub within: Option<String>,
}

/// The values that sum others.
#[derive(Clone, Debug)]
pub struct Totals {
    /// The cells, after `extract`.
    pub values: Vec<String>,
    /// What becomes of their rows.
    pub keep: TotalsAs,
    /// The parts must add up to the total within this much, as a decimal number.
    pub tolerance: Option<String>,
}

/// What becomes of the rows of a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TotalsAs {
    /// The total is a member like any other.
    Member,
    /// The rows are excluded, with this reason.
    Excluded(String),
}

impl Column {
    /// What the values are, if it is a dimension or an attribute.
    pub fn values(&self) -> Option<&Values> {
        match &self.role {
            Role::Dimension(values) | Role::Attribute(values) => Some(values),
            _ => None,
        }
    }

    /// Whether the keys of its code list are made anew each time, so that there is nothing to freeze.
    pub fn has_open_codes(&self) -> bool {
        matches!(self.values(), Some(Values::Codes(rule)) if rule.new == NewCodes::Open)
    }

    /// Whether it is a dimension.
    pub fn is_dimension(&self) -> bool {
        matches!(self.role, Role::Dimension(_))
    }

    /// What its figures are, if it holds any.
    pub fn measure(&self) -> Option<&MeasureColumn> {
        match &self.role {
            Role::Measure(measure) => Some(measure),
            _ => None,
        }
    }

    /// The headings that it may have.
    pub fn titles(&self) -> &[Spanned<String>] {
        match &self.input {
            Input::Titles(titles) => titles,
            _ => &[],
        }
    }

    /// The bytes of a key in the mapping, or of the column's head if it does not have the key.
    pub fn span(&self, key: &str) -> Range<usize> {
        self.spans
            .get(key)
            .cloned()
            .unwrap_or_else(|| self.head.clone())
    }
}

impl Alternatives {
    /// The interval that a text says in the first way that fits.
    pub fn read(&self, text: &str) -> Option<super::period::Interval> {
        let mut readings = self.patterns.iter();
        readings.find_map(|pattern| pattern.read(text, self.calendar))
    }

    /// The kind of all intervals, if the patterns can only say one.
    pub fn kind(&self) -> Option<super::period::IntervalKind> {
        let mut kinds = self
            .patterns
            .iter()
            .map(|pattern| pattern.kind(self.calendar));
        let first = kinds.next()??;
        kinds.all(|kind| kind == Some(first)).then_some(first)
    }
}
