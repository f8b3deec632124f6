use rustc_hash::FxHashMap;

use super::code_list::CodeList;
use super::codes;
use super::fault::CellFault;
use super::literal;
use super::lookup;
use super::member::{Member, MemberId, Nature, Outcome, Total};
use super::problems::Problems;
use crate::diagnostic::{Finding, Place};
use crate::mapping::{
    CodeRule, Column, Input, Interval, Mapping, NewCodes, PeriodPattern, TotalsAs, Unmatched,
    Values,
};
use crate::register::{Period, Question, Register};
use crate::uri::Key;

/// Turns the cells of one dimension or attribute into members, each distinct text once.
pub(super) struct Resolver<'m> {
    pub(super) column: &'m Column,
    mapping: &'m Mapping,
    kind: Kind<'m>,
    pub(super) members: Vec<Member>,
    by_cell: FxHashMap<String, MemberId>,
    /// What texts turned out to be; a register may answer otherwise at another period.
    known: FxHashMap<String, FxHashMap<Option<MemberId>, Outcome>>,
    /// Faults do not depend on the period as far as people see them: one finding each text.
    faults: FxHashMap<String, usize>,
}

enum Kind<'m> {
    Register(&'m Register),
    Values,
    Codes(CodeList, &'m CodeRule),
}

/// The period of a row, as the member of its column and as days.
pub(super) type RowPeriod = Option<(MemberId, Period)>;

/// What stands around a cell, for whoever asks.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'s> {
    /// Where the cell stands.
    pub(super) place: &'s dyn Fn() -> Place,
    /// What else the row says of the cell's thing, as register and key: the region of a court.
    pub(super) beside: &'s dyn Fn() -> Vec<(&'s str, &'s Key)>,
}

/// When a cell holds, and what stands around it.
#[derive(Clone, Copy)]
struct Asked<'s> {
    period: RowPeriod,
    around: Surroundings<'s>,
}

impl<'m> Resolver<'m> {
    /// A resolver for a dimension or attribute; a register dimension needs its register, a code
    /// list its list as far as it is frozen.
    pub(super) fn new(
        mapping: &'m Mapping,
        column: &'m Column,
        register: Option<&'m Register>,
        list: Option<CodeList>,
    ) -> Self {
        let kind = match (column.values(), register, list) {
            (Some(Values::Register { .. }), Some(register), _) => Kind::Register(register),
            (Some(Values::Codes(rule)), _, Some(list)) => Kind::Codes(list, rule),
            _ => Kind::Values,
        };
        Self {
            column,
            mapping,
            kind,
            members: Vec::new(),
            by_cell: FxHashMap::default(),
            known: FxHashMap::default(),
            faults: FxHashMap::default(),
        }
    }

    /// What a text is. Its surroundings are looked at only where something is wrong.
    pub(super) fn resolve(
        &mut self,
        text: &str,
        period: RowPeriod,
        problems: &mut Problems,
        around: Surroundings<'_>,
    ) -> Outcome {
        let asked = match self.kind {
            Kind::Register(_) => period.map(|(member, _)| member),
            _ => None,
        };
        let known = self.known.get(text);
        let known = known.and_then(|by_period| by_period.get(&asked).copied());
        let outcome = known.unwrap_or_else(|| {
            let outcome = self.look_at(text, period, problems, around);
            let by_period = self.known.entry(text.to_owned()).or_default();
            by_period.insert(asked, outcome);
            outcome
        });
        if let Outcome::Fault(problem) | Outcome::Queued(problem) = outcome {
            problems.count(problem, around.place);
        }
        outcome
    }

    fn look_at(
        &mut self,
        text: &str,
        period: RowPeriod,
        problems: &mut Problems,
        around: Surroundings<'_>,
    ) -> Outcome {
        let queued = matches!(
            self.column.values(),
            Some(Values::Register {
                unmatched: Unmatched::Queue,
                ..
            })
        );
        let asked = Asked { period, around };
        match self.value(text, asked) {
            Ok(Some(member)) => Outcome::Member(member),
            Ok(None) => Outcome::Empty,
            Err(fault) => {
                let known = self.faults.get(text).copied();
                let problem = known.unwrap_or_else(|| {
                    let place = (around.place)();
                    let definition = self.mapping.place(self.column.span(fault.key));
                    problems.add((*fault.finding).at(place).defined_at(definition))
                });
                self.faults.insert(text.to_owned(), problem);
                let waits = queued && fault.of_register;
                if waits {
                    Outcome::Queued(problem)
                } else {
                    Outcome::Fault(problem)
                }
            }
        }
    }

