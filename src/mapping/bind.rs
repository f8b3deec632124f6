use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::codes;
use super::column::{Column, Input, Presence};
use super::dataset::{Mapping, UnknownColumns};
use super::rename;
use crate::diagnostic::{Finding, Findings, Place, Severity, SourceName};
use crate::release::{Heading, Release};

/// Which columns of a release feed which columns of a mapping.
#[derive(Clone, Debug)]
pub struct Binding {
    /// For each column of the mapping, what feeds it.
    pub feeds: Vec<Feed>,
    /// The headings that were proposed as new spellings.
    pub aliases: Vec<Alias>,
}

/// What feeds a column of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feed {
    /// A cell of the row; the first is 0.
    Cell(usize),
    /// Several cells, joined by a space.
    Joined(Vec<usize>),
    /// The same text in every row.
    Constant(String),
    /// Several cells, each for a row of its own.
    Melted(Vec<Slot>),
    /// A part of the heading that is melted.
    Captured(String),
    /// Nothing: the release lacks the column.
    Absent,
}

/// A melted column of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The cell; the first is 0.
    pub cell: usize,
    /// The named parts of its heading.
    pub captures: BTreeMap<String, String>,
}

/// A heading that a person may take for a new spelling of a column's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name of the column, or the heading in `from` that stands for itself.
    pub column: String,
    /// The new heading.
    pub heading: String,
}

impl Mapping {
    /// Binds the columns to the headings of a release.
    ///
    /// The findings tell what is missing, unknown or ambiguous; with errors among them the binding
    /// is incomplete and only its aliases are of use.
    pub fn bind(&self, release: &Release, findings: &mut Findings) -> Binding {
        let mut binder = Binder::new(self, release.source(), release.heading());
        let feeds = self
            .columns
            .iter()
            .map(|column| binder.feed(column))
            .collect();
        let aliases = binder.report(findings);
        Binding { feeds, aliases }
    }
}

struct Binder<'m> {
    mapping: &'m Mapping,
    source: &'m SourceName,
    heading: &'m Heading,
    /// The headings in the form in which they are compared.
    normal: Vec<String>,
    used: BTreeSet<usize>,
    missing: Vec<Missing<'m>>,
    ambiguous: Vec<Finding>,
}

/// A column without a heading.
pub(super) struct Missing<'m> {
    pub(super) column: &'m Column,
    /// The headings that it had so far.
    pub(super) titles: Vec<&'m str>,
    /// What an alias is written to: the column, or the heading in `from`.
    pub(super) owner: &'m str,
}

impl<'m> Binder<'m> {
    fn new(mapping: &'m Mapping, source: &'m SourceName, heading: &'m Heading) -> Self {
        Self {
            mapping,
            source,
            heading,
            normal: mapping.normal_headings(heading.texts()),
            used: BTreeSet::new(),
            missing: Vec::new(),
            ambiguous: Vec::new(),
        }
    }

    fn feed(&mut self, column: &'m Column) -> Feed {
        match &column.input {
            Input::Titles(titles) => self.cell(column, titles),
            Input::From(from) => self.joined(column, from),
            Input::Constant(text) => Feed::Constant(text.clone()),
            Input::Capture(part) => Feed::Captured(part.clone()),
            Input::Melt(pattern) => {
                let slots: Vec<_> = self.slots(pattern);
                self.used.extend(slots.iter().map(|slot| slot.cell));
                if slots.is_empty() {
                    self.missing.push(Missing {
                        column,
                        titles: Vec::new(),
                        owner: &column.name,
                    });
                }
                Feed::Melted(slots)
            }
        }
    }

    fn cell(&mut self, column: &'m Column, titles: &'m [Spanned<String>]) -> Feed {
        let mut found: Vec<usize> = Vec::new();
        for title in titles {
            let normal = self.mapping.source.headings.normal(title.get_ref());
            let at = self.normal.iter().position(|heading| *heading == normal);
            found.extend(at.filter(|at| !found.contains(at)));
        }
        self.used.extend(&found);
        match found.as_slice() {
            [] => {
                if column.presence == Presence::Required {
                    self.missing.push(Missing {
                        column,
                        titles: titles.iter().map(|t| t.get_ref().as_str()).collect(),
                        owner: &column.name,
                    });
                }
                Feed::Absent
            }
            [one] => Feed::Cell(*one),
            [first, second, ..] => {
                self.ambiguous
                    .push(self.two_headings(column, *first, *second));
                Feed::Cell(*first)
            }
        }
    }

    fn joined(&mut self, column: &'m Column, from: &'m [Spanned<String>]) -> Feed {
        let mut cells = Vec::new();
        for title in from {
            match self.mapping.find_heading(title.get_ref(), &self.normal) {
                Some(at) => cells.push(at),
                None => self
                    .missing
                    .push(self.missing_part(column, title.get_ref())),
            }
        }
        self.used.extend(&cells);
        if cells.len() == from.len() {
            Feed::Joined(cells)
        } else {
            Feed::Absent
        }
    }

