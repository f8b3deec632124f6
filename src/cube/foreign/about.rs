use oxiri::Iri;
use oxrdf::NamedNodeRef;

use super::statements::{Node, Object, Statements};
use crate::mapping::Text;
use crate::vocab::{dcat, dct, qb, rdf, rdfs, schema};

/// Properties by which metadata name a data set, the best first.
const TITLES: [NamedNodeRef<'static>; 4] =
    [dct::TITLE, rdfs::LABEL, schema::NAME, schema::HEADLINE];
const DESCRIPTIONS: [NamedNodeRef<'static>; 3] =
    [dct::DESCRIPTION, rdfs::COMMENT, schema::DESCRIPTION];
const LICENCES: [NamedNodeRef<'static>; 2] = [dct::LICENSE, schema::LICENSE];
const IDENTIFIERS: [NamedNodeRef<'static>; 2] = [dct::IDENTIFIER, schema::IDENTIFIER];
/// Properties that tell which release of its data set a table is.
const EDITIONS: [NamedNodeRef<'static>; 6] = [
    dcat::VERSION,
    schema::VERSION,
    dct::ISSUED,
    dct::MODIFIED,
    schema::DATE_PUBLISHED,
    schema::DATE_MODIFIED,
];

/// What the metadata say of the data set as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) title: Text,
    pub(super) description: Text,
    pub(super) licence: Option<String>,
    pub(super) identifier: Option<String>,
    /// What tells the edition, such as `2025-Q4`; of a time only the day.
    pub(super) edition: Option<String>,
}

impl About {
    pub(super) fn read(statements: &Statements) -> Self {
        Self {
            title: text(statements, &TITLES),
            description: text(statements, &DESCRIPTIONS),
            licence: first(statements, &LICENCES)
                .filter(|licence| Iri::parse(licence.as_str()).is_ok()),
            identifier: first(statements, &IDENTIFIERS),
            edition: first(statements, &EDITIONS)
                .map(|edition| edition.split('T').next().unwrap_or_default().to_owned()),
        }
    }

    /// Whether a property of the data set is one of those that are read here, and written anew.
    pub(super) fn covers(property: &str) -> bool {
        let read = [
            &TITLES[..],
            &DESCRIPTIONS,
            &LICENCES,
            &IDENTIFIERS,
            &[rdf::TYPE, qb::STRUCTURE],
        ];
        read.into_iter().flatten().any(|known| *known == property)
    }
}

/// The texts of the first property that there are any of, one a language.
fn text(statements: &Statements, properties: &[NamedNodeRef<'static>]) -> Text {
    let texts = |property: &NamedNodeRef<'static>| {
        let values = statements.values(&Node::Dataset, *property);
        let texts = values.filter_map(|object| match object {
            Object::Literal {
                value, language, ..
            } => {
                let language = language.clone().unwrap_or_else(|| "en".to_owned());
                Some((language, value.clone()))
            }
            Object::Node(_) => None,
        });
        // Of two texts in one language the first counts.
        let texts: Vec<_> = texts.collect();
        texts.into_iter().rev().collect::<Text>()
    };
    let found = properties.iter().map(texts);
    found
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The first value, as text, of the first property that has one.
fn first(statements: &Statements, properties: &[NamedNodeRef<'static>]) -> Option<String> {
    let value = |property: &NamedNodeRef<'static>| {
        let mut values = statements.values(&Node::Dataset, *property);
        values.find_map(|object| match object {
            Object::Literal { value, .. } => Some(value.clone()),
            Object::Node(node) => node.iri().map(str::to_owned),
        })
    };
    properties.iter().find_map(value)
}
