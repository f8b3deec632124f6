use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::accounting::{Accounting, Fate};
use super::code_list::{CodeList, CodeLists};
use super::codes;
use super::figures::{Blank, Cell, Figures};
use super::lookup;
use super::marker::Statuses;
use super::measures::Measures;
use super::member::{MemberId, Outcome, Total};
use super::observation::Observation;
use super::problems::Problems;
use super::resolver::{Resolver, RowPeriod};
use crate::diagnostic::{Finding, Place, SourceName};
use crate::mapping::{
    Binding, Check, Column, Feed, Mapping, Role, Slot, TotalsAs, Unmatched, Values,
};
use crate::register::{Register, Registers};
use crate::release::Row;

/// Turns the rows of one release into observations.
pub(super) struct Rows<'m> {
    mapping: &'m Mapping,
    registers: &'m Registers,
    source: SourceName,
    headings: Vec<String>,
    /// The dimensions, then the attributes.
    pub(super) resolvers: Vec<Resolver<'m>>,
    feeds: Vec<Feed>,
    pub(super) dimensions: usize,
    /// The resolvers in the order in which a row needs them: periods first.
    order: Vec<usize>,
    checks: Vec<Checked<'m>>,
    measured: Vec<Measured<'m>>,
    /// The columns that hold marks alone.
    statuses: Vec<Feed>,
    pub(super) measures: Measures<'m>,
    pub(super) problems: Problems,
    figures: Figures<'m>,
    pub(super) accounting: Accounting,
}

/// A column that must agree with another.
struct Checked<'m> {
    column: &'m Column,
    check: &'m Check,
    feed: Feed,
    register: &'m Register,
    /// The resolver of the other column.
    other: usize,
    known: HashMap<(String, MemberId), Option<usize>>,
}

/// A column of figures, and where its measure is named.
struct Measured<'m> {
    column: &'m Column,
    slots: Vec<Slot>,
    melted: bool,
    named: Option<(&'m Column, Feed)>,
}

/// A row, and where its cells stand.
#[derive(Clone, Copy)]
struct Context<'r> {
    row: &'r Row,
    source: &'r SourceName,
    headings: &'r [String],
}

impl<'r> Context<'r> {
    fn place(&self, cell: usize) -> Place {
        self.row.place(
            self.source,
            cell,
            self.headings.get(cell).map(String::as_str),
        )
    }

    /// The text that a feed gives, and the cell to point at.
    fn text(&self, feed: &'r Feed, slot: Option<&'r Slot>) -> (Cow<'r, str>, usize) {
        match feed {
            Feed::Cell(cell) => (self.row.cell(*cell), *cell),
            Feed::Joined(cells) => {
                let texts: Vec<_> = cells.iter().map(|cell| self.row.cell(*cell)).collect();
                let texts: Vec<_> = texts.iter().map(|text| text.trim()).collect();
                (
                    texts.join(" ").into(),
                    cells.first().copied().unwrap_or_default(),
                )
            }
            Feed::Constant(text) => (text.as_str().into(), 0),
            Feed::Captured(part) => {
                let cell = slot.map_or(0, |slot| slot.cell);
                let text = slot.and_then(|slot| slot.captures.get(part));
                (text.map_or("", String::as_str).into(), cell)
            }
            Feed::Melted(_) | Feed::Absent => ("".into(), 0),
        }
    }
}

