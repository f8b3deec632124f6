use std::collections::BTreeSet;

use super::describe::Described;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::mapping::{Aggregation, Status, status_uri, unit_uri};
use crate::uri::Key;
use crate::vocab::{rdf, rdfs, skos};

/// The units of the cube's measures.
pub(super) fn write_units<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let measures = cube.tidied.measures.iter();
    let units: BTreeSet<_> = measures
        .filter_map(|measure| measure.unit.clone())
        .collect();
    if units.is_empty() {
        return Ok(());
    }
    let scheme = cube.base.term("code-list", "unit");
    writer.scheme(scheme.as_ref(), "Units")?;
    for key in units {
        let unit = unit_uri(cube.base, &key);
        writer.concept(unit.as_ref(), scheme.as_ref(), &unit_label(&key))?;
        writer.string(unit.as_ref(), skos::NOTATION, key.as_str())?;
    }
    Ok(())
}

/// The label of a unit in `vocab/codes/unit.csv`, or its key in words: a mapping may use units that
/// are not there.
fn unit_label(key: &Key) -> String {
    let list = include_str!("../../vocab/codes/unit.csv").lines();
    let mut labels = list.filter_map(|line| line.split_once(','));
    let label = labels.find(|(known, _)| *known == key.as_str());
    label.map_or_else(
        || key.as_str().replace('-', " "),
        |(_, label)| label.to_owned(),
    )
}

/// The statuses that observations of the cube may have; what was published once stays.
pub(super) fn write_statuses<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    if cube.tidied.shape.statuses == 0 {
        return Ok(());
    }
    let scheme = cube.base.term("code-list", "status");
    writer.scheme(scheme.as_ref(), "Statuses of observations")?;
    for status in Status::all() {
        let uri = status_uri(cube.base, &status.key());
        let uri = uri.as_ref();
        writer.concept(uri, scheme.as_ref(), &status.label)?;
        writer.string(uri, skos::NOTATION, &status.notation)?;
        writer.english(uri, skos::DEFINITION, &status.definition)?;
        if let Some(code) = status.sdmx.as_deref().filter(|code| !code.is_empty()) {
            let code = format!("http://purl.org/linked-data/sdmx/2009/code#obsStatus-{code}");
            writer.triple(
                uri,
                skos::CLOSE_MATCH,
                oxrdf::NamedNodeRef::new_unchecked(&code),
            )?;
        }
    }
    Ok(())
}

/// The ways in which figures may add up, and the property that says so, where the mapping does.
pub(super) fn write_aggregations<S: TripleSink>(
    cube: Described<'_>,
    writer: &mut Writer<'_, S>,
) -> Result<(), S::Error> {
    let mut measures = cube.tidied.measures.iter();
    if measures.all(|measure| measure.aggregation.is_none()) {
        return Ok(());
    }
    let property = cube.base.term("justice", "aggregation");
    writer.is_a(property.as_ref(), rdf::PROPERTY)?;
    writer.english(property.as_ref(), rdfs::LABEL, "how figures add up")?;
    let scheme = cube.base.term("code-list", "aggregation");
    writer.scheme(scheme.as_ref(), "Ways in which figures add up")?;
    for (key, aggregation) in Aggregation::ALL {
        let way = cube.base.term("aggregation", key);
        let label = match aggregation {
            Aggregation::Sum => "Adds up",
            Aggregation::Snapshot => "Adds up at one time",
            Aggregation::None => "Does not add up",
        };
        writer.concept(way.as_ref(), scheme.as_ref(), label)?;
        writer.string(way.as_ref(), skos::NOTATION, key)?;
        writer.english(way.as_ref(), skos::DEFINITION, aggregation.definition())?;
    }
    Ok(())
}
