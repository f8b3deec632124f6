//! A mapping and a release that fits it, generated together.

use std::fmt;

use proptest::prelude::*;

use crate::dimension::{Becomes, Dimension, Kind, Value, kind};
use crate::figures::{Meaning, Seed, seed};
use crate::labels::Label;
use crate::layout::{Layout, RawColumn, Written, layout};
use crate::measures::{NAMED, NAMING, Plan, Slot, plan};

/// A mapping and a release that fits it.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) attributes: Vec<Dimension>,
    pub(crate) plan: Plan,
    pub(crate) duplicates: Duplicates,
    /// Whether some cells hold what no mapping allows.
    faults: bool,
    /// Whether a column of its own holds marks for the figures of its row.
    status_column: bool,
    layout: Layout,
    rows: Vec<RowSeed>,
}

/// What rows with the same dimensions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duplicates {
    /// There are none.
    Error,
    /// The same again.
    Same,
    /// Parts of a sum.
    Sum,
}

#[derive(Clone, Debug)]
struct RowSeed {
    picks: Vec<u16>,
    looks: Vec<u8>,
    figures: Vec<Seed>,
    marked: bool,
    again: bool,
}

/// A row of the release, and what each part of it means.
pub(crate) struct Row<'w> {
    pub(crate) dimensions: Vec<&'w Value>,
    pub(crate) attributes: Vec<&'w Value>,
    /// The key of the measure that the row names.
    pub(crate) measure: &'static str,
    pub(crate) figures: Vec<Meaning>,
    cells: Vec<String>,
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let kinds = prop::collection::vec(kind(), 1..5);
    let attributes = prop::collection::vec(attribute(), 0..3);
    let duplicates =
        prop::sample::select(vec![Duplicates::Error, Duplicates::Same, Duplicates::Sum]);
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.3));
    let rows = prop::collection::vec(row_seed(), 1..40);
    (kinds, attributes, plan(), duplicates, flags, layout(), rows).prop_map(
        |(kinds, attributes, plan, duplicates, (faults, status_column), layout, rows)| {
            let wide = plan.captured().is_some();
            let summed = duplicates == Duplicates::Sum;
            World {
                dimensions: dimensions(kinds, &plan),
                attributes: if summed {
                    Vec::new()
                } else {
                    named_attributes(&attributes)
                },
                plan: if summed { plan.summed() } else { plan },
                duplicates,
                faults,
                status_column: status_column && !wide && !summed,
                layout,
                rows,
            }
        },
    )
}

fn row_seed() -> impl Strategy<Value = RowSeed> {
    let picks = prop::collection::vec(any::<u16>(), 8);
    let looks = prop::collection::vec(any::<u8>(), 8);
    let figures = prop::collection::vec(seed(), 5);
    (
        picks,
        looks,
        figures,
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(picks, looks, figures, marked, again)| RowSeed {
            picks,
            looks,
            figures,
            marked,
            again,
        })
}

fn attribute() -> impl Strategy<Value = Kind> {
    let label = Label::new("First kind", "first-kind");
    let codes = Kind::plain_codes(vec![label, Label::new("O'Brien's", "obriens")]);
    prop::sample::select(vec![Kind::Text, Kind::Whole, Kind::Date, codes])
}

/// Dimensions of which no two have the same shared property.
fn dimensions(kinds: Vec<Kind>, plan: &Plan) -> Vec<Dimension> {
    let has_period = plan.captured().is_some_and(|(name, _)| name == "year");
    let mut kept: Vec<Kind> = Vec::new();
    for kind in kinds {
        let period = matches!(kind, Kind::Period(_)) && has_period;
        if !period && kept.iter().all(|other| !other.is_like(&kind)) {
            kept.push(kind);
        }
    }
    if kept.is_empty() {
        kept.push(Kind::Sex);
    }
    let named = kept
        .iter()
        .enumerate()
        .map(|(n, kind)| kind.named(&format!("d{n}")));
    named.collect()
}

fn named_attributes(kinds: &[Kind]) -> Vec<Dimension> {
    let mut attributes = Vec::new();
    for (n, kind) in kinds.iter().enumerate() {
        let mut attribute = kind.named(&format!("a{n}"));
        attribute.values.push(Value::blank());
        attributes.push(attribute);
    }
    attributes
}

impl World {
    /// The text of the mapping.
    pub(crate) fn mapping(&self) -> String {
        let mut text = "dataset = \"generated\"\ntitle = \"Generated\"\n".to_owned();
        text += match self.duplicates {
            Duplicates::Error => "\n",
            Duplicates::Same => "duplicates = \"same\"\n\n",
            Duplicates::Sum => "duplicates = \"sum\"\n\n",
        };
        let find = self.plan.slots()[0].heading.clone();
        text += &self.layout.rule(&find);
        for dimension in &self.dimensions {
            text += &column(dimension, "dimension");
        }
        for attribute in &self.attributes {
            text += &column(attribute, "attribute");
        }
        text += &self.plan.rule();
        if self.status_column {
            text += "\n[[column]]\nname = \"marks\"\nrole = \"status\"\n";
        }
        text
    }

