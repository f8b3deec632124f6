use super::accounting::{Accounting, Fate};
use super::agreement::{self, Checked};
use super::code_list::CodeLists;
use super::context::Context;
use super::fates::Fates;
use super::figures::{Blank, Cell, Figures};
use super::marker::Statuses;
use super::measures::Measures;
use super::member::{Outcome, Total};
use super::observation::Observation;
use super::plan::{self, Measured};
use super::problems::Problems;
use super::resolver::{Resolver, RowPeriod, Surroundings};
use crate::diagnostic::SourceName;
use crate::mapping::{Binding, Feed, Mapping, Role, Slot, TotalsAs, Values};
use crate::register::Registers;
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
    /// The resolvers of the dimensions with totals that are excluded.
    totals: Vec<usize>,
    checks: Vec<Checked<'m>>,
    measured: Vec<Measured<'m>>,
    /// The columns that hold marks alone.
    statuses: Vec<Feed>,
    pub(super) measures: Measures<'m>,
    pub(super) problems: Problems,
    figures: Figures<'m>,
    pub(super) accounting: Accounting,
}

/// Which columns of a row are resolved together.
#[derive(Clone, Copy)]
enum Part<'s> {
    /// Those that do not depend on a melted heading: they hold for the whole row.
    Cells,
    /// Those that are captured from a melted heading; without one they have their defaults.
    Heading(Option<&'s Slot>),
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
            .map(|column| plan::resolver(mapping, column, registers, code_lists))
            .collect();
        let mut order: Vec<_> = (0..columns.len()).collect();
        order.sort_by_key(|at| !matches!(columns[*at].values(), Some(Values::Period(_))));
        let measures = Measures::new(mapping);
        Self {
            registers,
            feeds: columns.iter().map(|column| feed_of(&column.name)).collect(),
            dimensions: mapping.dimensions().count(),
            order,
            totals: plan::excluded_totals(&columns),
            checks: agreement::checks(mapping, registers, &columns, &feed_of),
            measured: plan::measured(mapping, &measures, &feed_of),
            statuses: plan::status_feeds(mapping, &feed_of),
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
        if let Some(fate) = self.line_of_totals(context) {
            return fate;
        }
        let mut fates = Fates::default();
        let mut outcomes = vec![Outcome::Empty; self.resolvers.len()];
        self.resolve(context, Part::Cells, &mut outcomes, &mut fates);
        self.check(context, &outcomes, &mut fates);
        // A fault in one cell of figures says nothing about the others.
        let allowed = fates.allow();
        let measured = std::mem::take(&mut self.measured);
        for column in &measured {
            for slot in &column.slots {
                let mut cell = Fates::default();
                let slotted = column.melted.then_some(slot);
                self.resolve(context, Part::Heading(slotted), &mut outcomes, &mut cell);
                let observation = self.observe(context, column, slot, &outcomes, &mut cell);
                if let Some(observation) = observation.filter(|_| allowed && cell.allow()) {
                    cell.add(take(self, observation));
                }
                fates.merge(cell);
            }
        }
        self.measured = measured;
        fates.of_row()
    }

    /// The fate of a line below the table that sums all of it: an excluded total that leaves other
    /// dimensions empty, or that an attribute names.
    fn line_of_totals(&mut self, context: Context<'_>) -> Option<Fate> {
        if self.totals.is_empty() {
            return None;
        }
        let gap = self.gap(context);
        let excluded = |at: &usize| {
            let resolver = &self.resolvers[*at];
            if resolver.column.is_dimension() && gap.is_none() {
                return None;
            }
            let (text, _) = context.text(&self.feeds[*at], None);
            resolver.excluded_total(&text).map(str::to_owned)
        };
        let reason = self.totals.iter().find_map(excluded)?;
        let cells: usize = self.measured.iter().map(|column| column.slots.len()).sum();
        for _ in 0..cells {
            self.accounting.cell_left_out(&reason);
        }
        Some(Fate::Excluded(reason))
    }

    /// The name of the first dimension whose cell is empty in a row, where that would be a fault.
    fn gap(&self, context: Context<'_>) -> Option<&str> {
        let dimensions = self.feeds.iter().zip(&self.resolvers).take(self.dimensions);
        let empty = |(feed, resolver): &(&Feed, &Resolver<'m>)| {
            let of_row = matches!(feed, Feed::Cell(_) | Feed::Joined(_));
            of_row && context.text(feed, None).0.trim().is_empty() && !resolver.takes_blank()
        };
        let mut gaps = dimensions.filter(empty);
        gaps.next()
            .map(|(_, resolver)| resolver.column.name.as_str())
    }

    /// Resolves the columns of a part of the row.
    fn resolve(
        &mut self,
        context: Context<'_>,
        part: Part<'_>,
        outcomes: &mut [Outcome],
        fates: &mut Fates,
    ) {
        for index in 0..self.order.len() {
            let at = self.order[index];
            let slot = match (part, &self.feeds[at]) {
                (Part::Heading(slot), Feed::Captured(_)) => slot,
                (Part::Cells, feed) if !matches!(feed, Feed::Captured(_)) => None,
                _ => continue,
            };
            self.resolve_one(at, context, slot, outcomes, fates);
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
        let checks = &self.checks;
        let around = Surroundings {
            place: &|| context.place(cell),
            beside: &|| agreement::beside(checks, at, context),
        };
        let resolver = &mut self.resolvers[at];
        let outcome = resolver.resolve(&text, period, &mut self.problems, around);
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
                let other = &self.resolvers[checked.other];
                let finding = checked.disagreement(self.registers, other, &key.0, member, period);
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
