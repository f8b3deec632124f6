//! A chart of a slice, drawn here as SVG, with a sentence that says what it shows.

use std::fmt::Write;

use super::dimension::Order;
use super::forms::Told;
use super::request::Slice;
use super::table::{Figure, Line, Reading};
use crate::cube::columns::{Code, Number};
use crate::serve::pages::grouped;

/// A chart and what it shows in words.
pub(super) struct Chart {
    pub(super) svg: String,
    pub(super) sentence: String,
}

/// A place on the axis and its figure.
struct Point {
    label: String,
    /// The figure as it is told, and as it is drawn.
    text: String,
    height: f64,
}

/// The most bars that can be told apart.
const BARS: usize = 24;
const WIDTH: f64 = 960.0;
const LINE_HEIGHT: f64 = 300.0;
const BAR: f64 = 26.0;
/// Room for names beside bars.
const NAMES: f64 = 320.0;

/// The chart of a slice: its figures over time, else by the first dimension that has several
/// members; totals over all others. `None` where there is nothing to compare, or where the figures
/// do not add up.
pub(super) fn chart(told: &Told<'_>) -> Option<Chart> {
    let axis = axis(told)?;
    let mut slice = Slice {
        group: Some(axis_group(told, axis)),
        sort: Vec::new(),
        page: 1,
        limit: None,
        picks: told.slice.picks.clone(),
        measures: told.slice.measures.clone(),
        query: Vec::new(),
    };
    slice.measures.truncate(1);
    let reading = Reading {
        schema: told.schema,
        cube: told.cube,
        slice: &slice,
        live: told.live,
    };
    let table = reading.table(Slice::MOST).ok()?;
    let first = table.lines.first()?.measure;
    let place = table.shown.iter().position(|shown| *shown == axis)?;
    let dimension = &told.schema.dimensions[axis];
    let lines = table.lines.iter().filter(|line| line.measure == first);
    let ranks = reading.ranks(dimension);
    let mut lines: Vec<_> = lines
        .filter_map(|line| Some((line.members[place]?, line)))
        .collect();
    lines.sort_by_key(|(code, _)| ranks[*code as usize]);
    let label = |code: Code| dimension.member_label(told.live, told.cube, code, told.language);
    let points = lines
        .iter()
        .filter_map(|(code, line)| point(label(*code), line));
    let mut points: Vec<_> = points.collect();
    let name = told.schema.measures[first].label(told.live, told.language);
    if points.len() < 2 {
        return None;
    }
    let unit = lines.first().and_then(|(_, line)| told.unit_label(line));
    let name = match unit {
        Some(unit) => format!("{name} ({unit})"),
        None => name,
    };
    if dimension.order == Order::None {
        points.sort_by(|a, b| b.height.total_cmp(&a.height));
        let sentence = bars_sentence(&name, &points);
        points.truncate(BARS);
        return Some(Chart {
            svg: bars(&name, &points),
            sentence,
        });
    }
    Some(Chart {
        sentence: line_sentence(&name, &points),
        svg: line(&name, &points),
    })
}

/// Time if there are several times, else the first dimension with several members.
fn axis(told: &Told<'_>) -> Option<usize> {
    let several = |at: &usize| match &told.slice.picks[*at] {
        Some(pick) => pick.codes.len() > 1,
        None => told.schema.dimensions[*at].members.len() > 1,
    };
    let wanted: Vec<usize> = match &told.slice.group {
        Some(group) => group.clone(),
        None => (0..told.schema.dimensions.len()).collect(),
    };
    let own = wanted
        .into_iter()
        .filter(|at| !told.schema.dimensions[*at].is_measure());
    let own: Vec<_> = own.filter(several).collect();
    let time = own
        .iter()
        .find(|at| told.schema.dimensions[**at].order != Order::None);
    time.or(own.first()).copied()
}

fn axis_group(told: &Told<'_>, axis: usize) -> Vec<usize> {
    let mut group: Vec<_> = told
        .schema
        .measure_dimension()
        .into_iter()
        .chain([axis])
        .collect();
    group.sort_unstable();
    group
}