impl<'m> Rows<'m> {
    pub(super) fn new(
        mapping: &'m Mapping,
        binding: &Binding,
        registers: &'m Registers,
        code_lists: &CodeLists,
        source: SourceName,
        headings: Vec<String>,
    ) -> Self {
        let feed_of = |name: &str| {
            let at = mapping
                .columns
                .iter()
                .position(|column| column.name == name);
            at.and_then(|at| binding.feeds.get(at))
                .cloned()
                .unwrap_or(Feed::Absent)
        };
        let attributes = mapping
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Attribute(_)));
        let columns: Vec<_> = mapping.dimensions().chain(attributes).collect();
        let resolvers: Vec<_> = columns
            .iter()
            .map(|column| resolver(mapping, column, registers, code_lists))
            .collect();
        let mut order: Vec<_> = (0..columns.len()).collect();
        order.sort_by_key(|at| !matches!(columns[*at].values(), Some(Values::Period(_))));
        let measures = Measures::new(mapping);
        Self {
            registers,
            feeds: columns.iter().map(|column| feed_of(&column.name)).collect(),
            dimensions: mapping.dimensions().count(),
            order,
            checks: checks(mapping, registers, &columns, &feed_of),
            measured: measured(mapping, &measures, &feed_of),
            statuses: status_feeds(mapping, &feed_of),
            measures,
            problems: Problems::default(),
            figures: Figures::new(mapping),
            accounting: Accounting::default(),
            mapping,
            source,
            headings,
            resolvers,
        }
    }

    /// Gives the observations of a row to `take`, and says what became of the row.
    ///
    /// `take` is told whether an observation is of an excluded total, which is not published.
    pub(super) fn row(&mut self, row: &Row, take: &mut dyn FnMut(&mut Self, Observation) -> Fate) {
        let source = self.source.clone();
        let headings = std::mem::take(&mut self.headings);
        let context = Context {
            row,
            source: &source,
            headings: &headings,
        };
        let fate = self.fate(context, take);
        self.headings = headings;
        self.accounting.row(fate);
    }

    fn fate(
        &mut self,
        context: Context<'_>,
        take: &mut dyn FnMut(&mut Self, Observation) -> Fate,
    ) -> Fate {
        let mut fates = Fates::default();
        let mut outcomes = vec![Outcome::Empty; self.resolvers.len()];
        self.resolve(context, None, &mut outcomes, &mut fates);
        self.check(context, &outcomes, &mut fates);
        let measured = std::mem::take(&mut self.measured);
        for column in &measured {
            for slot in &column.slots {
                let mut cell = Fates::default();
                let slotted = column.melted.then_some(slot);
                self.resolve_captured(context, slotted, &mut outcomes, &mut cell);
                let observation = self.observe(context, column, slot, &outcomes, &mut cell);
                if let Some(observation) = observation.filter(|_| fates.allow() && cell.allow()) {
                    cell.add(take(self, observation));
                }
                fates.merge(cell);
            }
        }
        self.measured = measured;
        fates.of_row()
    }

    /// Resolves what does not depend on a melted heading.
    fn resolve(
        &mut self,
        context: Context<'_>,
        slot: Option<&Slot>,
        outcomes: &mut [Outcome],
        fates: &mut Fates,
    ) {
        for index in 0..self.order.len() {
            let at = self.order[index];
            if !matches!(self.feeds[at], Feed::Captured(_)) {
                self.resolve_one(at, context, slot, outcomes, fates);
            }
        }
    }

    fn resolve_captured(
        &mut self,
        context: Context<'_>,
        slot: Option<&Slot>,
        outcomes: &mut [Outcome],
        fates: &mut Fates,
    ) {
        for index in 0..self.order.len() {
            let at = self.order[index];
            if matches!(self.feeds[at], Feed::Captured(_)) {
                self.resolve_one(at, context, slot, outcomes, fates);
            }
        }
    }

    fn resolve_one(
        &mut self,
        at: usize,
        context: Context<'_>,
        slot: Option<&Slot>,
        outcomes: &mut [Outcome],
        fates: &mut Fates,
    ) {
        let (text, cell) = context.text(&self.feeds[at], slot);
        let period = self.period(outcomes);
        let place = || context.place(cell);
        let resolver = &mut self.resolvers[at];
        let outcome = resolver.resolve(&text, period, &mut self.problems, &place);
        outcomes[at] = outcome;
        match outcome {
            Outcome::Member(_) | Outcome::Empty => {}
            Outcome::Queued(_) => fates.add(Fate::Queued(resolver.column.name.clone())),
            Outcome::Fault(_) => fates.add(Fate::Faulty),
        }
    }

    /// The period of the row as far as it is resolved.
    fn period(&self, outcomes: &[Outcome]) -> RowPeriod {
        self.order.iter().find_map(|at| match outcomes[*at] {
            Outcome::Member(member) => self.resolvers[*at].period(member),
            _ => None,
        })
    }

    fn check(&mut self, context: Context<'_>, outcomes: &[Outcome], fates: &mut Fates) {
        let mut checks = std::mem::take(&mut self.checks);
        for checked in &mut checks {
            let Outcome::Member(member) = outcomes[checked.other] else {
                continue;
            };
            let (text, cell) = context.text(&checked.feed, None);
            let key = (text.trim().to_owned(), member);
            let known = checked.known.get(&key).copied();
            let problem = known.unwrap_or_else(|| {
                let period = self.period(outcomes);
                let finding = self.disagreement(checked, &key.0, member, period);
                let problem = finding.map(|finding| {
                    let definition = self.mapping.place(checked.column.span("check"));
                    self.problems
                        .add(finding.at(context.place(cell)).defined_at(definition))
                });
                checked.known.insert(key, problem);
                problem
            });
            if let Some(problem) = problem {
                self.problems.count(problem, || context.place(cell));
                fates.add(Fate::Faulty);
            }
        }
        self.checks = checks;
    }

    /// What is wrong between a cell and the thing of the column that it must agree with.
    fn disagreement(
        &self,
        checked: &Checked<'_>,
        text: &str,
        member: MemberId,
        period: RowPeriod,
    ) -> Option<Finding> {
        let found = checked.register.lookup(text, period.map(|(_, days)| days));
        let Some(thing) = found.thing() else {
            return lookup::unmatched(checked.register, &found, text, Unmatched::Error);
        };
        let other = &self.resolvers[checked.other];
        let member = &other.members[member as usize];
        let key = crate::uri::Key::new(&member.cell).ok()?;
        let register = other.register()?;
        let expected = match &checked.check.within {
            None => Some(&key),
            // A register that does not say where the thing lies contradicts nothing.
            Some(concept) => register.thing(&key)?.within(concept),
        };
        let expected = expected.filter(|expected| **expected != thing.key)?;
        let of = match &checked.check.within {
            None => self.registers.get(register.concept()),
            Some(concept) => self.registers.get(concept),
        };
        let label = of
            .and_then(|of| of.thing(expected))
            .map_or(expected.as_str(), |t| t.label());
        let finding = match &checked.check.within {
            None => Finding::new(
                codes::DISAGREES,
                format!(
                    "“{text}” is not the same as {} of the same row.",
                    member.label
                ),
            ),
            Some(_) => Finding::new(
                codes::DISAGREES,
                format!(
                    "The register has {} in {label}, not in “{text}”.",
                    member.label
                ),
            ),
        };
        Some(finding.help("mend the release; or the register, if it is out of date"))
    }

    fn observe(
        &mut self,
        context: Context<'_>,
        column: &Measured<'_>,
        slot: &Slot,
        outcomes: &[Outcome],
        fates: &mut Fates,
    ) -> Option<Observation> {
        let marks = self.marks(context);
        let cell = context.row.cell(slot.cell);
        let place = || context.place(slot.cell);
        let cell = Cell {
            text: &cell,
            marks: &marks,
            blank: if column.melted {
                Blank::NoObservation
            } else {
                Blank::Fault
            },
        };
        let figure = self
            .figures
            .read(column.column, &cell, &mut self.problems, &place);
        let (figure, statuses) = match figure {
            Ok(Some(figure)) => figure,
            Ok(None) => {
                self.accounting.cell_left_out("no value");
                fates.add(Fate::Excluded("no value in any cell of figures".to_owned()));
                return None;
            }
            Err(()) => {
                fates.add(Fate::Faulty);
                return None;
            }
        };
        let measure = self.measure(context, column, slot, fates)?;
        self.observation(context.row.line(), measure, figure, statuses, outcomes)
    }

    fn measure(
        &mut self,
        context: Context<'_>,
        column: &Measured<'_>,
        slot: &Slot,
        fates: &mut Fates,
    ) -> Option<usize> {
        let Some((source, feed)) = &column.named else {
            return self.measures.own(column.column);
        };
        let (text, cell) = context.text(feed, column.melted.then_some(slot));
        let place = || context.place(cell);
        let found = self
            .measures
            .named(&text, column.column, source, &mut self.problems, &place);
        if found.is_err() {
            fates.add(Fate::Faulty);
        }
        found.ok()
    }

    /// The marks in columns of their own, as they would stand beside the figure.
    fn marks(&self, context: Context<'_>) -> String {
        let mut marks = String::new();
        for feed in &self.statuses {
            let (text, _) = context.text(feed, None);
            marks.push(' ');
            marks.push_str(text.trim());
        }
        marks
    }

    fn observation(
        &self,
        line: u64,
        measure: usize,
        figure: String,
        statuses: Statuses,
        outcomes: &[Outcome],
    ) -> Option<Observation> {
        let member = |outcome: &Outcome| match outcome {
            Outcome::Member(member) => Some(*member),
            _ => None,
        };
        let (dimensions, attributes) = outcomes.split_at(self.dimensions);
        Some(Observation {
            dimensions: dimensions.iter().map(member).collect::<Option<_>>()?,
            attributes: attributes.iter().map(member).collect(),
            measure,
            figure,
            statuses,
            line,
        })
    }

    /// The name of the release.
    pub(super) fn source(&self) -> &SourceName {
        &self.source
    }

    /// Why an observation is not published, if it is of an excluded total.
    pub(super) fn excluded(&self, observation: &Observation) -> Option<String> {
        let members = observation.dimensions.iter().zip(&self.resolvers);
        let mut totals = members.filter(|(member, resolver)| {
            resolver.members[**member as usize].total == Some(Total::Excluded)
        });
        let (_, resolver) = totals.next()?;
        match &resolver.column.totals.as_ref()?.keep {
            TotalsAs::Excluded(reason) => Some(reason.clone()),
            TotalsAs::Member => None,
        }
    }
}

