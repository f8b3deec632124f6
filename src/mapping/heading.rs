use toml::Spanned;

use super::column::{Column, Input, Presence};
use super::dataset::Mapping;
use crate::release::{HeadingRule, Match};

/// Whether case, space and underscores in headings matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// They do not.
    #[default]
    Loose,
    /// They do; only space around a heading does not.
    Exact,
}

impl Headings {
    /// A heading in the form in which two of them are compared.
    pub(super) fn normal(self, heading: &str) -> String {
        match self {
            Self::Exact => heading.trim().to_owned(),
            Self::Loose => {
                let words = heading.split(|c: char| c.is_whitespace() || c == '_');
                let words = words.filter(|word| !word.is_empty());
                words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

impl Mapping {
    /// The index of the heading that is meant by `title`: the one spelt like it, or one spelt like
    /// another title of a column that has `title` among its own.
    pub(super) fn find_heading(&self, title: &str, headings: &[String]) -> Option<usize> {
        let normal = |text: &str| self.source.headings.normal(text);
        let position = |wanted: &str| {
            headings
                .iter()
                .position(|heading| *heading == normal(wanted))
        };
        position(title).or_else(|| {
            let same = |column: &&Column| {
                let titles = column.titles().iter();
                column.name == title || titles.clone().any(|t| normal(t.get_ref()) == normal(title))
            };
            let columns = self.columns.iter().filter(same);
            columns
                .flat_map(Column::titles)
                .find_map(|t| position(t.get_ref()))
        })
    }

    /// Headings in the form in which they are compared.
    pub(super) fn normal_headings<S: AsRef<str>>(&self, headings: &[S]) -> Vec<String> {
        let normal = |heading: &S| self.source.headings.normal(heading.as_ref());
        headings.iter().map(normal).collect()
    }

    /// For each heading that some column needs, whether a row has it; ones that may be absent count
    /// only where they are there.
    fn needs(&self, cells: &[&str]) -> Vec<bool> {
        let normal = self.normal_headings(cells);
        let mut needs = Vec::new();
        for column in &self.columns {
            let needed = column.presence == Presence::Required;
            let has =
                |title: &Spanned<String>| self.find_heading(title.get_ref(), &normal).is_some();
            let found: Vec<bool> = match &column.input {
                Input::Titles(titles) => vec![titles.iter().any(has)],
                Input::From(from) => from.iter().map(has).collect(),
                Input::Melt(pattern) => vec![cells.iter().any(|cell| pattern.is_match(cell))],
                Input::Constant(_) | Input::Capture(_) => Vec::new(),
            };
            needs.extend(found.into_iter().filter(|has| needed || *has));
        }
        needs
    }
}

impl HeadingRule for Mapping {
    fn rate(&self, cells: &[&str]) -> Match {
        let normal = self.normal_headings(cells);
        let found = |title: &String| self.find_heading(title, &normal).is_some();
        if !self.source.find.is_empty() && self.source.find.iter().all(found) {
            return Match::Whole;
        }
        let needs = self.needs(cells);
        let has = needs.iter().filter(|has| **has).count();
        if has == needs.len() && self.source.find.is_empty() {
            Match::Whole
        } else if has >= 2 && 2 * has >= needs.len() {
            Match::Part(has)
        } else {
            Match::None
        }
    }

    fn line(&self) -> Option<u64> {
        self.source.heading_line
    }
}