fn point(label: String, line: &Line) -> Option<Point> {
    let Some(Figure::Number(number)) = line.value else {
        return None;
    };
    Some(Point {
        label,
        text: grouped(&number.to_string()),
        height: height(number),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a chart shows a figure to the pixel; the digits stand beside it"
)]
fn height(number: Number) -> f64 {
    number.mantissa as f64 / 10_f64.powi(i32::from(number.scale))
}

fn line_sentence(name: &str, points: &[Point]) -> String {
    let (first, last) = (&points[0], &points[points.len() - 1]);
    let most = points.iter().max_by(|a, b| a.height.total_cmp(&b.height));
    let most = most.unwrap_or(last);
    let (from, to) = (first.label.as_str(), last.label.as_str());
    let way = match last.height.total_cmp(&first.height) {
        std::cmp::Ordering::Equal => {
            format!("{} in {from} and again in {to}", first.text)
        }
        order => {
            let way = if order.is_lt() { "fell" } else { "rose" };
            format!(
                "{way} from {} in {from} to {} in {to}",
                first.text, last.text
            )
        }
    };
    if most.height > first.height.max(last.height) {
        format!(
            "{name}: {way}; the highest was {} in {}.",
            most.text, most.label
        )
    } else {
        format!("{name}: {way}.")
    }
}

fn bars_sentence(name: &str, points: &[Point]) -> String {
    let (first, last) = (&points[0], &points[points.len() - 1]);
    let drawn = if points.len() > BARS {
        format!(" The {BARS} highest of {} are drawn.", points.len())
    } else {
        String::new()
    };
    format!(
        "{name}: the highest is {} ({}), the lowest {} ({}).{drawn}",
        first.label, first.text, last.label, last.text
    )
}

/// The lowest and highest value that are drawn: nought is always among them.
fn bounds(points: &[Point]) -> (f64, f64) {
    let heights = points.iter().map(|point| point.height);
    let low = heights.clone().fold(0.0, f64::min);
    let high = heights.fold(0.0, f64::max);
    if high > low {
        (low, high)
    } else {
        (low, low + 1.0)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "places of a few points on a page"
)]
fn line(name: &str, points: &[Point]) -> String {
    let (low, high) = bounds(points);
    let (left, right, top, bottom) = (16.0, 16.0, 34.0, 40.0);
    let step = (WIDTH - left - right) / (points.len() - 1) as f64;
    let x = |at: usize| left + step * at as f64;
    let y = |value: f64| top + (LINE_HEIGHT - top - bottom) * (high - value) / (high - low);
    let mut svg = open(name, LINE_HEIGHT);
    let base = y(0.0);
    let _infallible = write!(
        svg,
        "<line class=\"axis\" x1=\"{left}\" y1=\"{base:.1}\" x2=\"{:.1}\" y2=\"{base:.1}\"/>",
        WIDTH - right
    );
    let path = points
        .iter()
        .enumerate()
        .map(|(at, point)| format!("{:.1},{:.1}", x(at), y(point.height)));
    let path = path.collect::<Vec<_>>().join(" ");
    let _infallible = write!(svg, "<polyline class=\"line\" points=\"{path}\"/>");
    for (at, point) in points.iter().enumerate() {
        let (label, text) = (escaped(&point.label), &point.text);
        let _infallible = write!(
            svg,
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{label}: {text}</title></circle>",
            x(at),
            y(point.height)
        );
    }
    let last = points.len() - 1;
    for (at, anchor) in [(0, "start"), (last, "end")] {
        let point = &points[at];
        let _infallible = write!(
            svg,
            "<text x=\"{0:.1}\" y=\"{1:.1}\" text-anchor=\"{anchor}\">{2}</text>\
             <text class=\"figure\" x=\"{0:.1}\" y=\"{3:.1}\" text-anchor=\"{anchor}\">{4}</text>",
            x(at),
            LINE_HEIGHT - 12.0,
            escaped(&point.label),
            (y(point.height) - 12.0).max(18.0),
            point.text
        );
    }
    svg.push_str("</svg>");
    svg
}

#[expect(clippy::cast_precision_loss, reason = "places of a few bars on a page")]
fn bars(name: &str, points: &[Point]) -> String {
    let (low, high) = bounds(points);
    let room = WIDTH - NAMES - 110.0;
    let x = |value: f64| NAMES + room * (value - low) / (high - low);
    let mut svg = open(name, BAR * points.len() as f64 + 8.0);
    for (at, point) in points.iter().enumerate() {
        let y = 4.0 + BAR * at as f64;
        let (from, to) = (x(point.height.min(0.0)), x(point.height.max(0.0)));
        let _infallible = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>\
             <rect class=\"bar\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
             <text class=\"figure\" x=\"{:.1}\" y=\"{middle:.1}\">{}</text>",
            NAMES - 10.0,
            escaped(&shortened(&point.label)),
            y + 3.0,
            (to - from).max(1.0),
            BAR - 6.0,
            to + 8.0,
            point.text,
            middle = y + BAR * 0.66,
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The picture is hidden from readers that speak: the sentence and the table say it all.
fn open(name: &str, height: f64) -> String {
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        escaped(name)
    )
}

fn shortened(label: &str) -> String {
    const MOST: usize = 38;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    label.chars().take(MOST - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
