use std::io;

use oxiri::Iri;
use serde_json::{Map, Value, json};

use super::component::Role;
use super::cube::{CubeColumn, ForeignCube, Property, is_type, name};
use crate::csvw::{Fetch, Presence, Source, Table, absolute_template};
use crate::vocab::{qb, rdf};

/// The properties that a table inherits from its group.
const INHERITED: [&str; 15] = [
    "aboutUrl",
    "datatype",
    "default",
    "dialect",
    "lang",
    "null",
    "ordered",
    "propertyUrl",
    "required",
    "separator",
    "tableDirection",
    "tableSchema",
    "textDirection",
    "transformations",
    "valueUrl",
];
/// Those that hold URI templates.
const TEMPLATES: [&str; 3] = ["aboutUrl", "propertyUrl", "valueUrl"];

/// Writes the metadata of a cube anew: the same, with nothing left to be understood.
pub(super) struct Rewriter<'r> {
    cube: &'r ForeignCube,
    /// The file name that each table gets.
    names: &'r [String],
    /// What relative URLs of the metadata are resolved against.
    base: Iri<String>,
}

type Object = Map<String, Value>;

impl<'r> Rewriter<'r> {
    pub(super) fn new(cube: &'r ForeignCube, names: &'r [String]) -> Self {
        let base = cube.document.pointer("/@context/1/@base");
        let base = base.and_then(Value::as_str);
        let base = base.and_then(|base| cube.url.resolve(base).ok());
        Self {
            cube,
            names,
            base: base.unwrap_or_else(|| cube.url.clone()),
        }
    }

