//! How the figures of a generated release are laid out over its columns.

use proptest::prelude::*;

use crate::dimension::Value;
use crate::figures::{Style, style};

/// The layout of figures.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    /// Each column is a measure.
    Columns(Vec<Style>),
    /// One column, and another that names the measure of each row.
    Named(Style),
    /// A column for each stage and statistic, and one for the number of cases where there is one.
    Stages(Style, Option<Style>),
    /// A column for each year.
    Years(Style),
}

/// A cell of figures in each row: where it stands, and what its observation has beside the row's.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) heading: String,
    /// The value of the dimension that the heading gives.
    pub(crate) captured: Option<Value>,
    /// The key of its measure; `None` where the row names it.
    pub(crate) measure: Option<&'static str>,
    pub(crate) style: Style,
}

/// What names the measure of a row: a cell, and the key that it stands for.
pub(crate) const NAMED: [(&str, &str); 3] = [
    ("1. Receipts", "receipts"),
    ("2. Out of court", "disposals"),
    ("still-open", "still-open"),
];
/// The heading of the column that names the measure.
pub(crate) const NAMING: &str = "Which measure";

/// The property of stages, below which their concepts stand.
const STAGE: &str = "http://justice.data.gov.uk/def/generated/stage";
const STAGES: [(&str, &str); 2] = [
    ("Offence to charge", "offence-to-charge"),
    ("Charge (all kinds) to plea", "charge-all-kinds-to-plea"),
];
const STATISTICS: [(&str, &str); 2] = [("mean", "mean-duration"), ("median", "median-duration")];
const YEARS: [(&str, &str); 2] = [("2013/14", "2013-2014"), ("1999/00", "1999-2000")];
const COLUMNS: [(&str, &str); 3] = [
    ("first_figure", "first-figure"),
    ("second_figure", "second-figure"),
    ("third_figure", "third-figure"),
];

pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    prop_oneof![
        3 => prop::collection::vec(style(), 1..4).prop_map(Plan::Columns),
        2 => style().prop_map(Plan::Named),
        2 => (style(), prop::option::of(style()))
            .prop_map(|(wide, extra)| Plan::Stages(wide.with_plain_blanks(), extra)),
        1 => style().prop_map(|style| Plan::Years(style.with_plain_blanks())),
    ]
}

impl Plan {
    pub(crate) fn summed(self) -> Self {
        match self {
            Self::Columns(styles) => Self::Columns(styles.into_iter().map(Style::summed).collect()),
            Self::Named(style) => Self::Named(style.summed()),
            Self::Stages(wide, extra) => Self::Stages(wide.summed(), extra.map(Style::summed)),
            Self::Years(style) => Self::Years(style.summed()),
        }
    }

    /// Whether each observation says its measure.
    pub(crate) fn measure_is_dimension(&self) -> bool {
        match self {
            Self::Columns(styles) => styles.len() > 1,
            Self::Named(_) | Self::Stages(..) => true,
            Self::Years(_) => false,
        }
    }

