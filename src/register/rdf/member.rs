use oxrdf::{NamedNode, NamedNodeRef};

use super::ontology::relation_name;
use super::scheme::is_published;
use super::writer::Writer;
use crate::graph::TripleSink;
use crate::register::definition::Nature;
use crate::register::registers::{Register, Registers};
use crate::register::thing::{
    Label, LabelRole, Notation, Relation, Site, Succession, SuccessionKind, Thing,
};
use crate::vocab::{adms, dct, geo, org, owl, rdfs, skos, skosxl, vcard, xsd};

/// Writes a member: what it is, its labels and codes in time, where it lies, what took over.
pub(super) fn write<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    registers: &Registers,
    register: &Register,
    thing: &Thing,
) -> Result<(), S::Error> {
    let uri = register.uri(writer.base, &thing.key);
    let uri = uri.as_ref();
    nature(writer, registers, register, thing, uri)?;
    writer.span(uri, ("opened", "closed"), thing.life)?;
    for (number, label) in thing.labels.iter().enumerate() {
        write_label(writer, uri, number, label)?;
    }
    for (number, notation) in thing.notations.iter().enumerate() {
        write_notation(writer, register, uri, number, notation)?;
    }
    for (number, relation) in thing.relations.iter().enumerate() {
        write_relation(writer, registers, thing, uri, (number, relation))?;
    }
    for (number, succession) in thing.successors.iter().enumerate() {
        write_succession(writer, register, uri, number, succession)?;
    }
    if let Some(site) = &thing.site {
        write_site(writer, uri, site)?;
    }
    if !thing.note.is_empty() {
        writer.text(uri, skos::NOTE, &thing.note, "en")?;
    }
    writer.sources(uri, &thing.sources)?;
    writer.end()
}

fn nature<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    registers: &Registers,
    register: &Register,
    thing: &Thing,
    uri: NamedNodeRef<'_>,
) -> Result<(), S::Error> {
    let definition = register.definition();
    let class = writer.own(&definition.class);
    writer.kind(uri, skos::CONCEPT)?;
    writer.kind(uri, class.as_ref())?;
    if definition.nature == Nature::Organisation {
        writer.kind(uri, org::ORGANIZATION)?;
    }
    let scheme = register.scheme_uri(writer.base);
    writer.triple(uri, skos::IN_SCHEME, scheme.as_ref())?;
    writer.triple(uri, skos::TOP_CONCEPT_OF, scheme.as_ref())?;
    let types = definition.types.as_deref();
    if let Some(types) = types.and_then(|concept| registers.get(concept)) {
        for key in &thing.types {
            let kind = types.uri(writer.base, key);
            writer.triple(uri, org::CLASSIFICATION, kind.as_ref())?;
        }
    }
    Ok(())
}

fn write_label<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    uri: NamedNodeRef<'_>,
    number: usize,
    label: &Label,
) -> Result<(), S::Error> {
    let property = match label.role {
        LabelRole::Preferred => skos::PREF_LABEL,
        LabelRole::Former | LabelRole::Other => skos::ALT_LABEL,
        LabelRole::Alias => skos::HIDDEN_LABEL,
    };
    writer.text(uri, property, &label.text, &label.language)?;
    if label.role == LabelRole::Preferred {
        writer.text(uri, rdfs::LABEL, &label.text, &label.language)?;
    }
    if label.span.is_open() || label.role == LabelRole::Alias {
        return Ok(());
    }
    let node = part(uri, "name", number);
    let node = node.as_ref();
    writer.triple(uri, skosxl::ALT_LABEL, node)?;
    writer.kind(node, skosxl::LABEL)?;
    writer.text(node, skosxl::LITERAL_FORM, &label.text, &label.language)?;
    writer.span(node, ("from", "to"), label.span)?;
    writer.sources(node, Some(&label.source).filter(|s| is_published(s)))
}