    fn missing_part(&self, column: &'m Column, name: &'m str) -> Missing<'m> {
        let titles = self
            .mapping
            .column(name)
            .map(Column::titles)
            .unwrap_or_default();
        let mut titles: Vec<_> = titles.iter().map(|t| t.get_ref().as_str()).collect();
        if titles.is_empty() {
            titles.push(name);
        }
        Missing {
            column,
            titles,
            owner: name,
        }
    }

    fn slots(&self, pattern: &regex::Regex) -> Vec<Slot> {
        let headings = self.heading.texts().iter().enumerate();
        let slot = |(cell, heading): (usize, &String)| {
            let found = pattern.captures(heading)?;
            let parts = pattern.capture_names().flatten();
            let part = |name: &str| Some((name.to_owned(), found.name(name)?.as_str().to_owned()));
            let captures = parts.filter_map(part).collect();
            Some(Slot { cell, captures })
        };
        headings.filter_map(slot).collect()
    }

    fn two_headings(&self, column: &Column, first: usize, second: usize) -> Finding {
        let message = format!("Two columns of the release are `{}`.", column.name);
        let place = |at| self.place(at);
        Finding::new(codes::AMBIGUOUS_HEADING, message)
            .at(place(second))
            .defined_at(self.mapping.place(column.span("titles")))
            .related(place(first).with_label("the first"))
            .help("take one of the headings out of `titles`")
    }

    fn place(&self, at: usize) -> Place {
        let heading = self.heading.texts().get(at).map(String::as_str);
        self.heading.row().place(self.source, at, heading)
    }

    /// The headings that nothing uses, without the unnamed ones and the twins of others.
    fn unknown(&self) -> Vec<usize> {
        let twin = |at: &usize| {
            self.used
                .iter()
                .any(|used| self.normal[*used] == self.normal[*at])
        };
        let named = (0..self.normal.len()).filter(|at| !self.normal[*at].is_empty());
        named
            .filter(|at| !self.used.contains(at) && !twin(at))
            .collect()
    }

    /// Tells what is wrong, and gives the proposals for new spellings.
    fn report(mut self, findings: &mut Findings) -> Vec<Alias> {
        findings.extend(std::mem::take(&mut self.ambiguous));
        let unknown = self.unknown();
        let names: Vec<_> = unknown
            .iter()
            .map(|at| self.heading.texts()[*at].as_str())
            .collect();
        let proposals = rename::propose(&self.missing, &names);
        let mut aliases = Vec::new();
        for (missing, proposal) in self.missing.iter().zip(&proposals) {
            findings.push(self.missing_heading(missing, proposal.map(|at| unknown[at])));
            aliases.extend(proposal.map(|at| Alias {
                column: missing.owner.to_owned(),
                heading: names[at].to_owned(),
            }));
        }
        for (index, at) in unknown.iter().enumerate() {
            if !proposals.contains(&Some(index)) {
                findings.extend(self.unknown_heading(*at));
            }
        }
        aliases
    }

    fn missing_heading(&self, missing: &Missing<'_>, proposal: Option<usize>) -> Finding {
        let column = missing.column;
        let known: Vec<_> = missing
            .titles
            .iter()
            .map(|title| format!("“{title}”"))
            .collect();
        let message = match known.as_slice() {
            [] => format!("No heading fits the `melt` pattern of `{}`.", column.name),
            [one] => format!(
                "The release has no column {one}, which `{}` needs.",
                column.name
            ),
            many => format!(
                "The release has no column {}, one of which `{}` needs.",
                many.join(" or "),
                column.name
            ),
        };
        let key = ["titles", "from", "melt", "name"]
            .into_iter()
            .find(|key| column.spans.contains_key(key));
        let definition = self.mapping.place(column.span(key.unwrap_or("name")));
        let finding = Finding::new(codes::MISSING_HEADING, message).defined_at(definition);
        let Some(at) = proposal else {
            let row = self.heading.row().place_of_row(self.source);
            return finding.at(row.with_label("the headings")).help(
                "if the column was renamed, add its new heading to `titles`; if it may be absent, write `optional = true`",
            );
        };
        let heading = &self.heading.texts()[at];
        finding
            .at(self.place(at).with_label("this may be it"))
            .help(rename::advice(self.mapping, missing, heading))
    }

    fn unknown_heading(&self, at: usize) -> Option<Finding> {
        let severity = match self.mapping.source.unknown_columns {
            UnknownColumns::Error => Severity::Error,
            UnknownColumns::Warn => Severity::Warning,
            UnknownColumns::Ignore => return None,
        };
        let heading = &self.heading.texts()[at];
        let message = format!("No column of the mapping takes the heading “{heading}”.");
        let name = rename::column_name(heading);
        let help = format!(
            "add to the mapping: [[column]] name = \"{name}\", titles = [\"{heading}\"], role = \"ignore\", reason = \"…\" (or another role)"
        );
        let finding = Finding::new(codes::UNKNOWN_HEADING, message).with_severity(severity);
        Some(finding.at(self.place(at)).help(help))
    }
}
