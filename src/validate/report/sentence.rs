//! What a result says: the message of the shape, or a sentence in plain words.

use oxrdf::TermRef;

use super::words;
use super::{Report, Result};
use crate::graph::TermId;
use crate::validate::path::Path;
use crate::validate::shape::{Kind, Limit, Name, Range, Shape, ShapeIx, Target};
use crate::validate::sparql::Component;
use crate::validate::value::matches_range;
use crate::validate::violation::ResultPath;
use crate::vocab::{rdfs, sh};

/// The sentence of a result.
pub(super) fn of(result: &Result<'_>) -> String {
    if let Some(message) = given(result) {
        return message;
    }
    let mut sentence = made(result);
    sentence.push('.');
    words::capital(&sentence)
}

/// The message that the shape or its query gives, in the language asked for where there is one.
fn given(result: &Result<'_>) -> Option<String> {
    let language = result.report.language.as_str();
    if let Some(extra) = &result.violation.extra
        && !extra.messages.is_empty()
    {
        let suits = |range: &str| {
            let mut messages = extra.messages.iter();
            messages.find(|m| m.language().is_some_and(|tag| matches_range(tag, range)))
        };
        let plain = extra.messages.iter().find(|m| m.language().is_none());
        let best = suits(language).or(plain).or_else(|| suits("en"));
        return best
            .or(extra.messages.first())
            .map(|m| m.value().to_owned());
    }
    let texts: Vec<_> = result.shape().messages.iter().map(|name| name.0).collect();
    let graph = &result.report.shapes.graph;
    let best = words::best(graph, &texts, language)?;
    Some(graph.terms().text(best).to_owned())
}

fn made(result: &Result<'_>) -> String {
    let thing = words::with_article(&noun(result));
    let property = property(result);
    let what = property.as_deref().unwrap_or("value");
    match &result.constraint().kind {
        Kind::MinCount(least) => count(result, &thing, what, Limit::AtLeast(*least)),
        Kind::MaxCount(most) => count(result, &thing, what, Limit::AtMost(*most)),
        Kind::Qualified(qualified) => {
            let (word, number) = match qualified.limit {
                Limit::AtLeast(least) => ("at least", least),
                Limit::AtMost(most) => ("at most", most),
            };
            let number = words::count(number);
            let kind = shape_name(result.report, qualified.shape);
            format!("{thing} must have {word} {number} {what} that is {kind}")
        }
        Kind::UniqueLang => {
            format!("{thing} must not have two texts in one language as its {what}")
        }
        Kind::HasValue(name) => {
            let value = words::value(result.shapes_term(*name));
            format!("{thing} must have {value} as its {what}")
        }
        Kind::Equals(other) => {
            let other = other_property(result, *other);
            format!(
                "the {what} of {thing} must be the same as its {other}{}",
                found(result)
            )
        }
        Kind::Disjoint(other) => {
            let other = other_property(result, *other);
            format!(
                "the {what} of {thing} must not be its {other} too{}",
                found(result)
            )
        }
        Kind::LessThan(other) => {
            let other = other_property(result, *other);
            format!(
                "the {what} of {thing} must be less than its {other}{}",
                found(result)
            )
        }
        Kind::LessThanOrEquals(other) => {
            let other = other_property(result, *other);
            format!(
                "the {what} of {thing} must not be more than its {other}{}",
                found(result)
            )
        }
        Kind::Closed(_) => format!(
            "{thing} must not have a {}{}",
            closed_property(result),
            found(result)
        ),
        Kind::Sparql(_) => format!("{thing} breaks a rule that a query checks{}", found(result)),
        Kind::Component(component) => {
            let rule = rule(result.report, component);
            format!("{thing} breaks the rule “{rule}”{}", found(result))
        }
        kind => {
            let subject = match (&property, result.path()) {
                (Some(property), _) => format!("the {property} of {thing}"),
                (None, Some(_)) => format!("a value of {thing}"),
                (None, None) => thing,
            };
            format!("{subject} must {}{}", demand(result, kind), found(result))
        }
    }
}

