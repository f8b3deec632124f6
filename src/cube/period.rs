use std::collections::BTreeMap;

use oxrdf::{LiteralRef, NamedNode, NamedNodeRef};

use super::describe::Described;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::mapping::Interval;
use crate::tidy::Nature;
use crate::vocab::{rdfs, skos, time, xsd};

/// The class of all periods.
pub(super) const INTERVAL: NamedNodeRef<'static> = time::PROPER_INTERVAL;

/// The periods of `reference.data.gov.uk`, described here so that their labels and dates are at
/// hand: that service has not answered for years.
pub(super) fn write<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let members = cube
        .tidied
        .columns
        .iter()
        .flat_map(|column| &column.members);
    let periods = members.filter_map(|member| match member.nature {
        Nature::Period(interval) => Some((interval.uri(), interval)),
        _ => None,
    });
    let periods: BTreeMap<String, Interval> = periods.collect();
    for (uri, interval) in periods {
        write_one(&uri, interval, writer)?;
    }
    Ok(())
}

/// An interval of [OWL-Time](https://www.w3.org/TR/owl-time/) with the first and last day.
fn write_one<S: TripleSink>(
    uri: &str,
    interval: Interval,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let period = NamedNodeRef::new_unchecked(uri);
    writer.is_a(period, INTERVAL)?;
    writer.is_a(period, skos::CONCEPT)?;
    writer.english(period, rdfs::LABEL, &interval.label())?;
    writer.english(period, skos::PREF_LABEL, &interval.label())?;
    writer.string(period, skos::NOTATION, &interval.key())?;
    let duration = interval.duration();
    let duration = LiteralRef::new_typed_literal(&duration, xsd::DURATION);
    writer.triple(period, time::HAS_XSD_DURATION, duration)?;
    let ends = [
        (time::HAS_BEGINNING, "begin", interval.first()),
        (time::HAS_END, "end", interval.last()),
    ];
    for (predicate, name, day) in ends {
        let instant = NamedNode::new_unchecked(format!("{uri}#{name}"));
        let day = day.to_string();
        writer.triple(period, predicate, instant.as_ref())?;
        writer.is_a(instant.as_ref(), time::INSTANT)?;
        let day = LiteralRef::new_typed_literal(&day, xsd::DATE);
        writer.triple(instant.as_ref(), time::IN_XSD_DATE, day)?;
    }
    Ok(())
}
