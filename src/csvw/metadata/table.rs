use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::dialect::Dialect;
use crate::csvw::json::{Document, Node, Value};

use super::model::{AnnotationValue, Direction, Inherited, Presence, Schema, Table};
use super::reader::{FetchSchema, Kind, Reader, Stopped, shown};

/// What a group says for all its tables.
#[derive(Default)]
pub(super) struct GroupDefaults {
    pub(super) dialect: Option<Dialect>,
    pub(super) direction: Option<Direction>,
    pub(super) schema: Option<(Schema, Inherited)>,
    pub(super) inherited: Inherited,
}

impl Reader<'_> {
    /// A [table description](https://www.w3.org/TR/tabular-metadata/#tables).
    pub(super) fn table(
        &mut self,
        node: &Node,
        group: &GroupDefaults,
        fetch: &mut FetchSchema<'_>,
    ) -> Result<Table, Stopped> {
        self.check_type(node, Kind::Table)?;
        let common = self.common_properties(node, Kind::Table)?;
        self.check_transformations(node)?;
        let url = self.table_url(node)?;
        let schema = self.table_schema(node, fetch)?;
        let (mut schema, in_schema) = schema.or_else(|| group.schema.clone()).unzip();
        let outer = self.inherited(node)?.or(&group.inherited);
        let inherited = in_schema.unwrap_or_default().or(&outer);
        for column in schema.iter_mut().flat_map(|schema| &mut schema.columns) {
            column.properties = std::mem::take(&mut column.properties).or(&inherited);
        }
        Ok(Table {
            url,
            id: self.id(node)?,
            annotations: self.annotations(&common)?,
            notes: self.notes(node)?,
            dialect: self
                .dialect_of(node, fetch)?
                .or_else(|| group.dialect.clone()),
            output: self.output(node),
            direction: self.direction(node).or(group.direction).unwrap_or_default(),
            schema,
            inherited,
            place: Some(self.document.place(node)),
        })
    }

    fn table_url(&mut self, node: &Node) -> Result<Iri<String>, Stopped> {
        let Some(value) = node.get("url") else {
            return Err(self.stop(
                codes::MISSING_PROPERTY,
                node,
                "A table must have the property `url`.",
            ));
        };
        match value.as_str().and_then(|text| self.resolve(text)) {
            Some(url) => Ok(url),
            None => Err(self.stop(
                codes::MISSING_PROPERTY,
                value,
                format!("`url` must be a URL, not {}.", shown(value)),
            )),
        }
    }

    /// The `tableSchema` of a table or group: an object, or the URL of one.
    pub(super) fn table_schema(
        &mut self,
        node: &Node,
        fetch: &mut FetchSchema<'_>,
    ) -> Result<Option<(Schema, Inherited)>, Stopped> {
        let Some(value) = node.get("tableSchema") else {
            return Ok(None);
        };
        match &value.value {
            Value::Object(_) => self.schema(value).map(Some),
            Value::String(_) => {
                let Some((document, url)) = self.fetched(value, fetch)? else {
                    return Ok(Some(Default::default()));
                };
                let (mut schema, inherited) = self.within(&document, url.clone(), |reader| {
                    reader.schema(document.root())
                })?;
                schema.id.get_or_insert_with(|| url.into_inner());
                Ok(Some((schema, inherited)))
            }
            _ => {
                self.bad_value("tableSchema", value, "an object or a URL");
                Ok(Some(Default::default()))
            }
        }
    }

    /// The `dialect` of a table or group: an object, or the URL of one.
    pub(super) fn dialect_of(
        &mut self,
        node: &Node,
        fetch: &mut FetchSchema<'_>,
    ) -> Result<Option<Dialect>, Stopped> {
        let Some(value) = node.get("dialect") else {
            return Ok(None);
        };
        match &value.value {
            Value::Object(_) => self.dialect(value).map(Some),
            Value::String(_) => {
                let Some((document, url)) = self.fetched(value, fetch)? else {
                    return Ok(None);
                };
                self.within(&document, url, |reader| reader.dialect(document.root()))
                    .map(Some)
            }
            _ => {
                self.bad_value("dialect", value, "an object or a URL");
                Ok(Some(Dialect::default()))
            }
        }
    }

    /// Fetches the document that an object property refers to.
    fn fetched(
        &mut self,
        value: &Node,
        fetch: &mut FetchSchema<'_>,
    ) -> Result<Option<(Document, Iri<String>)>, Stopped> {
        let Some(url) = value.as_str().and_then(|text| self.resolve(text)) else {
            self.bad_value("tableSchema", value, "a URL");
            return Ok(None);
        };
        match fetch(&url, self.findings()) {
            Some(document) if document.root().as_object().is_some() => Ok(Some((document, url))),
            Some(_) => Err(self.stop(
                codes::NOT_OBJECT,
                value,
                format!("{url} holds no JSON object."),
            )),
            None => {
                self.report(codes::UNREADABLE, value, format!("{url} cannot be read."));
                Err(Stopped)
            }
        }
    }

    /// Reads another document, with its own base and context.
    fn within<T>(
        &mut self,
        document: &Document,
        url: Iri<String>,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, Stopped>,
    ) -> Result<T, Stopped> {
        let mut reader = Reader::new(document, url, self.findings());
        if document.root().get("@context").is_some() {
            reader.read_context(document.root())?;
        }
        read(&mut reader)
    }

    /// The `notes` of a table or group.
    pub(super) fn notes(&mut self, node: &Node) -> Result<Vec<AnnotationValue>, Stopped> {
        let mut notes = Vec::new();
        for item in self.array(node, "notes") {
            notes.extend(self.annotation_values(item)?);
        }
        Ok(notes)
    }

    /// The `tableDirection` of a table or group.
    pub(super) fn direction(&mut self, node: &Node) -> Option<Direction> {
        let value = node.get("tableDirection")?;
        match value.as_str() {
            Some("ltr") => Some(Direction::LeftToRight),
            Some("rtl") => Some(Direction::RightToLeft),
            Some("auto") => Some(Direction::Auto),
            _ => {
                self.bad_value("tableDirection", value, "`ltr`, `rtl` or `auto`");
                None
            }
        }
    }
}

impl Table {
    /// A table that no metadata describes.
    pub fn undescribed(url: Iri<String>) -> Self {
        Self {
            url,
            id: None,
            annotations: Vec::new(),
            notes: Vec::new(),
            dialect: None,
            output: Presence::Shown,
            direction: Direction::Auto,
            schema: None,
            inherited: Inherited::default(),
            place: None,
        }
    }
}
