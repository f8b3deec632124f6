//! What the metadata of a cube name: the table of the observations, the data set, its key.

use std::path::Path;

use oxiri::Iri;
use serde_json::Value;

use super::about::About;
use super::codes;
use super::component::last_part;
use super::cube::resolver;
use super::statements::{Node, Statements};
use crate::csvw::{Column, Presence, Processor, Table, TableGroup, absolute_template};
use crate::diagnostic::{Finding, Findings, Place};
use crate::mapping::Text;
use crate::uri::{Base, Key};
use crate::vocab::qb;

/// The tables as the metadata at a path describe them, and the metadata themselves.
pub(super) fn read(
    path: &Path,
    url: &Iri<String>,
    findings: &mut Findings,
) -> Option<(TableGroup, Value)> {
    let resolver = resolver(path, url);
    let group = Processor::new(&resolver).read(url, findings)?;
    let text = std::fs::read_to_string(path).ok()?;
    Some((group, serde_json::from_str(&text).ok()?))
}

/// The index of the table of which the rows are observations.
pub(super) fn observations(
    group: &TableGroup,
    path: &Path,
    findings: &mut Findings,
) -> Option<usize> {
    let shown = |at: &usize| group.tables[*at].output == Presence::Shown;
    let shown: Vec<_> = (0..group.tables.len()).filter(shown).collect();
    if let [only] = shown[..] {
        return Some(only);
    }
    let named = shown
        .iter()
        .filter(|at| dataset_of(&group.tables[**at]).is_some());
    if let [only] = named.collect::<Vec<_>>()[..] {
        return Some(*only);
    }
    let message = format!("Which of the {} tables has the observations?", shown.len());
    let help = "give it a virtual column: {\"name\": \"dataset\", \"virtual\": true, \"propertyUrl\": \
                \"qb:dataSet\", \"valueUrl\": …}";
    let place = Place::file(path.to_string_lossy());
    findings.push(
        Finding::new(codes::TABLE, message)
            .defined_at(place)
            .help(help),
    );
    None
}

/// The data set that the rows of a table belong to.
fn dataset_of(table: &Table) -> Option<String> {
    let is_dataset = |column: &&Column| {
        let property = column.properties.property_url.as_ref();
        property.is_some_and(|p| absolute_template(p.as_str(), &table.url) == qb::DATA_SET.as_str())
    };
    let value = table.columns().iter().find(is_dataset)?;
    let value = value.properties.value_url.as_ref()?;
    Some(absolute_template(value.as_str(), &table.url))
}

/// What the metadata call the data set: what rows say that they belong to, or else the one node
/// that is said to be a data set or to have a structure.
pub(super) fn called(table: &Table, statements: &Statements) -> Option<String> {
    let said = || {
        let mut nodes = statements.subjects();
        let found = nodes.find(|node| {
            statements.is_a(node, qb::DATA_SET_CLASS) || statements.has(node, qb::STRUCTURE)
        });
        found.and_then(Node::iri).map(str::to_owned)
    };
    dataset_of(table).or_else(said)
}

/// The key of the data set: what follows `{base}/data/` in what the metadata call it, or what they
/// give as its identifier, or the last part of what another publisher calls it, or else the name of
/// their file.
pub(super) fn key_of(group: &TableGroup, path: &Path, base: &Base) -> Key {
    let mut statements = Statements::default();
    let named = group.tables.iter().find_map(dataset_of);
    for table in &group.tables {
        statements.add(&Node::Dataset, &table.annotations);
    }
    statements.add(&Node::Dataset, &group.annotations);
    let named = named.or_else(|| group.tables.first().and_then(|t| called(t, &statements)));
    if let Some(iri) = &named {
        statements.is_dataset(iri);
    }
    let start = format!("{base}/data/");
    let own = named.as_deref().and_then(|iri| iri.strip_prefix(&start));
    let own = own.and_then(|rest| Key::new(rest.split(['/', '#', '?']).next()?).ok());
    let identifier = || {
        let identifier = About::read(&statements).identifier?;
        let last = identifier
            .trim_end_matches('/')
            .rsplit(['/', '#'])
            .next()?
            .to_owned();
        Some(Key::new(&last).unwrap_or_else(|_| Key::from_label(&last)))
    };
    let elsewhere = || {
        let iri = named
            .as_deref()
            .filter(|iri| iri.starts_with("http") && !iri.contains('#'))?;
        Some(Key::from_label(last_part(iri)))
    };
    own.or_else(identifier)
        .or_else(elsewhere)
        .unwrap_or_else(|| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let stem = ["-metadata.json", ".jsonld", ".json"]
                .iter()
                .find_map(|ending| name.strip_suffix(ending));
            let stem = stem.unwrap_or(&name);
            Key::from_label(stem.strip_suffix(".csv").unwrap_or(stem))
        })
}

/// The title, or the key in words.
pub(super) fn title(about: &About, dataset: &Key) -> Text {
    if !about.title.is_empty() {
        return about.title.clone();
    }
    Text::english(crate::cube::shared::label(dataset.as_str()))
}
