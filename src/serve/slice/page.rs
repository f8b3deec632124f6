use askama::Template;

use super::answer::address;
use super::chart::{Chart, chart};
use super::dimension::{Dimension, Order};
use super::forms::{SliceForm, Told};
use super::table::{Line, Source};
use crate::cube::columns::Code;
use crate::serve::Problem;
use crate::serve::pages::{self, grouped};
use crate::serve::scratch::drawn;

/// The most members that a form lists; a longer dimension gets a field for keys.
const LISTED: usize = 400;

/// So many members are named one by one.
const NAMED: usize = 4;

/// The page of a slice.
#[derive(Template)]
#[template(path = "slice.html")]
struct Page {
    language: &'static str,
    title: String,
    uri: String,
    dataset: String,
    path: String,
    /// The dimensions of which some members are shown only, with those.
    picked: Vec<(String, String)>,
    filters: Vec<Filter>,
    groups: Vec<Choice>,
    grouped: bool,
    sorts: Vec<Choice>,
    chart: Option<Chart>,
    columns: Vec<Heading>,
    rows: Vec<Row>,
    from: usize,
    total: usize,
    previous: Option<String>,
    next: Option<String>,
    forms: Vec<(&'static str, String)>,
}

/// A dimension in the form.
struct Filter {
    name: String,
    label: String,
    /// What may be picked; empty where that would be too many.
    choices: Vec<Choice>,
    /// What was typed, where nothing is listed.
    typed: String,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Heading {
    label: String,
    href: Option<String>,
}

struct Row {
    /// For each dimension, its words and where they lead.
    cells: Vec<(String, Option<String>)>,
    measure: String,
    value: String,
    /// What stands in place of a figure, or beside it.
    status: String,
    unit: String,
    href: Option<String>,
}

/// Draws the page of a slice.
pub(super) fn write(told: &Told<'_>) -> Result<Vec<u8>, Problem> {
    let usual = SliceForm::Html.usual();
    let limit = told.slice.limit.unwrap_or(usual);
    let path = told.path();
    let dataset = told.schema.dataset.as_ref();
    let number = told.slice.page;
    let page = |to: usize| {
        address(
            &path,
            SliceForm::Html,
            told.slice,
            &[("page", to.to_string().as_str())],
        )
    };
    let others = SliceForm::ALL
        .into_iter()
        .filter(|form| *form != SliceForm::Html);
    let page = Page {
        language: told.language.tag(),
        title: pages::name(told.live, dataset, told.language).into_owned(),
        uri: format!("{}{}", told.site.base(), told.address()),
        dataset: told.site.door(dataset.as_str()).to_owned(),
        picked: picked(told),
        filters: filters(told),
        groups: groups(told),
        grouped: told.slice.group.is_some(),
        sorts: sorts(told),
        chart: chart(told),
        columns: headings(told),
        rows: told
            .table
            .lines
            .iter()
            .map(|line| row(told, line))
            .collect(),
        from: (number - 1).saturating_mul(limit) + 1,
        total: told.table.total,
        previous: (number > 1).then(|| page(number - 1)),
        next: told.has_more(limit).then(|| page(number + 1)),
        forms: others
            .map(|form| {
                (
                    form.name(),
                    address(&path, form, told.slice, &[("page", ""), ("limit", "")]),
                )
            })
            .collect(),
        path,
    };
    Ok(drawn(&page)?)
}

/// What the figures are of: without it, nothing would say so where they are totals.
fn picked(told: &Told<'_>) -> Vec<(String, String)> {
    let dimensions = told.schema.dimensions.iter().zip(&told.slice.picks);
    let picked = dimensions.filter_map(|(dimension, pick)| {
        let pick = pick.as_ref()?;
        let label = |code| dimension.member_label(told.live, told.cube, code, told.language);
        let chosen: Vec<Code> = told
            .in_order(dimension)
            .into_iter()
            .filter(|code| pick.has[*code as usize])
            .collect();
        let members = match chosen.as_slice() {
            [first, .., last] if chosen.len() > NAMED && dimension.order != Order::None => {
                format!(
                    "{} of them, {} – {}",
                    chosen.len(),
                    label(*first),
                    label(*last)
                )
            }
            several if several.len() > NAMED => {
                format!("{} of {}", several.len(), dimension.members.len())
            }
            few => few
                .iter()
                .map(|code| label(*code))
                .collect::<Vec<_>>()
                .join(", "),
        };
        Some((dimension.label(told.live, told.language), members))
    });
    picked.collect()
}

fn filters(told: &Told<'_>) -> Vec<Filter> {
    let dimensions = told.schema.dimensions.iter().zip(&told.slice.picks);
    let filters = dimensions.map(|(dimension, pick)| {
        let typed = told
            .slice
            .query
            .iter()
            .filter(|(name, _)| *name == dimension.name);
        let typed: Vec<_> = typed.map(|(_, value)| value.as_str()).collect();
        let listed = dimension.members.len() <= LISTED;
        let mut choices = Vec::new();
        if listed {
            for code in told.in_order(dimension) {
                choices.push(Choice {
                    value: dimension.members[code as usize].key.clone(),
                    label: dimension.member_label(told.live, told.cube, code, told.language),
                    chosen: pick.as_ref().is_some_and(|pick| pick.has[code as usize]),
                });
            }
        }
        Filter {
            name: dimension.name.clone(),
            label: dimension.label(told.live, told.language),
            choices,
            typed: typed.join(","),
        }
    });
    filters.collect()
}

fn groups(told: &Told<'_>) -> Vec<Choice> {
    let dimensions = told.schema.dimensions.iter().enumerate();
    let own = dimensions.filter(|(_, dimension)| !dimension.is_measure());
    let choices = own.map(|(at, dimension)| Choice {
        value: dimension.name.clone(),
        label: dimension.label(told.live, told.language),
        chosen: told
            .slice
            .group
            .as_ref()
            .is_some_and(|group| group.contains(&at)),
    });
    choices.collect()
}

fn sorts(told: &Told<'_>) -> Vec<Choice> {
    let asked = told.slice.query.iter().find(|(name, _)| name == "sort");
    let asked = asked.map(|(_, value)| value.as_str()).unwrap_or_default();
    let dimensions = told.dimensions().map(|(_, dimension)| {
        (
            dimension.name.clone(),
            dimension.label(told.live, told.language),
        )
    });
    let ends = [
        (String::new(), "As published".to_owned()),
        ("-value".to_owned(), "Highest first".to_owned()),
        ("value".to_owned(), "Lowest first".to_owned()),
    ];
    let all = ends.into_iter().chain(dimensions);
    let choices = all.map(|(value, label)| Choice {
        chosen: value == asked,
        value,
        label,
    });
    choices.collect()
}

fn headings(told: &Told<'_>) -> Vec<Heading> {
    let headings = told
        .dimensions()
        .map(|(_, dimension): (usize, &Dimension)| Heading {
            label: dimension.label(told.live, told.language),
            href: Some(told.site.door(dimension.property.as_str()).to_owned()),
        });
    headings.collect()
}

fn row(told: &Told<'_>, line: &Line) -> Row {
    let cells = told.dimensions().map(|(place, dimension)| {
        let Some(member) = told.member(place, dimension, line) else {
            return (String::new(), None);
        };
        let href = member.uri.starts_with("http");
        let href = href.then(|| told.site.door(member.uri).to_owned());
        (member.label.to_owned(), href)
    });
    let statuses: Vec<_> = told
        .statuses(line)
        .map(|status| status.label.to_owned())
        .collect();
    let mut status = statuses.join("; ");
    if let Source::Total {
        missing: missing @ 1..,
        observations,
    } = line.source
    {
        let of = format!("{missing} of {observations} figures are missing");
        status = if status.is_empty() {
            of
        } else {
            format!("{of}: {status}")
        };
    }
    let observation = told.observation(line);
    Row {
        cells: cells.collect(),
        measure: told.measure(line).label(told.live, told.language),
        value: line
            .value
            .as_ref()
            .map(|value| grouped(&value.text()))
            .unwrap_or_default(),
        status,
        unit: told.unit_label(line).unwrap_or_default(),
        href: observation.map(|iri| told.site.door(iri.as_str()).to_owned()),
    }
}