/// What follows “must” for constraints on one value.
fn demand(result: &Result<'_>, kind: &Kind) -> String {
    let report = result.report;
    let terms = report.shapes.graph.terms();
    match kind {
        Kind::Class(class) => {
            format!("be {}", words::with_article(&term_words(report, *class)))
        }
        Kind::Datatype(datatype) => match terms.iri(datatype.0) {
            Some(iri) => format!("be {}", words::datatype(iri)),
            None => "have another datatype".to_owned(),
        },
        Kind::NodeKind(_) => {
            let source = result.constraint().source;
            let kind = words::local_words(terms.text(source.object));
            format!("be {}", words::with_article(&kind.replace("iri", "IRI")))
        }
        Kind::Range(range, limit) => {
            let limit = terms.text(limit.0);
            match range {
                Range::MinExclusive => format!("be more than {limit}"),
                Range::MinInclusive => format!("be at least {limit}"),
                Range::MaxExclusive => format!("be less than {limit}"),
                Range::MaxInclusive => format!("be at most {limit}"),
            }
        }
        Kind::MinLength(least) => format!("have at least {}", words::counted(*least, "character")),
        Kind::MaxLength(most) => format!("have at most {}", words::counted(*most, "character")),
        Kind::Pattern(_) => {
            let source = result.constraint().source;
            format!("match the pattern {}", terms.text(source.object))
        }
        Kind::LanguageIn(ranges) => format!("be in one of the languages {}", ranges.join(", ")),
        Kind::In(names) => one_of(result, names),
        Kind::Not(shape) => format!("not be {}", shape_name(report, *shape)),
        Kind::Node(shape) => format!("be {}", shape_name(report, *shape)),
        Kind::And(_) => "conform to all of several shapes".to_owned(),
        Kind::Or(_) => "conform to one of several shapes".to_owned(),
        Kind::Xone(_) => "conform to exactly one of several shapes".to_owned(),
        _ => "be otherwise".to_owned(),
    }
}

fn one_of(result: &Result<'_>, names: &[Name]) -> String {
    const SHOWN: usize = 6;
    let values = names
        .iter()
        .take(SHOWN)
        .map(|name| words::value(result.shapes_term(*name)));
    let values = values.collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("be one of {values} and {more} more"),
        _ => format!("be one of {values}"),
    }
}

/// “must have exactly one region; this one has two”
fn count(result: &Result<'_>, thing: &str, what: &str, limit: Limit) -> String {
    let limits = result
        .shape()
        .constraints
        .iter()
        .filter_map(|c| match c.kind {
            Kind::MinCount(least) => Some(Limit::AtLeast(least)),
            Kind::MaxCount(most) => Some(Limit::AtMost(most)),
            _ => None,
        });
    let exactly = |number: u64| {
        let both = [Limit::AtLeast(number), Limit::AtMost(number)];
        let limits: Vec<_> = limits.clone().collect();
        both.iter().all(|one| limits.contains(one))
    };
    let demand = match limit {
        Limit::AtLeast(n) | Limit::AtMost(n) if exactly(n) => {
            format!("must have exactly {} {what}", words::count(n))
        }
        Limit::AtLeast(1) => format!("must have {}", words::with_article(what)),
        Limit::AtLeast(n) => format!("must have at least {} {what}", words::count(n)),
        Limit::AtMost(0) => format!("must have no {what}"),
        Limit::AtMost(1) => format!("must not have more than one {what}"),
        Limit::AtMost(n) => format!("must have at most {} {what}", words::count(n)),
    };
    let has = words::count(actual_count(result));
    format!("{thing} {demand}; this one has {has}")
}

fn actual_count(result: &Result<'_>) -> u64 {
    let report = result.report;
    let id = |name: Name| {
        let term = report.shapes.graph.terms().term(name.0);
        report
            .graph
            .terms()
            .get(term)
            .unwrap_or(result.violation.focus)
    };
    let path = result.shape().path.as_ref();
    let values = path.map(|path| path.bind(&id).values(report.graph, result.violation.focus));
    values.map_or(0, |values| values.len() as u64)
}

/// “; “abc” is not”, or nothing where no value is concerned.
fn found(result: &Result<'_>) -> String {
    match result.value() {
        Some(value) if value != result.focus_node() => match value {
            TermRef::BlankNode(_) => String::new(),
            value => format!("; this one has {}", words::value(value)),
        },
        _ => String::new(),
    }
}

/// What a thing of the shape is called: after the class it is for, or its own label.
fn noun(result: &Result<'_>) -> String {
    let mut shape = result.violation.shape;
    for _ in 0..result.report.shapes.all.len() {
        if let Some(noun) = own_noun(result.report, &result.report.shapes.all[shape.index()]) {
            return noun;
        }
        match parent(result.report, shape) {
            Some(parent) => shape = parent,
            None => break,
        }
    }
    "thing".to_owned()
}