/// What became of the cells of a row, to be told as one.
#[derive(Debug, Default)]
struct Fates {
    worst: Option<Fate>,
}

impl Fates {
    fn add(&mut self, fate: Fate) {
        let rank = |fate: &Fate| match fate {
            Fate::Excluded(_) => 0,
            Fate::Observed => 1,
            Fate::Queued(_) => 2,
            Fate::Faulty => 3,
        };
        if self
            .worst
            .as_ref()
            .is_none_or(|worst| rank(worst) < rank(&fate))
        {
            self.worst = Some(fate);
        }
    }

    fn merge(&mut self, other: Self) {
        if let Some(fate) = other.worst {
            self.add(fate);
        }
    }

    /// Whether nothing keeps an observation from being made.
    fn allow(&self) -> bool {
        !matches!(self.worst, Some(Fate::Queued(_) | Fate::Faulty))
    }

    fn of_row(self) -> Fate {
        self.worst
            .unwrap_or_else(|| Fate::Excluded("no cell of figures".to_owned()))
    }
}

fn resolver<'m>(
    mapping: &'m Mapping,
    column: &'m Column,
    registers: &'m Registers,
    code_lists: &CodeLists,
) -> Resolver<'m> {
    let register = match column.values() {
        Some(Values::Register { register, .. }) => registers.get(register),
        _ => None,
    };
    let list = matches!(column.values(), Some(Values::Codes(_))).then(|| {
        let name = mapping.code_list_name(column);
        let frozen = code_lists.get(&name).cloned();
        frozen.unwrap_or_else(|| CodeList::new(name))
    });
    Resolver::new(mapping, column, register, list)
}

