use super::codes;
use super::marker::{self, MarkerFault, Statuses};
use super::number::{self, NumberFault};
use super::problems::Problems;
use crate::diagnostic::{Finding, Place};
use crate::mapping::{Column, Mapping, Markers, MeasureColumn, NumberKind, Spelling};

use std::collections::HashMap;

/// Reads the cells of figures.
pub(super) struct Figures<'m> {
    mapping: &'m Mapping,
    /// The widest datatype of the measures that a column may have.
    kinds: HashMap<String, NumberKind>,
    faults: HashMap<(String, String), usize>,
}

/// A cell of figures.
pub(super) struct Cell<'c> {
    pub(super) text: &'c str,
    /// The marks that other columns have for it.
    pub(super) marks: &'c str,
    pub(super) blank: Blank,
}

/// What a blank cell is for which the mapping says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    Fault,
    /// In wide tables not every combination exists.
    NoObservation,
}

/// So many faulty texts are told apart; a column that is wrong in every row needs no more.
const MOST_FAULTS: usize = 1_000;

/// A figure, empty where a status stands in its place.
type Figure = (String, Statuses);

impl<'m> Figures<'m> {
    pub(super) fn new(mapping: &'m Mapping) -> Self {
        let declared = mapping
            .measures
            .iter()
            .filter_map(|measure| measure.datatype);
        let widest = declared.max();
        let kind = |column: &Column| {
            let measure = column.measure()?;
            let named = measure.measure_from.as_ref().and(widest);
            Some((
                column.name.clone(),
                measure.datatype.max(named.unwrap_or_default()),
            ))
        };
        Self {
            mapping,
            kinds: mapping.measure_columns().filter_map(kind).collect(),
            faults: HashMap::new(),
        }
    }

    /// The figure of a cell; `None` where the mapping says that it holds none.
    pub(super) fn read(
        &mut self,
        column: &Column,
        cell: &Cell<'_>,
        problems: &mut Problems,
        place: &dyn Fn() -> Place,
    ) -> Result<Option<Figure>, ()> {
        let Some(measure) = column.measure() else {
            return Ok(None);
        };
        let text = cell.text.trim();
        if column.null.iter().any(|null| null == text) {
            return Ok(None);
        }
        let with_marks = beside(text, cell.marks, &measure.markers);
        let kind = self.kinds.get(&column.name).copied().unwrap_or_default();
        match read(&with_marks, kind, measure) {
            Ok(None) if cell.blank == Blank::NoObservation => Ok(None),
            Ok(Some(figure)) => Ok(Some(figure)),
            fault => {
                let fault = fault.err().unwrap_or(FigureFault::Blank);
                let many = self.faults.len() >= MOST_FAULTS;
                let key = (
                    column.name.clone(),
                    if many { "…".to_owned() } else { with_marks },
                );
                let known = self.faults.get(&key).copied();
                let problem = known.unwrap_or_else(|| {
                    let definition = self.mapping.place(column.span(fault.key()));
                    let finding = fault.finding(&key.1).at(place()).defined_at(definition);
                    let problem = problems.add(finding);
                    self.faults.insert(key, problem);
                    problem
                });
                problems.count(problem, place);
                Err(())
            }
        }
    }
}

/// A cell with the marks of other columns behind it; marks without brackets get them.
fn beside(text: &str, marks: &str, markers: &Markers) -> String {
    let own =
        |mark: &str| matches!(markers, Markers::Own(own) if own.iter().any(|(m, _)| m == mark));
    let mut all = text.to_owned();
    for mark in marks.split_whitespace() {
        let bare = !mark.starts_with('[') && !own(mark);
        all.push_str(if bare { " [" } else { " " });
        all.push_str(mark);
        all.push_str(if bare { "]" } else { "" });
    }
    all
}

/// Reads a cell; `None` for a blank one without any mark.
fn read(
    text: &str,
    kind: NumberKind,
    measure: &MeasureColumn,
) -> Result<Option<Figure>, FigureFault> {
    let marked = marker::read(text, &measure.markers).map_err(FigureFault::Marker)?;
    let mut figure = String::new();
    if !marked.figure.is_empty() {
        number::read(marked.figure, kind, &measure.spellings, &mut figure)
            .map_err(FigureFault::Number)?;
    }
    let blank = figure.is_empty() && marked.statuses == Statuses::default();
    Ok((!blank).then_some((figure, marked.statuses)))
}

/// Why a cell is no figure.
enum FigureFault {
    Blank,
    Marker(MarkerFault),
    Number(NumberFault),
}

impl FigureFault {
    /// The key of the column that cares.
    fn key(&self) -> &'static str {
        match self {
            Self::Blank => "name",
            Self::Marker(_) => "markers",
            Self::Number(NumberFault::NotAllowed(_)) => "number",
            Self::Number(_) => "datatype",
        }
    }

    fn finding(&self, text: &str) -> Finding {
        match self {
            Self::Blank => Finding::new(codes::EMPTY_CELL, "This cell of figures is empty.").help(
                "say what an empty cell means: null = [\"\"] for no observation, or markers = { \"\" = \"x\" } for a status",
            ),
            Self::Marker(fault) => marker_finding(fault),
            Self::Number(fault) => number_finding(*fault, text),
        }
    }
}

fn marker_finding(fault: &MarkerFault) -> Finding {
    match fault {
        MarkerFault::Unknown(mark) => Finding::new(
            codes::UNKNOWN_MARKER,
            format!("The mark “{mark}” stands for no status."),
        )
        .help(format!(
            "if it is one of this dataset's own, write markers = {{ \"{mark}\" = \"…\" }}"
        )),
        MarkerFault::Beside(notation) => Finding::new(
            codes::FIGURE_BESIDE_MARKER,
            format!("A figure stands beside [{notation}], which says that there is none."),
        )
        .help("publish either the figure or the mark"),
        MarkerFault::Alone(notation) => Finding::new(
            codes::FIGURE_BESIDE_MARKER,
            format!("The mark [{notation}] goes with a figure, but there is none."),
        )
        .help("add the figure, or a mark that says why there is none, such as [x]"),
        MarkerFault::TooMany => Finding::new(
            codes::TOO_MANY_STATUSES,
            format!("This cell has more than {} marks.", Statuses::MOST),
        ),
    }
}

fn number_finding(fault: NumberFault, text: &str) -> Finding {
    let finding = |message: String| Finding::new(codes::NOT_A_NUMBER, message);
    match fault {
        NumberFault::NoNumber => finding(format!("“{text}” is no number.")).help(format!(
            "mend the cell; or declare it: null = [\"{text}\"] for no observation, or markers = {{ \"{text}\" = \"x\" }} for a status"
        )),
        NumberFault::Grouping => {
            finding(format!("The commas of “{text}” do not stand between thousands."))
                .help("mend the cell: it may be two numbers, or a decimal comma")
        }
        NumberFault::Fraction => finding(format!("“{text}” is no whole number."))
            .help("write datatype = \"decimal\" at the column"),
        NumberFault::NotAllowed(spelling) => {
            let word = Spelling::ALL.iter().find(|(_, s)| *s == spelling).map_or("", |(word, _)| word);
            finding(format!("“{text}” is not written as this column's numbers are."))
                .help(format!("if it means a number, write number = [\"{word}\"] at the column"))
        }
    }
}