    /// The name of the column of figures in the tidy table.
    pub(crate) fn column(&self) -> &'static str {
        match self {
            Self::Columns(styles) if styles.len() == 1 => COLUMNS[0].0,
            Self::Columns(_) | Self::Stages(_, Some(_)) => "value",
            Self::Named(_) | Self::Stages(..) | Self::Years(_) => "figures",
        }
    }

    /// The cells of figures of a row, in the order in which they are read.
    pub(crate) fn slots(&self) -> Vec<Slot> {
        let slot = |heading: &str, captured, measure, style: &Style| Slot {
            heading: heading.to_owned(),
            captured,
            measure,
            style: style.clone(),
        };
        match self {
            Self::Columns(styles) => {
                let columns = COLUMNS.iter().zip(styles);
                let slots = columns.map(|((name, key), style)| {
                    slot(&name.replace('_', " "), None, Some(*key), style)
                });
                slots.collect()
            }
            Self::Named(style) => vec![slot("Figures", None, None, style)],
            Self::Stages(wide, extra) => {
                let mut slots = Vec::new();
                for (stage, key) in STAGES {
                    for (statistic, measure) in STATISTICS {
                        let heading = format!("{stage} ({statistic} days)");
                        let captured = Some(stage_value(key));
                        slots.push(slot(&heading, captured, Some(measure), wide));
                    }
                }
                let all = extra.iter().map(|style| {
                    let captured = Some(stage_value("all-stages"));
                    slot("Cases", captured, Some("cases"), style)
                });
                slots.extend(all);
                slots
            }
            Self::Years(style) => {
                let year = |(text, key): &(&str, &'static str)| {
                    let captured = Some(Value::period(&[], "government-year", key));
                    slot(text, captured, Some("figures"), style)
                };
                YEARS.iter().map(year).collect()
            }
        }
    }

    /// The dimension that headings give: its name and its property.
    pub(crate) fn captured(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Columns(_) | Self::Named(_) => None,
            Self::Stages(..) => Some(("stage", STAGE)),
            Self::Years(_) => Some(("year", "http://justice.data.gov.uk/def/dimension/period")),
        }
    }

    /// Its columns in the mapping.
    pub(crate) fn rule(&self) -> String {
        match self {
            Self::Columns(styles) => {
                let columns = COLUMNS.iter().zip(styles);
                let rules = columns.map(|((name, _), style)| {
                    let heading = name.replace('_', " ");
                    format!(
                        "[[column]]\nname = \"{name}\"\ntitles = [\"{heading}\"]\nrole = \"measure\"\n{}\n",
                        style.rule()
                    )
                });
                rules.collect()
            }
            Self::Named(style) => format!(
                "[[column]]\nname = \"naming\"\ntitles = [\"{NAMING}\"]\nrole = \"measure-type\"\n\
                 extract = '^(?:\\d\\. )?(?<value>.+)$'\n\n\
                 [[column]]\nname = \"figures\"\ntitles = [\"Figures\"]\nrole = \"measure\"\nmeasure-from = \"naming\"\n{}\n\
                 [[measure]]\nkey = \"receipts\"\nlabel = \"Receipts\"\n\n\
                 [[measure]]\nkey = \"disposals\"\nlabel = \"Disposals\"\nvalues = [\"out of court\"]\n\n\
                 [[measure]]\nkey = \"still-open\"\nlabel = \"Open\"\n",
                style.rule()
            ),
            Self::Stages(wide, extra) => stages_rule(wide, extra.as_ref()),
            Self::Years(style) => format!(
                "[[column]]\nname = \"year\"\ncapture = \"year\"\nrole = \"dimension\"\n\
                 period = {{ calendar = \"government\", patterns = [\"{{yyyy}}/{{yy}}\"] }}\n\n\
                 [[column]]\nname = \"figures\"\nmelt = '^(?<year>\\d{{4}}/\\d{{2}})$'\nrole = \"measure\"\n{}\n",
                style.rule()
            ),
        }
    }
}

fn stage_value(key: &str) -> Value {
    Value::code(&[], STAGE, key)
}

fn stages_rule(wide: &Style, extra: Option<&Style>) -> String {
    let default = extra.map_or("", |_| "default = \"All stages\"\n");
    let mut rule = format!(
        "[[column]]\nname = \"stage\"\ncapture = \"stage\"\nrole = \"dimension\"\ncodes = \"open\"\n{default}\n\
         [[column]]\nname = \"statistic\"\ncapture = \"statistic\"\nrole = \"measure-type\"\n\n\
         [[column]]\nname = \"figures\"\nmelt = '^(?<stage>.+) \\((?<statistic>mean|median) days\\)$'\n\
         role = \"measure\"\nmeasure-from = \"statistic\"\n{}\n\
         [[measure]]\nkey = \"mean-duration\"\nlabel = \"Mean\"\nvalues = [\"mean\"]\n\n\
         [[measure]]\nkey = \"median-duration\"\nlabel = \"Median\"\n values = [\"median\"]\n\n",
        wide.rule()
    );
    if let Some(extra) = extra {
        rule += &format!(
            "[[column]]\nname = \"cases\"\ntitles = [\"Cases\"]\nrole = \"measure\"\n{}\n",
            extra.rule()
        );
    }
    rule
}