fn checks<'m>(
    mapping: &'m Mapping,
    registers: &'m Registers,
    columns: &[&'m Column],
    feed_of: &dyn Fn(&str) -> Feed,
) -> Vec<Checked<'m>> {
    let checked = |column: &'m Column| {
        let Role::Check(check) = &column.role else {
            return None;
        };
        let feed = feed_of(&column.name);
        let absent = feed == Feed::Absent;
        Some(Checked {
            column,
            check,
            register: registers.get(&check.register)?,
            other: columns
                .iter()
                .position(|other| other.name == check.column)?,
            known: HashMap::new(),
            feed,
        })
        .filter(|_| !absent)
    };
    mapping.columns.iter().filter_map(checked).collect()
}

fn measured<'m>(
    mapping: &'m Mapping,
    measures: &Measures<'m>,
    feed_of: &dyn Fn(&str) -> Feed,
) -> Vec<Measured<'m>> {
    let one = |column: &'m Column| {
        let feed = feed_of(&column.name);
        let melted = matches!(feed, Feed::Melted(_));
        let slots = match feed {
            Feed::Melted(slots) => slots,
            Feed::Cell(cell) => vec![Slot {
                cell,
                captures: BTreeMap::new(),
            }],
            _ => Vec::new(),
        };
        let named = measures.source(column);
        Measured {
            column,
            slots,
            melted,
            named: named.map(|source| (source, feed_of(&source.name))),
        }
    };
    mapping.measure_columns().map(one).collect()
}

fn status_feeds(mapping: &Mapping, feed_of: &dyn Fn(&str) -> Feed) -> Vec<Feed> {
    let columns = mapping
        .columns
        .iter()
        .filter(|c| matches!(c.role, Role::Status));
    columns.map(|column| feed_of(&column.name)).collect()
}
