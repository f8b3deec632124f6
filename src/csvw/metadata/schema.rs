use std::collections::HashSet;

use crate::csvw::codes;
use crate::csvw::json::Node;
use crate::csvw::tabular::CELL_LIMIT;

use super::model::{Column, Inherited, Schema, Source};
use super::reader::{Kind, Reader, Stopped};

impl Reader<'_> {
    /// A [schema description](https://www.w3.org/TR/tabular-metadata/#schemas) and the properties
    /// that its columns inherit.
    pub(super) fn schema(&mut self, node: &Node) -> Result<(Schema, Inherited), Stopped> {
        self.check_type(node, Kind::Schema)?;
        let common = self.common_properties(node, Kind::Schema)?;
        self.annotations(&common)?;
        let id = self.id(node)?;
        let columns = self.columns(node)?;
        let mut foreign_keys = Vec::new();
        for definition in self.objects(node, "foreignKeys") {
            foreign_keys.push(self.foreign_key(definition, &columns)?);
        }
        let schema = Schema {
            id,
            primary_key: self.column_references(node, "primaryKey", &columns),
            row_titles: self.column_references(node, "rowTitles", &columns),
            foreign_keys,
            columns,
        };
        Ok((schema, self.inherited(node)?))
    }

    fn columns(&mut self, node: &Node) -> Result<Vec<Column>, Stopped> {
        let mut columns = Vec::new();
        let mut names = HashSet::new();
        let mut virtual_seen = false;
        for description in self.objects(node, "columns") {
            let column = self.column(description)?;
            match column.source {
                Source::Virtual => virtual_seen = true,
                Source::File if virtual_seen => {
                    let message = "A column of the file is described after a virtual column.";
                    return Err(self.stop(codes::VIRTUAL_ORDER, description, message));
                }
                Source::File => {}
            }
            if let Some(name) = &column.name
                && !names.insert(name.clone())
            {
                let message = format!("Two columns have the name `{name}`.");
                return Err(self.stop(codes::DUPLICATE_COLUMN, description, message));
            }
            if columns.len() == CELL_LIMIT {
                let message = format!("A table cannot have more than {CELL_LIMIT} columns.");
                return Err(self.stop(codes::TOO_LARGE, description, message));
            }
            columns.push(column);
        }
        Ok(columns)
    }
}