fn write_notation<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    register: &Register,
    uri: NamedNodeRef<'_>,
    number: usize,
    notation: &Notation,
) -> Result<(), S::Error> {
    let scheme = notation.scheme.as_str();
    let datatype = writer.base.term("notation", scheme);
    let datatype = datatype.as_ref();
    writer.typed(uri, skos::NOTATION, &notation.code, datatype)?;
    let same_as = register.definition().scheme.get(scheme);
    if let Some(start) = same_as.and_then(|scheme| scheme.same_as.as_deref()) {
        let same = NamedNode::new_unchecked(format!("{start}{}", notation.code));
        writer.triple(uri, owl::SAME_AS, same.as_ref())?;
    }
    if notation.span.is_open() {
        return Ok(());
    }
    let node = part(uri, "code", number);
    let node = node.as_ref();
    writer.triple(uri, adms::IDENTIFIER, node)?;
    writer.kind(node, adms::IDENTIFIER_CLASS)?;
    writer.typed(node, skos::NOTATION, &notation.code, datatype)?;
    writer.span(node, ("from", "to"), notation.span)?;
    writer.sources(node, [&notation.source])
}

/// A relation that holds, or is the last that held, stands as a plain triple; one with dates has a
/// node that says them.
fn write_relation<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    registers: &Registers,
    thing: &Thing,
    uri: NamedNodeRef<'_>,
    (number, relation): (usize, &Relation),
) -> Result<(), S::Error> {
    let Some(target) = registers.get(&relation.concept) else {
        return Ok(());
    };
    let target = target.uri(writer.base, &relation.target);
    let target = target.as_ref();
    let property = writer.own(&relation_name(&relation.concept));
    if relation.span.to.is_none() || thing.within(&relation.concept) == Some(&relation.target) {
        writer.triple(uri, property.as_ref(), target)?;
    }
    if relation.span.is_open() {
        return Ok(());
    }
    let node = part(uri, "within", number);
    let node = node.as_ref();
    let (had, class, within) = (
        writer.own("membership"),
        writer.own("Membership"),
        writer.own("within"),
    );
    writer.triple(uri, had.as_ref(), node)?;
    writer.kind(node, class.as_ref())?;
    writer.triple(node, within.as_ref(), target)?;
    writer.span(node, ("from", "to"), relation.span)?;
    writer.sources(node, [&relation.source])
}

fn write_succession<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    register: &Register,
    uri: NamedNodeRef<'_>,
    number: usize,
    succession: &Succession,
) -> Result<(), S::Error> {
    let successor = register.uri(writer.base, &succession.successor);
    let successor = successor.as_ref();
    writer.triple(uri, dct::IS_REPLACED_BY, successor)?;
    writer.triple(successor, dct::REPLACES, uri)?;
    let node = part(uri, "succession", number);
    let node = node.as_ref();
    let (had, class) = (writer.own("succession"), writer.own("Succession"));
    let kind = writer.base.term("succession", kind_name(succession.kind));
    writer.triple(uri, had.as_ref(), node)?;
    writer.kind(node, class.as_ref())?;
    writer.kind(node, org::CHANGE_EVENT)?;
    writer.triple(node, org::ORIGINAL_ORGANIZATION, uri)?;
    writer.triple(node, org::RESULTING_ORGANIZATION, successor)?;
    writer.triple(node, dct::TYPE, kind.as_ref())?;
    writer.date(node, dct::DATE, succession.date)?;
    writer.text(node, rdfs::COMMENT, &succession.evidence, "en")?;
    writer.sources(node, [&succession.source])
}

fn kind_name(kind: SuccessionKind) -> &'static str {
    let named = SuccessionKind::ALL.into_iter().find(|(_, k)| *k == kind);
    named.map_or("replaced", |(name, _)| name)
}

fn write_site<S: TripleSink>(
    writer: &mut Writer<'_, S>,
    uri: NamedNodeRef<'_>,
    site: &Site,
) -> Result<(), S::Error> {
    if let Some((latitude, longitude)) = &site.point {
        writer.typed(uri, geo::LAT, latitude, xsd::DECIMAL)?;
        writer.typed(uri, geo::LONG, longitude, xsd::DECIMAL)?;
    }
    writer.string(uri, vcard::STREET_ADDRESS, &site.address)?;
    writer.string(uri, vcard::POSTAL_CODE, &site.postcode)
}

/// A node that belongs to a member alone and is described in its document.
fn part(uri: NamedNodeRef<'_>, what: &str, number: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#{what}-{}", uri.as_str(), number + 1))
}