fn own_noun(report: &Report<'_>, shape: &Shape) -> Option<String> {
    let class = shape.targets.iter().find_map(|target| match target {
        Target::Class(class) => Some(term_words(report, *class)),
        _ => None,
    });
    let of_shape = || {
        let graph = &report.shapes.graph;
        let iri = graph
            .terms()
            .iri(shape.node.0)
            .filter(|_| !shape.targets.is_empty())?;
        let label = words::text(graph, shape.node.0, rdfs::LABEL, &report.language);
        let name = words::local_words(iri.as_str());
        let name = label.map_or(name, words::lower);
        let name = name.trim_end_matches("shape").trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    class.or_else(of_shape)
}

/// The shape that has this one as a property.
fn parent(report: &Report<'_>, property: ShapeIx) -> Option<ShapeIx> {
    let mut shapes = report.shapes.all.iter().zip(0..);
    let is_property = |kind: &Kind| matches!(kind, Kind::Property(shape) if *shape == property);
    let found = shapes.find(|(shape, _)| shape.constraints.iter().any(|c| is_property(&c.kind)));
    found.map(|(_, number)| ShapeIx(number))
}

/// What another property is called: as its own property shape beside this one says, if there is one.
fn other_property(result: &Result<'_>, other: Name) -> String {
    let report = result.report;
    let beside = parent(report, result.violation.shape).into_iter();
    let shapes = beside.flat_map(|parent| &report.shapes.all[parent.index()].constraints);
    let mut properties = shapes.filter_map(|constraint| match constraint.kind {
        Kind::Property(shape) => Some(&report.shapes.all[shape.index()]),
        _ => None,
    });
    let is_other = |shape: &&Shape| shape.path.as_ref().and_then(Path::predicate) == Some(other);
    let name = properties
        .find(is_other)
        .and_then(|shape| name_of(report, shape));
    name.unwrap_or_else(|| term_words(report, other))
}

/// What the shape itself calls the values (`sh:name`).
fn name_of(report: &Report<'_>, shape: &Shape) -> Option<String> {
    let graph = &report.shapes.graph;
    words::text(graph, shape.node.0, sh::NAME, &report.language).map(words::lower)
}

/// The rule of a component: its template filled with the values that the shape gives, or its name.
fn rule(report: &Report<'_>, component: &Component) -> String {
    let graph = &report.shapes.graph;
    let template = words::text(graph, component.iri.0, sh::LABEL_TEMPLATE, &report.language);
    let Some(template) = template else {
        return term_words(report, component.iri);
    };
    let mut rule = template.trim_end_matches('.').to_owned();
    for (name, value) in &component.parameters {
        let value = graph.terms().text(value.0);
        for sign in ['?', '$'] {
            rule = rule.replace(&format!("{{{sign}{name}}}"), value);
        }
    }
    rule
}

/// What the values are called: `sh:name`, else the label of the predicate, else its last part.
fn property(result: &Result<'_>) -> Option<String> {
    if let ResultPath::Predicate(predicate) = result.violation.path {
        return Some(data_words(result, predicate));
    }
    let report = result.report;
    let path = result.path()?;
    if let Some(name) = name_of(report, result.shape()) {
        return Some(name);
    }
    path.last_predicate().map(|name| term_words(report, name))
}

fn closed_property(result: &Result<'_>) -> String {
    match result.violation.path {
        ResultPath::Predicate(predicate) => data_words(result, predicate),
        ResultPath::None | ResultPath::OfShape => "property".to_owned(),
    }
}

fn data_words(result: &Result<'_>, id: TermId) -> String {
    let graph = result.report.graph;
    let label = words::label(graph, id, &result.report.language);
    label.map_or_else(|| words::local_words(graph.terms().text(id)), words::lower)
}

fn term_words(report: &Report<'_>, name: Name) -> String {
    let shapes = &report.shapes.graph;
    let in_shapes = words::label(shapes, name.0, &report.language);
    let in_data = || {
        let id = report.graph.terms().get(shapes.terms().term(name.0))?;
        words::label(report.graph, id, &report.language)
    };
    match in_shapes.or_else(in_data) {
        Some(label) => words::lower(label),
        None => words::local_words(shapes.terms().text(name.0)),
    }
}

/// “a court” for a shape that has a label, a class or at least a name.
fn shape_name(report: &Report<'_>, number: ShapeIx) -> String {
    let shape = &report.shapes.all[number.index()];
    let graph = &report.shapes.graph;
    if let Some(label) = words::text(graph, shape.node.0, rdfs::LABEL, &report.language) {
        return words::with_article(&words::lower(label));
    }
    let class = shape.constraints.iter().find_map(|c| match &c.kind {
        Kind::Class(class) => Some(*class),
        _ => None,
    });
    match (class, graph.terms().iri(shape.node.0)) {
        (Some(class), _) => words::with_article(&term_words(report, class)),
        (None, Some(iri)) => format!("what the shape {iri} describes"),
        (None, None) => "what the shape describes".to_owned(),
    }
}
