use std::io;

use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple, TripleRef};
use oxrdfio::RdfFormat;
use rustc_hash::FxHashSet;

use super::Told;
use crate::cube::columns::Column;
use crate::serve::slice::table::{Figure, Line, Source};
use crate::vocab::{dct, qb, rdf, sdmx};

/// The observations themselves, as they are published, in a
/// [group](https://www.w3.org/TR/vocab-data-cube/#ref_qb_ObservationGroup) that is the slice; a total is
/// an observation without a URI or dataset, because it is not published.
pub(super) fn write(told: &Told<'_>, format: RdfFormat) -> io::Result<Vec<u8>> {
    let address = format!("{}{}", told.site.base(), told.address());
    let group = NamedNode::new(address).map_err(io::Error::other)?;
    let mut triples = vec![
        Triple::new(group.clone(), rdf::TYPE, qb::OBSERVATION_GROUP),
        Triple::new(group.clone(), dct::SOURCE, told.schema.dataset.clone()),
    ];
    for (at, line) in told.table.lines.iter().enumerate() {
        let node: NamedOrBlankNode = match told.observation(line) {
            Some(observation) => observation.into(),
            None => BlankNode::new_unchecked(format!("t{at}")).into(),
        };
        triples.push(Triple::new(
            group.clone(),
            qb::OBSERVATION_PROPERTY,
            Term::from(node.clone()),
        ));
        match line.source {
            Source::Observation(row) => published(told, &node, row as usize, &mut triples),
            Source::Total { .. } => total(told, &node, line, &mut triples),
        }
    }
    for member in members(told) {
        let names = told.live.names.triples(member.as_ref());
        triples.extend(names.map(TripleRef::into_owned));
    }
    // Lines of several measures tell one observation.
    let mut told_once = FxHashSet::default();
    let once = triples.iter().filter(|triple| told_once.insert(*triple));
    told.site.syntaxes().write(format, once)
}

fn published(told: &Told<'_>, node: &NamedOrBlankNode, row: usize, triples: &mut Vec<Triple>) {
    let said = told.cube.said(row, |_| true);
    triples.extend(said.map(|(property, value)| Triple::new(node.clone(), property, value)));
}

fn total(told: &Told<'_>, node: &NamedOrBlankNode, line: &Line, triples: &mut Vec<Triple>) {
    let mut push = |property: &NamedNode, value: Term| {
        triples.push(Triple::new(node.clone(), property.clone(), value));
    };
    push(&rdf::TYPE.into_owned(), qb::OBSERVATION.into_owned().into());
    for (at, code) in told.table.shown.iter().zip(&line.members) {
        let dimension = &told.schema.dimensions[*at];
        if let Some(code) = code {
            push(&dimension.property, told.term(dimension.component, *code));
        }
    }
    let measure = told.measure(line);
    match (&line.value, told.cube.column(measure.component)) {
        (Some(Figure::Number(number)), Column::Numbers(numbers)) => {
            push(&measure.property, numbers.literal_of(*number).into());
        }
        (Some(figure), _) => push(&measure.property, Literal::from(figure.text()).into()),
        (None, _) => {}
    }
    let one = |at: Option<usize>, code: Option<u32>| Some(told.term(at?, code?));
    if let Some(unit) = one(told.schema.unit, line.unit) {
        push(&sdmx::UNIT_MEASURE.into_owned(), unit);
    }
    if let Some(multiplier) = one(told.schema.multiplier, line.multiplier) {
        push(&sdmx::UNIT_MULT.into_owned(), multiplier);
    }
    for status in line
        .statuses
        .iter()
        .filter_map(|code| one(told.schema.status, Some(*code)))
    {
        push(&sdmx::OBS_STATUS.into_owned(), status);
    }
}

/// All members that are told, so that their names stand beside the figures.
fn members(told: &Told<'_>) -> impl Iterator<Item = NamedNode> {
    let mut members = std::collections::BTreeSet::new();
    for line in &told.table.lines {
        for (at, code) in told.table.shown.iter().zip(&line.members) {
            members.extend(code.map(|code| (told.schema.dimensions[*at].component, code)));
        }
        members.extend(told.schema.unit.zip(line.unit));
    }
    let terms = members
        .into_iter()
        .map(|(component, code)| told.term(component, code));
    let iris = terms.filter_map(|term| match term {
        Term::NamedNode(iri) => Some(iri),
        _ => None,
    });
    iris.collect::<Vec<_>>().into_iter()
}
