use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};
use spargebra::algebra::GraphPattern;

use super::failure::Reason;

/// Which way a query went, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The cubes whose columns were read.
    pub columns: Vec<Reading>,
    /// What was looked up in the store for the values that were found in columns.
    pub lookups: Vec<Lookup>,
    /// Why parts of the query were left to the store.
    pub store: Vec<String>,
    /// How parts that were left to the store were put for it, so that it finds a good plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<Planned>,
    /// The query as the store evaluates it at last, in the
    /// [syntax of its algebra](https://jena.apache.org/documentation/notes/sse.html).
    pub rest: String,
}

/// A cube whose columns were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The dataset.
    pub dataset: String,
    /// How many rows were read.
    pub read: usize,
    /// How many of them match the pattern.
    pub matched: usize,
    /// Into how many combinations of codes those were totalled while they were read; nothing where
    /// they were not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combinations: Option<usize>,
}

/// What was looked up in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// For how many different values.
    pub keys: usize,
    /// By which pattern.
    pub pattern: String,
}

/// How a part of a query was put for the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Planned {
    /// So many triple patterns are read once each and joined by hash, because there are too many
    /// solutions to look up what goes with each of them.
    Hashed(usize),
    /// It begins with this triple pattern, which leaves the fewest.
    First(String),
}

/// Where a query was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// From the columns of cubes.
    Columns,
    /// By the store.
    Store,
    /// In part from columns, in part by the store.
    Both,
}

impl Explanation {
    /// Where the query was answered.
    pub fn way(&self) -> Way {
        match (self.columns.is_empty(), self.store.is_empty()) {
            (true, _) => Way::Store,
            (false, true) => Way::Columns,
            (false, false) => Way::Both,
        }
    }

    pub(super) fn leave(&mut self, reason: &Reason) {
        let reason = reason.to_string();
        if !self.store.contains(&reason) {
            self.store.push(reason);
        }
    }

    pub(super) fn read(&mut self, reading: Reading) {
        self.columns.push(reading);
    }

    pub(super) fn look_up(&mut self, keys: usize, pattern: &GraphPattern) {
        let pattern = pattern.to_string();
        self.lookups.push(Lookup { keys, pattern });
    }
}

impl Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Columns => "columns",
            Self::Store => "store",
            Self::Both => "columns and store",
        })
    }
}

impl Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hashed(patterns) => {
                write!(
                    f,
                    "{patterns} patterns are each read once and joined by hash"
                )
            }
            Self::First(pattern) => write!(f, "{pattern} comes first"),
        }
    }
}

impl Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "answered from: {}", self.way())?;
        for reading in &self.columns {
            let (dataset, read) = (&reading.dataset, reading.read);
            write!(
                f,
                "columns: {dataset}: {read} rows read, {} matched",
                reading.matched
            )?;
            if let Some(combinations) = reading.combinations {
                write!(f, ", totalled into {combinations} combinations")?;
            }
            writeln!(f)?;
        }
        for Lookup { keys, pattern } in &self.lookups {
            writeln!(f, "looked up: for {keys} values: {pattern}")?;
        }
        for reason in &self.store {
            writeln!(f, "left to the store: {reason}")?;
        }
        for planned in &self.planned {
            writeln!(f, "put for the store: {planned}")?;
        }
        writeln!(f, "evaluated at last: {}", self.rest)
    }
}
