use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf::PROPERTY;

use super::writer::Writer;
use crate::graph::TripleSink;
use crate::register::thing::SuccessionKind;
use crate::vocab::{dct, org, owl, rdfs, skos};

/// Our own classes: name, label, and what they are in other vocabularies.
const CLASSES: &[(&str, &str, Option<NamedNodeRef<'static>>)] = &[
    ("Court", "Court or tribunal", Some(org::ORGANIZATION)),
    (
        "Prison",
        "Prison or young offender institution",
        Some(org::ORGANIZATION),
    ),
    ("Area", "Statistical area", None),
    (
        "HmctsRegion",
        "Region of HM Courts & Tribunals Service",
        None,
    ),
    ("CriminalJusticeArea", "Criminal justice area", None),
    ("PoliceForceArea", "Police force area", None),
    ("LocalJusticeArea", "Local justice area", None),
    ("ProbationArea", "Probation area", None),
    ("Kind", "Kind of court, area or prison", Some(skos::CONCEPT)),
    ("Code", "Member of a code list", Some(skos::CONCEPT)),
    ("Succession", "Succession of one thing by another", None),
    (
        "Membership",
        "That one thing lay in another for a time",
        None,
    ),
];

/// Our own properties: name, label, and what they are a case of.
const PROPERTIES: &[(&str, &str, Option<&str>)] = &[
    ("opened", "opened", None),
    ("closed", "closed", None),
    ("withdrawn", "withdrawn", None),
    ("from", "from", None),
    ("to", "to", None),
    ("succession", "succession", None),
    ("membership", "membership", None),
    ("within", "within", None),
    ("area", "area", Some("within")),
    ("hmctsRegion", "HMCTS region", Some("within")),
    ("lcjbArea", "criminal justice area", Some("within")),
    ("policeForceArea", "police force area", Some("within")),
    ("localJusticeArea", "local justice area", Some("within")),
    ("probationArea", "probation area", Some("within")),
    ("court", "court", Some("within")),
];

/// The property from a thing to the thing of a concept that it lies in: `hmctsRegion`.
pub(super) fn relation_name(concept: &str) -> String {
    let mut words = concept.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// Declares our own classes and properties.
pub(super) fn write<S: TripleSink>(writer: &mut Writer<'_, S>) -> Result<(), S::Error> {
    let ontology = writer.base.term("justice", "");
    let ontology = NamedNodeRef::new_unchecked(ontology.as_str().trim_end_matches('/'));
    writer.kind(ontology, owl::ONTOLOGY)?;
    writer.text(ontology, dct::TITLE, "Courts, areas and prisons", "en")?;
    writer.text(ontology, rdfs::LABEL, "Courts, areas and prisons", "en")?;
    for (name, label, parent) in CLASSES {
        let class = writer.own(name);
        let class = class.as_ref();
        writer.kind(class, rdfs::CLASS)?;
        writer.text(class, rdfs::LABEL, label, "en")?;
        writer.triple(class, rdfs::IS_DEFINED_BY, ontology)?;
        if let Some(parent) = parent {
            writer.triple(class, rdfs::SUB_CLASS_OF, *parent)?;
        }
    }
    for (name, label, parent) in PROPERTIES {
        let property = writer.own(name);
        let property = property.as_ref();
        writer.kind(property, PROPERTY)?;
        writer.text(property, rdfs::LABEL, label, "en")?;
        writer.triple(property, rdfs::IS_DEFINED_BY, ontology)?;
        if let Some(parent) = parent {
            let parent = writer.own(parent);
            writer.triple(property, rdfs::SUB_PROPERTY_OF, parent.as_ref())?;
        }
    }
    for (name, _) in SuccessionKind::ALL {
        let kind = writer.base.term("succession", name);
        writer.kind(kind.as_ref(), skos::CONCEPT)?;
        writer.text(
            kind.as_ref(),
            skos::PREF_LABEL,
            &name.replace('-', " "),
            "en",
        )?;
        writer.text(kind.as_ref(), rdfs::LABEL, &name.replace('-', " "), "en")?;
    }
    writer.end()
}