    /// The rows of the release, in order; keys stand twice only where the mapping allows it.
    pub(crate) fn rows(&self) -> Vec<Row<'_>> {
        let slots = self.plan.slots();
        let mut rows: Vec<Row<'_>> = Vec::new();
        for seed in &self.rows {
            let row = self.row(seed, &slots);
            let key = |row: &Row<'_>| -> (Vec<String>, &str) {
                let cells = row.dimensions.iter().map(|value| value.cell.clone());
                (cells.collect(), row.measure)
            };
            let known = rows.iter().any(|other| key(other) == key(&row));
            if self.duplicates == Duplicates::Sum || !known {
                rows.push(row);
            }
            if self.duplicates == Duplicates::Same && seed.again && !known {
                rows.push(self.row(seed, &slots));
            }
        }
        rows
    }

    fn row(&self, seed: &RowSeed, slots: &[Slot]) -> Row<'_> {
        let mut cells = Vec::new();
        let mut picks = seed.picks.iter().zip(&seed.looks).cycle();
        let dimensions = pick(&self.dimensions, &mut picks, &mut cells);
        let attributes = pick(&self.attributes, &mut picks, &mut cells);
        let mut measure = "";
        if let Plan::Named(_) = self.plan {
            let (cell, key) = NAMED[usize::from(seed.picks[7]) % NAMED.len()];
            cells.push(cell.to_owned());
            measure = key;
        }
        let mut figures = Vec::new();
        for (slot, seed) in slots.iter().zip(&seed.figures) {
            let (cell, meaning) = slot.style.cell(seed, self.faults);
            cells.push(cell);
            figures.push(meaning);
        }
        if self.status_column {
            let marked = seed.marked && slots.iter().all(|slot| slot.style.takes_marks());
            cells.push(if marked { "s" } else { "" }.to_owned());
            figures
                .iter_mut()
                .filter(|_| marked)
                .for_each(Meaning::mark);
        }
        Row {
            dimensions,
            attributes,
            measure,
            figures,
            cells,
        }
    }

    /// Whether every row has a cell that no column of the mapping takes.
    pub(crate) fn has_unknown_column(&self) -> bool {
        self.layout.has_unknown_column()
    }

    /// The file of the release.
    pub(crate) fn release(&self, rows: &[Row<'_>]) -> Written {
        let slots = self.plan.slots();
        let parts = self.dimensions.iter().chain(&self.attributes);
        let mut headings: Vec<_> = parts
            .flat_map(|part| part.headings.iter().cloned())
            .collect();
        if let Plan::Named(_) = self.plan {
            headings.push(NAMING.to_owned());
        }
        let before = headings.len();
        headings.extend(slots.iter().map(|slot| slot.heading.clone()));
        if self.status_column {
            headings.push("marks".to_owned());
        }
        let column = |(at, heading): (usize, String)| RawColumn {
            captured: (before..before + slots.len()).contains(&at),
            cells: rows.iter().map(|row| row.cells[at].clone()).collect(),
            heading,
        };
        let columns = headings.into_iter().enumerate().map(column).collect();
        self.layout.write(columns, rows.len())
    }
}

/// A world is shown as its mapping and its release, which is what a person can read.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let release = self.release(&self.rows()).bytes;
        write!(
            f,
            "{}\n{}",
            self.mapping(),
            String::from_utf8_lossy(&release)
        )
    }
}

impl Row<'_> {
    /// Whether a cell of figures holds what no mapping allows.
    pub(crate) fn has_fault(&self) -> bool {
        self.figures.contains(&Meaning::Fault)
    }

    /// Whether no cell holds anything, so that the row is a blank one.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// Whether a value of the row keeps its observations from being published.
    pub(crate) fn has(&self, becomes: Becomes) -> bool {
        let mut values = self.dimensions.iter();
        values.any(|value| value.becomes == becomes)
    }
}

/// Picks a value of each dimension, and how it is written.
fn pick<'w, 's>(
    dimensions: &'w [Dimension],
    picks: &mut impl Iterator<Item = (&'s u16, &'s u8)>,
    cells: &mut Vec<String>,
) -> Vec<&'w Value> {
    let mut values = Vec::new();
    for (dimension, (pick, look)) in dimensions.iter().zip(picks) {
        let value = &dimension.values[usize::from(*pick) % dimension.values.len()];
        if !dimension.headings.is_empty() {
            let spelling = usize::from(*look) % value.spellings.len();
            cells.extend(value.spellings[spelling].iter().cloned());
        }
        values.push(value);
    }
    values
}

fn column(dimension: &Dimension, role: &str) -> String {
    let name = &dimension.name;
    let from = match dimension.headings.as_slice() {
        [] => String::new(),
        [one] => format!("titles = [\"Not this {name}\", {one:?}]\n"),
        many => format!("from = {many:?}\n"),
    };
    let keys = &dimension.rule;
    format!("[[column]]\nname = \"{name}\"\nrole = \"{role}\"\n{from}{keys}\n")
}
