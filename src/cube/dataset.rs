use oxrdf::{LiteralRef, NamedNode, NamedNodeRef};

use super::describe::Described;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::tidy::Nature;
use crate::vocab::{dcat, dct, qb, rdfs, xsd};

/// The dataset itself. What one release of it is, is told by the publication.
pub(super) fn write<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let mapping = cube.mapping;
    let dataset = cube.base.dataset(mapping.dataset.as_str());
    let dataset = dataset.as_ref();
    writer.is_a(dataset, qb::DATA_SET_CLASS)?;
    writer.text(dataset, rdfs::LABEL, &mapping.title)?;
    writer.text(dataset, dct::TITLE, &mapping.title)?;
    writer.text(dataset, dct::DESCRIPTION, &mapping.description)?;
    writer.string(dataset, dct::IDENTIFIER, mapping.dataset.as_str())?;
    writer.triple(
        dataset,
        qb::STRUCTURE,
        mapping.structure(cube.base).as_ref(),
    )?;
    if let Some(licence) = mapping.licence_uri() {
        writer.triple(dataset, dct::LICENSE, NamedNodeRef::new_unchecked(licence))?;
    }
    if let Some(page) = &mapping.page {
        writer.triple(
            dataset,
            dcat::LANDING_PAGE,
            NamedNodeRef::new_unchecked(page),
        )?;
    }
    for keyword in &mapping.keywords {
        writer.english(dataset, dcat::KEYWORD, keyword)?;
    }
    write_temporal(cube, writer)?;
    let notes = mapping.notes.iter().map(String::as_str);
    for note in notes.chain(cube.tidied.notes.iter().map(|note| note.text.as_str())) {
        writer.english(dataset, rdfs::COMMENT, note)?;
    }
    Ok(())
}

/// From the first day of all periods to the last.
fn write_temporal<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let members = cube.tidied.columns.iter().flat_map(|c| &c.members);
    let periods = members.filter_map(|member| match member.nature {
        Nature::Period(interval) => Some((interval.first(), interval.last())),
        _ => None,
    });
    let whole = periods.reduce(|whole, period| (whole.0.min(period.0), whole.1.max(period.1)));
    let Some((first, last)) = whole else {
        return Ok(());
    };
    let dataset = cube.base.dataset(cube.mapping.dataset.as_str());
    let period = NamedNode::new_unchecked(format!("{}#period", dataset.as_str()));
    let period = period.as_ref();
    writer.triple(dataset.as_ref(), dct::TEMPORAL, period)?;
    writer.is_a(period, dct::PERIOD_OF_TIME)?;
    for (predicate, day) in [(dcat::START_DATE, first), (dcat::END_DATE, last)] {
        let day = day.to_string();
        let day = LiteralRef::new_typed_literal(&day, xsd::DATE);
        writer.triple(period, predicate, day)?;
    }
    Ok(())
}
