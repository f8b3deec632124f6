use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::json::{Document, Node};
use crate::csvw::tabular::CELL_LIMIT;
use crate::csvw::web::same_url;
use crate::diagnostic::{Finding, Findings};

use super::model::{Reference, Table, TableGroup, Target};
use super::reader::{FetchSchema, Kind, Reader, Stopped};
use super::table::GroupDefaults;

/// A group that describes more columns than this is refused: a schema that many tables share is
/// small to write and large to hold.
const COLUMN_LIMIT: usize = 2 * CELL_LIMIT;

/// Reads a metadata document that was found at `url`: a table group, or one table, which becomes
/// a group of its own.
pub(crate) fn read_document(
    document: &Document,
    url: &Iri<String>,
    fetch: &mut FetchSchema<'_>,
    findings: &mut Findings,
) -> Result<TableGroup, Stopped> {
    let mut reader = Reader::new(document, url.clone(), findings);
    let root = document.root();
    if root.as_object().is_none() {
        return Err(reader.stop(
            codes::NOT_OBJECT,
            root,
            format!("Metadata must be an object, not {}.", root.kind()),
        ));
    }
    reader.read_context(root)?;
    let is_group = root.get("tables").is_some()
        || root.get("@type").and_then(Node::as_str) == Some(Kind::TableGroup.type_name());
    let mut group = if is_group {
        reader.group(root, fetch)?
    } else {
        TableGroup::of_one(reader.table(root, &GroupDefaults::default(), fetch)?)
    };
    resolve_foreign_keys(&mut group, findings)?;
    Ok(group)
}

impl Reader<'_> {
    /// A [table group description](https://www.w3.org/TR/tabular-metadata/#table-groups).
    fn group(&mut self, node: &Node, fetch: &mut FetchSchema<'_>) -> Result<TableGroup, Stopped> {
        self.check_type(node, Kind::TableGroup)?;
        let common = self.common_properties(node, Kind::TableGroup)?;
        self.check_transformations(node)?;
        let defaults = GroupDefaults {
            dialect: self.dialect_of(node, fetch)?,
            direction: self.direction(node),
            schema: self.table_schema(node, fetch)?,
            inherited: self.inherited(node)?,
        };
        let mut tables = Vec::new();
        let mut columns = 0;
        for description in self.objects(node, "tables") {
            let table = self.table(description, &defaults, fetch)?;
            columns += table.columns().len();
            if columns > COLUMN_LIMIT {
                let message = format!("The tables have more than {COLUMN_LIMIT} columns.");
                return Err(self.stop(codes::TOO_LARGE, description, message));
            }
            tables.push(table);
        }
        if tables.is_empty() {
            return Err(self.stop(
                codes::MISSING_PROPERTY,
                node,
                "A table group must have `tables`, an array of at least one.",
            ));
        }
        Ok(TableGroup {
            id: self.id(node)?,
            annotations: self.annotations(&common)?,
            notes: self.notes(node)?,
            tables,
        })
    }
}

/// Finds the tables and columns that foreign keys name.
fn resolve_foreign_keys(group: &mut TableGroup, findings: &mut Findings) -> Result<(), Stopped> {
    let mut resolved = Vec::new();
    for table in &group.tables {
        for key in table.schema.iter().flat_map(|schema| &schema.foreign_keys) {
            match find_reference(&group.tables, &key.reference) {
                Ok(target) => resolved.push(target),
                Err(message) => {
                    findings.push(
                        Finding::new(codes::FOREIGN_KEY, message).defined_at(key.place.clone()),
                    );
                    return Err(Stopped);
                }
            }
        }
    }
    let schemas = group
        .tables
        .iter_mut()
        .filter_map(|table| table.schema.as_mut());
    let keys = schemas.flat_map(|schema| &mut schema.foreign_keys);
    for (key, target) in keys.zip(resolved) {
        key.reference.resolved = Some(target);
    }
    Ok(())
}

fn find_reference(tables: &[Table], reference: &Reference) -> Result<(usize, Vec<usize>), String> {
    let is_target = |table: &Table| match &reference.target {
        Target::Resource(url) => same_url(table.url.as_str(), url),
        Target::Schema(id) => {
            let own = table
                .schema
                .as_ref()
                .and_then(|schema| schema.id.as_deref());
            own.is_some_and(|own| same_url(own, id))
        }
    };
    let mut matches = tables
        .iter()
        .enumerate()
        .filter(|(_, table)| is_target(table));
    let (Target::Resource(name) | Target::Schema(name)) = &reference.target;
    let Some((index, table)) = matches.next() else {
        return Err(format!(
            "The foreign key refers to <{name}>, which is no table of the group."
        ));
    };
    if matches.next().is_some() {
        return Err(format!(
            "The foreign key refers to <{name}>, which several tables of the group have."
        ));
    }
    let mut columns = Vec::new();
    for name in &reference.columns {
        match super::foreign_key::column_index(table.columns(), name) {
            Some(column) => columns.push(column),
            None => {
                return Err(format!(
                    "The foreign key refers to `{name}`, which is no column of <{}>.",
                    table.url
                ));
            }
        }
    }
    Ok((index, columns))
}