    pub(super) fn rewrite(&self) -> io::Result<Value> {
        let mut document = self.cube.document.clone();
        let Some(root) = document.as_object_mut() else {
            return Ok(document);
        };
        if let Some(Value::Object(context)) = root.get_mut("@context").and_then(|c| c.get_mut(1)) {
            context.remove("@base");
        }
        if !root.contains_key("tables") {
            self.table(root, 0)?;
            return Ok(document);
        }
        let inherited: Vec<_> = INHERITED
            .into_iter()
            .filter_map(|key| root.remove_entry(key))
            .collect();
        let tables = root.get_mut("tables").and_then(Value::as_array_mut);
        let tables = tables
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut);
        for (at, table) in tables.enumerate().take(self.names.len()) {
            for (key, value) in &inherited {
                table.entry(key.clone()).or_insert_with(|| value.clone());
            }
            self.table(table, at)?;
        }
        Ok(document)
    }

    fn table(&self, table: &mut Object, at: usize) -> io::Result<()> {
        let described = &self.cube.group.tables[at];
        table.insert("url".to_owned(), json!(self.names[at]));
        for key in ["tableSchema", "dialect"] {
            self.inline(table, key)?;
        }
        absolute(table, described);
        let Some(schema) = table.get_mut("tableSchema").and_then(Value::as_object_mut) else {
            return Ok(());
        };
        absolute(schema, described);
        self.foreign_keys(schema);
        let about = schema.get("aboutUrl").cloned();
        let columns = schema
            .entry("columns")
            .or_insert_with(|| json!([]))
            .as_array_mut();
        let Some(columns) = columns else {
            return Ok(());
        };
        for (index, column) in columns
            .iter_mut()
            .filter_map(Value::as_object_mut)
            .enumerate()
        {
            absolute(column, described);
            self.property(column, described, at, index);
        }
        if at == self.cube.table {
            let columns_of = self.cube.columns();
            self.name_dataset(columns, &columns_of);
            let about = about.is_none() && !columns_of.iter().any(has_about);
            columns.extend(self.added(&columns_of));
            if about {
                schema.insert("aboutUrl".to_owned(), json!(self.about_url(&columns_of)));
            }
        }
        Ok(())
    }

    /// Puts a description that stands in a document of its own in its place.
    fn inline(&self, table: &mut Object, key: &str) -> io::Result<()> {
        let Some(url) = table.get(key).and_then(Value::as_str) else {
            return Ok(());
        };
        let url = self.base.resolve(url).map_err(io::Error::other)?;
        let response = self.cube.resolver().fetch(&url).map_err(io::Error::other)?;
        let mut value: Value = serde_json::from_reader(response.body)?;
        if let Some(object) = value.as_object_mut() {
            object.remove("@context");
            object.entry("@id").or_insert_with(|| json!(url.as_str()));
        }
        table.insert(key.to_owned(), value);
        Ok(())
    }

    /// The property that a column has without saying so.
    fn property(&self, column: &mut Object, table: &Table, at: usize, index: usize) {
        let Some(described) = table.columns().get(index) else {
            return;
        };
        if described.properties.property_url.is_some() || described.output == Presence::Suppressed {
            return;
        }
        let name = name(described, index);
        let property = if at == self.cube.table {
            self.cube.own_property(&name)
        } else {
            absolute_template(&format!("#{name}"), &table.url)
        };
        column.insert("propertyUrl".to_owned(), json!(property));
    }

    /// Tables have other names now.
    fn foreign_keys(&self, schema: &mut Object) {
        let keys = schema.get_mut("foreignKeys").and_then(Value::as_array_mut);
        for key in keys.into_iter().flatten() {
            let Some(resource) = key.pointer_mut("/reference/resource") else {
                continue;
            };
            let url = resource
                .as_str()
                .and_then(|url| self.base.resolve(url).ok());
            let mut tables = self.cube.group.tables.iter();
            let at = url.and_then(|url| tables.position(|table| table.url == url));
            if let Some(name) = at.and_then(|at| self.names.get(at)) {
                *resource = json!(name);
            }
        }
    }

    fn dataset(&self) -> String {
        let dataset = self.cube.base.dataset(self.cube.dataset.as_str());
        dataset.into_string()
    }

    /// The dataset is published under a URI of our own, whatever the metadata call it.
    fn name_dataset(&self, columns: &mut [Value], known: &[CubeColumn<'_>]) {
        for column in known.iter().filter(|column| is_dataset(column)) {
            if let Some(column) = columns.get_mut(column.index).and_then(Value::as_object_mut) {
                column.insert("valueUrl".to_owned(), json!(self.dataset()));
            }
        }
    }

    /// The columns that the metadata leave out: the type and the dataset of each observation.
    fn added(&self, known: &[CubeColumn<'_>]) -> Vec<Value> {
        let about = known.iter().find_map(|column| {
            let about = column.column.properties.about_url.as_ref();
            about.map(|about| absolute_template(about.as_str(), &self.cube.table().url))
        });
        let added = |name: &str, property: &str, value: String| {
            let mut column = json!({ "name": name, "virtual": true, "propertyUrl": property, "valueUrl": value });
            if let Some(about) = &about {
                column["aboutUrl"] = json!(about);
            }
            column
        };
        let mut columns = Vec::new();
        if !known.iter().any(is_type) {
            let observation = qb::OBSERVATION.as_str().to_owned();
            columns.push(added("qb_type", rdf::TYPE.as_str(), observation));
        }
        if !known.iter().any(is_dataset) {
            columns.push(added("qb_data_set", qb::DATA_SET.as_str(), self.dataset()));
        }
        columns
    }

    /// What observations are called that the metadata do not name: by their dimensions.
    fn about_url(&self, known: &[CubeColumn<'_>]) -> String {
        let is_dimension = |column: &&CubeColumn<'_>| {
            let mut components = self.cube.components.iter();
            components.any(|component| {
                component.role == Role::Dimension
                    && column.property == Property::Fixed(component.property.clone())
                    && column.column.source == Source::File
            })
        };
        let names = known.iter().filter(is_dimension).map(|column| &column.name);
        let variables: Vec<_> = names.map(|name| format!("{{{name}}}")).collect();
        format!("{}/{}", self.dataset(), variables.join("/"))
    }
}

fn has_about(column: &CubeColumn<'_>) -> bool {
    column.column.properties.about_url.is_some()
}

fn is_dataset(column: &CubeColumn<'_>) -> bool {
    column.property == Property::Fixed(qb::DATA_SET.as_str().to_owned())
}

/// Writes the templates of an object so that they do not depend on the URL of the table.
fn absolute(object: &mut Object, table: &Table) {
    for key in TEMPLATES {
        if let Some(Value::String(template)) = object.get_mut(key) {
            *template = absolute_template(template, &table.url);
        }
    }
}
