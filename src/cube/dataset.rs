use oxrdf::NamedNodeRef;

use super::describe::Described;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::vocab::{dcat, dct, qb, rdfs};

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
    let notes = mapping.notes.iter().map(String::as_str);
    for note in notes.chain(cube.tidied.notes.iter().map(|note| note.text.as_str())) {
        writer.english(dataset, rdfs::COMMENT, note)?;
    }
    Ok(())
}
