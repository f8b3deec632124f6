use crate::csvw::codes;
use crate::csvw::json::{Node, Value};

use super::model::{Column, ForeignKey, Reference, Target};
use super::reader::{Kind, Reader, Stopped, shown};

impl Reader<'_> {
    /// A [foreign key definition](https://www.w3.org/TR/tabular-metadata/#dfn-foreign-key-definition).
    pub(super) fn foreign_key(
        &mut self,
        node: &Node,
        columns: &[Column],
    ) -> Result<ForeignKey, Stopped> {
        self.common_properties(node, Kind::ForeignKey)?;
        let names = self.required_names(node)?;
        let mut indexes = Vec::new();
        for name in &names {
            let Some(index) = column_index(columns, name) else {
                let message = format!(
                    "The foreign key refers from `{name}`, which is no column of this schema."
                );
                return Err(self.stop(codes::FOREIGN_KEY, node, message));
            };
            indexes.push(index);
        }
        let Some(reference) = node
            .get("reference")
            .filter(|value| value.as_object().is_some())
        else {
            return Err(self.stop(
                codes::MISSING_PROPERTY,
                node,
                "A foreign key must have a `reference`, an object.",
            ));
        };
        let reference = self.reference(reference)?;
        if reference.columns.len() != indexes.len() {
            return Err(self.stop(
                codes::FOREIGN_KEY,
                node,
                "A foreign key must refer to as many columns as it has.",
            ));
        }
        Ok(ForeignKey {
            columns: indexes,
            reference,
            place: self.document.place(node),
        })
    }

    fn reference(&mut self, node: &Node) -> Result<Reference, Stopped> {
        self.common_properties(node, Kind::Reference)?;
        let resource = self.link(node, "resource");
        let schema = self.link(node, "schemaReference");
        let target = match (resource, schema) {
            (Some(resource), None) => Target::Resource(resource.into_inner()),
            (None, Some(schema)) => Target::Schema(schema.into_inner()),
            _ => {
                let message = "A reference must have either a `resource` or a `schemaReference`.";
                return Err(self.stop(codes::FOREIGN_KEY, node, message));
            }
        };
        Ok(Reference {
            target,
            columns: self.required_names(node)?,
            resolved: None,
        })
    }

    fn required_names(&mut self, node: &Node) -> Result<Vec<String>, Stopped> {
        let Some(value) = node.get("columnReference") else {
            return Err(self.stop(
                codes::MISSING_PROPERTY,
                node,
                "`columnReference` is missing.",
            ));
        };
        match column_names(value) {
            Some(names) if !names.is_empty() => Ok(names),
            _ => {
                let message = format!("`columnReference` must name columns, not {}.", shown(value));
                Err(self.stop(codes::FOREIGN_KEY, value, message))
            }
        }
    }

    /// A [column reference property](https://www.w3.org/TR/tabular-metadata/#column-reference-properties)
    /// of a schema; warns and gives none if any name is unknown.
    pub(super) fn column_references(
        &mut self,
        node: &Node,
        property: &str,
        columns: &[Column],
    ) -> Vec<usize> {
        let Some(value) = node.get(property) else {
            return Vec::new();
        };
        let names = column_names(value).unwrap_or_default();
        let indexes: Option<Vec<_>> = names
            .iter()
            .map(|name| column_index(columns, name))
            .collect();
        indexes
            .filter(|indexes| !indexes.is_empty())
            .unwrap_or_else(|| {
                self.bad_value(property, value, "the names of columns of this schema");
                Vec::new()
            })
    }
}

fn column_names(value: &Node) -> Option<Vec<String>> {
    match &value.value {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

/// The column with a name that was given to it.
pub(super) fn column_index(columns: &[Column], name: &str) -> Option<usize> {
    columns
        .iter()
        .position(|column| column.name.as_deref() == Some(name))
}
