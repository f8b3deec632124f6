use oxrdf::NamedNodeRef;

use super::writer::Writer;
use crate::graph::TripleSink;
use crate::register::load::ACCEPTED;
use crate::register::registers::{Register, Source};
use crate::uri::Key;
use crate::vocab::{dct, rdfs, skos};

/// Writes a register as a [concept scheme](https://www.w3.org/TR/skos-reference/#schemes), and its
/// systems of codes as datatypes.
pub(super) fn write_register<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    register: &Register,
) -> Result<(), S::Error> {
    let scheme = register.scheme_uri(writer.base);
    let scheme = scheme.as_ref();
    let definition = register.definition();
    writer.kind(scheme, skos::CONCEPT_SCHEME)?;
    for (language, title) in &definition.title {
        writer.text(scheme, rdfs::LABEL, title, language)?;
        writer.text(scheme, skos::PREF_LABEL, title, language)?;
        writer.text(scheme, dct::TITLE, title, language)?;
    }
    for (language, text) in &definition.description {
        writer.text(scheme, dct::DESCRIPTION, text, language)?;
    }
    for thing in register.things() {
        let member = register.uri(writer.base, &thing.key);
        writer.triple(scheme, skos::HAS_TOP_CONCEPT, member.as_ref())?;
    }
    for (name, kind) in &definition.scheme {
        let datatype = writer.base.term("notation", name);
        writer.kind(datatype.as_ref(), rdfs::DATATYPE)?;
        writer.text(datatype.as_ref(), rdfs::LABEL, &kind.title, "en")?;
    }
    writer.end()
}

/// Writes where facts come from.
pub(super) fn write_source<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    key: &Key,
    source: &Source,
) -> Result<(), S::Error> {
    let uri = writer.source(key);
    let uri = uri.as_ref();
    writer.text(uri, rdfs::LABEL, &source.title, "en")?;
    writer.text(uri, dct::TITLE, &source.title, "en")?;
    writer.string(uri, dct::PUBLISHER, &source.publisher)?;
    if let Some(licence) = licence(&source.licence) {
        writer.triple(uri, dct::LICENSE, licence)?;
    }
    if !source.address.is_empty() {
        let address = NamedNodeRef::new_unchecked(&source.address);
        writer.triple(uri, rdfs::SEE_ALSO, address)?;
    }
    writer.end()
}

/// The address of a licence.
fn licence(name: &str) -> Option<NamedNodeRef<'static>> {
    let address = match name {
        "ogl-2" => "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
        "ogl-3" => "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "mit" => "https://opensource.org/license/mit/",
        "cc-by-4" => "https://creativecommons.org/licenses/by/4.0/",
        _ => return None,
    };
    Some(NamedNodeRef::new_unchecked(address))
}

/// Whether a source is one of `sources.csv`; what people have settled has no document.
pub(super) fn is_published(source: &Key) -> bool {
    source.as_str() != ACCEPTED
}