    /// The member of a text, or `None` where an attribute has no value.
    fn value(&mut self, text: &str, asked: Asked<'_>) -> Result<Option<MemberId>, CellFault> {
        let text = match self.column.values() {
            Some(Values::Literal { .. }) => text.trim().to_owned(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if let Some(label) = self.column.nothing.get(&text) {
            return self.member(&label.clone(), None, None, asked).map(Some);
        }
        if self.column.null.contains(&text) {
            return Ok(None);
        }
        if text.is_empty() {
            return match (
                &self.column.default,
                self.column.is_dimension() || self.column.required,
            ) {
                (Some(default), _) => self.member(&default.clone(), None, None, asked).map(Some),
                (None, false) => Ok(None),
                (None, true) => Err(CellFault::new(
                    codes::EMPTY_CELL,
                    "name",
                    "This cell is empty.",
                )
                .help(
                    "say what an empty cell means: default = \"…\", or nothing = { \"\" = \"…\" }",
                )),
            };
        }
        let (value, notation) = self.extract(&text)?;
        let total = self.total(&value, &text);
        self.member(&value, notation.as_deref(), total, asked)
            .map(Some)
    }

    /// The part of the text that the column takes, and the code beside it.
    fn extract(&self, text: &str) -> Result<(String, Option<String>), CellFault> {
        let Some(pattern) = &self.column.extract else {
            return Ok((text.to_owned(), None));
        };
        let found = pattern.captures(text).ok_or_else(|| {
            let message = format!(
                "The `extract` pattern of `{}` does not fit “{text}”.",
                self.column.name
            );
            CellFault::new(codes::NOT_EXTRACTED, "extract", message)
        })?;
        let part = |name| found.name(name).map(|part| part.as_str().trim().to_owned());
        Ok((
            part("value").unwrap_or_default(),
            part("notation").filter(|n| !n.is_empty()),
        ))
    }

    /// Whether a value is a total; of joined cells, one of them may say so.
    fn total(&self, value: &str, text: &str) -> Option<Total> {
        let totals = self.column.totals.as_ref()?;
        let joined = matches!(self.column.input, Input::From(_));
        let says = |total: &String| {
            let part = || text.split(' ').any(|part| part.eq_ignore_ascii_case(total));
            value.eq_ignore_ascii_case(total)
                || text.eq_ignore_ascii_case(total)
                || (joined && part())
        };
        totals.values.iter().any(says).then_some(match totals.keep {
            TotalsAs::Member => Total::Kept,
            TotalsAs::Excluded(_) => Total::Excluded,
        })
    }

    /// Why the rows with a text are not published, if it is an excluded total.
    pub(super) fn excluded_total(&self, text: &str) -> Option<&str> {
        let TotalsAs::Excluded(reason) = &self.column.totals.as_ref()?.keep else {
            return None;
        };
        let text = text.trim();
        let (value, _) = self.extract(text).ok()?;
        self.total(&value, text).map(|_| reason.as_str())
    }

    /// Whether the mapping says what an empty cell means.
    pub(super) fn takes_blank(&self) -> bool {
        self.column.default.is_some() || self.column.nothing.contains_key("")
    }

    fn member(
        &mut self,
        value: &str,
        notation: Option<&str>,
        total: Option<Total>,
        asked: Asked<'_>,
    ) -> Result<MemberId, CellFault> {
        let (cell, label, nature) = match total {
            // What is not published needs no key, and need not be a period or a thing.
            Some(Total::Excluded) => (
                format!("excluded {value}"),
                value.to_owned(),
                Nature::Nothing,
            ),
            _ => self.nature(value, notation, asked)?,
        };
        if let Some(known) = self.by_cell.get(&cell) {
            return Ok(*known);
        }
        let id = MemberId::try_from(self.members.len()).unwrap_or(MemberId::MAX);
        self.by_cell.insert(cell.clone(), id);
        self.members.push(Member {
            cell,
            label,
            nature,
            total,
        });
        Ok(id)
    }

    fn nature(
        &mut self,
        value: &str,
        notation: Option<&str>,
        asked: Asked<'_>,
    ) -> Result<(String, String, Nature), CellFault> {
        match (&mut self.kind, self.column.values()) {
            (Kind::Register(register), _) => thing(register, self.column, value, asked),
            (Kind::Codes(list, rule), _) => code(list, rule, value, notation),
            (Kind::Values, Some(Values::Period(ways))) => match ways.read(value) {
                Some(interval) => {
                    let nature = Nature::Period(interval);
                    Ok((period_cell(interval), interval.label(), nature))
                }
                None => Err(not_a_period(
                    value,
                    ways.patterns.iter().map(PeriodPattern::as_str),
                )),
            },
            (Kind::Values, Some(Values::Literal { datatype, .. })) => {
                let text = literal::read(value, datatype).ok_or_else(|| {
                    let message = format!("“{value}” is no `{datatype}`.");
                    CellFault::new(codes::BAD_LITERAL, "datatype", message)
                })?;
                Ok((text, value.to_owned(), Nature::Literal))
            }
            (Kind::Values, _) => Ok((value.to_owned(), value.to_owned(), Nature::Literal)),
        }
    }

    /// The period of a member, if the column is one of periods.
    pub(super) fn period(&self, member: MemberId) -> RowPeriod {
        match self.members[member as usize].nature {
            Nature::Period(interval) => Some((member, days(interval))),
            _ => None,
        }
    }

    /// The register that the column's things are of.
    pub(super) fn register(&self) -> Option<&'m Register> {
        match self.kind {
            Kind::Register(register) => Some(register),
            _ => None,
        }
    }

    /// The code list with the members that were added, and the rule for those.
    pub(super) fn code_list(&self) -> Option<(&CodeList, &CodeRule)> {
        match &self.kind {
            Kind::Codes(list, rule) => Some((list, rule)),
            _ => None,
        }
    }

    /// Gives the members and the code list away.
    pub(super) fn into_parts(self) -> (Vec<Member>, Option<CodeList>) {
        match self.kind {
            Kind::Codes(list, _) => (self.members, Some(list)),
            _ => (self.members, None),
        }
    }
}

fn days(interval: Interval) -> Period {
    Period {
        first: interval.first(),
        last: interval.last(),
    }
}

/// The tidy cell of a period: its key.
fn period_cell(interval: Interval) -> String {
    interval.key()
}

fn thing(
    register: &Register,
    column: &Column,
    value: &str,
    asked: Asked<'_>,
) -> Result<(String, String, Nature), CellFault> {
    let Some(Values::Register {
        of_type, unmatched, ..
    }) = column.values()
    else {
        return Ok((value.to_owned(), value.to_owned(), Nature::Literal));
    };
    let question = Question {
        period: asked.period.map(|(_, days)| days),
        kind: of_type.as_deref(),
        ..Question::new(value)
    };
    if let Some(thing) = register.find(&question).thing() {
        let nature = Nature::Thing(thing.key.clone());
        return Ok((thing.key.to_string(), thing.label().to_owned(), nature));
    }
    // What else the row says only ranks suggestions.
    let beside = (asked.around.beside)();
    let found = register.find(&question.beside(&beside));
    let finding = lookup::unmatched(register, &found, value, *unmatched);
    Err(CellFault {
        finding: Box::new(finding.unwrap_or_else(|| Finding::new(codes::UNKNOWN_THING, value))),
        key: "register",
        of_register: true,
    })
}

fn code(
    list: &mut CodeList,
    rule: &CodeRule,
    value: &str,
    notation: Option<&str>,
) -> Result<(String, String, Nature), CellFault> {
    let at = match list.find(value) {
        Some(at) => at,
        None if rule.new == NewCodes::Error && list.source().is_some() => {
            let message = format!("“{value}” is not in the code list `{}`.", list.name());
            let near =
                crate::mapping::nearest(value, list.entries().iter().map(|e| e.label.as_str()));
            let fault = CellFault::new(codes::NEW_CODE, "codes", message).error();
            return Err(match near {
                Some(near) => fault.help(format!(
                    "if it means “{near}”, add it to the aliases of that row"
                )),
                None => fault.help("add a row for it to the code list"),
            });
        }
        None => list
            .mint(value, notation)
            .map_err(|other| shared_key(list, other, value))?,
    };
    let entry = &list.entries()[at];
    Ok((entry.key.to_string(), entry.label.clone(), Nature::Code(at)))
}

fn shared_key(list: &CodeList, other: usize, value: &str) -> CellFault {
    let entry = &list.entries()[other];
    let message = format!(
        "“{value}” and “{}” would both have the key `{}` in the code list `{}`.",
        entry.label,
        entry.key,
        list.name()
    );
    CellFault::new(codes::SHARED_KEY, "codes", message).help(format!(
        "if both mean the same, add “{value}” to the aliases of `{}` in vocab/codes/{}.csv; if not, add a row with another key for it",
        entry.key,
        list.name()
    ))
}

fn not_a_period<'p>(value: &str, patterns: impl Iterator<Item = &'p str>) -> CellFault {
    let patterns: Vec<_> = patterns.map(|pattern| format!("`{pattern}`")).collect();
    let message = format!("“{value}” is not written as {}.", patterns.join(" or "));
    CellFault::new(codes::NOT_A_PERIOD, "period", message)
        .help("add a pattern for it to `period`, or exclude its rows with `totals`")
}
