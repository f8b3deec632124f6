use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::json::{Document, Member, Node, Value};
use crate::diagnostic::{Code, Finding, Findings};

use super::prefix::expand_prefix;
use super::properties;

/// Reading a document has ended early, after an error was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

/// Fetches a JSON document that metadata refers to; reports it when that fails.
pub(crate) type FetchSchema<'f> = dyn FnMut(&Iri<String>, &mut Findings) -> Option<Document> + 'f;

/// One metadata document while it is read: the base and default language of its context, and where
/// findings go.
pub(crate) struct Reader<'d> {
    pub(super) document: &'d Document,
    pub(super) base: Iri<String>,
    pub(super) language: Option<String>,
    findings: &'d mut Findings,
}

/// The kinds of description objects, each with its own properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    TableGroup,
    Table,
    Schema,
    Column,
    Dialect,
    Transformation,
    Datatype,
    ForeignKey,
    Reference,
}

impl Kind {
    /// What `@type` must be.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::TableGroup => "TableGroup",
            Self::Table => "Table",
            Self::Schema => "Schema",
            Self::Column => "Column",
            Self::Dialect => "Dialect",
            Self::Transformation => "Template",
            Self::Datatype => "Datatype",
            Self::ForeignKey | Self::Reference => "",
        }
    }

    fn properties(self) -> &'static [&'static str] {
        match self {
            Self::TableGroup => properties::TABLE_GROUP,
            Self::Table => properties::TABLE,
            Self::Schema => properties::SCHEMA,
            Self::Column => properties::COLUMN,
            Self::Dialect => properties::DIALECT,
            Self::Transformation => properties::TRANSFORMATION,
            Self::Datatype => properties::DATATYPE,
            Self::ForeignKey => properties::FOREIGN_KEY,
            Self::Reference => properties::REFERENCE,
        }
    }

    fn takes_inherited(self) -> bool {
        matches!(
            self,
            Self::TableGroup | Self::Table | Self::Schema | Self::Column
        )
    }

    fn takes_common(self) -> bool {
        !matches!(self, Self::Dialect | Self::ForeignKey | Self::Reference)
    }
}

impl<'d> Reader<'d> {
    pub(super) fn new(
        document: &'d Document,
        base: Iri<String>,
        findings: &'d mut Findings,
    ) -> Self {
        Self {
            document,
            base,
            language: None,
            findings,
        }
    }

    pub(super) fn findings(&mut self) -> &mut Findings {
        self.findings
    }

    /// Reports something at a node.
    pub(super) fn report(&mut self, code: Code, node: &Node, message: impl Into<String>) {
        let place = self.document.place(node);
        self.findings
            .push(Finding::new(code, message).defined_at(place));
    }

    /// Reports an error after which the document cannot be used.
    pub(super) fn stop(&mut self, code: Code, node: &Node, message: impl Into<String>) -> Stopped {
        self.report(code, node, message);
        Stopped
    }

    /// Warns that a value is not allowed, so that the property counts as not set.
    pub(super) fn bad_value(&mut self, property: &str, node: &Node, wanted: &str) {
        let message = format!(
            "`{property}` must be {wanted}, not {}; it is ignored.",
            shown(node)
        );
        self.report(codes::BAD_VALUE, node, message);
    }

    /// Looks at all properties: warns of those that are unknown here and stops at keywords that
    /// are not allowed. Gives the common properties, with their IRIs.
    pub(super) fn common_properties<'n>(
        &mut self,
        node: &'n Node,
        kind: Kind,
    ) -> Result<Vec<(String, &'n Node)>, Stopped> {
        let mut common = Vec::new();
        let is_document = std::ptr::eq(node, self.document.root());
        for Member { key, node: value } in node.as_object().unwrap_or_default() {
            let known = kind.properties().contains(&key.as_str())
                || kind.takes_inherited() && properties::INHERITED.contains(&key.as_str())
                || is_document && key == "@context";
            if known {
                continue;
            }
            match property_iri(key) {
                Some(iri) if kind.takes_common() => common.push((iri, value)),
                _ if matches!(kind, Kind::ForeignKey | Kind::Reference) => {
                    let message = format!("A foreign key cannot have the property `{key}`.");
                    return Err(self.stop(codes::FOREIGN_KEY, value, message));
                }
                _ if key.starts_with('@') => {
                    let message = format!("The keyword `{key}` is not allowed here.");
                    return Err(self.stop(codes::JSON_LD, value, message));
                }
                _ => {
                    let message = format!(
                        "`{key}` is no property of a {}; it is ignored.",
                        kind.type_name()
                    );
                    self.report(codes::UNKNOWN_PROPERTY, value, message);
                }
            }
        }
        Ok(common)
    }

    /// Stops unless `@type`, if it is there, is what it must be.
    pub(super) fn check_type(&mut self, node: &Node, kind: Kind) -> Result<(), Stopped> {
        let Some(value) = node.get("@type") else {
            return Ok(());
        };
        if value.as_str() == Some(kind.type_name()) {
            return Ok(());
        }
        let message = format!(
            "`@type` must be `{}`, not {}.",
            kind.type_name(),
            shown(value)
        );
        Err(self.stop(codes::TYPE, value, message))
    }

    /// The string of a property; warns if it is there and something else.
    pub(super) fn string<'n>(&mut self, node: &'n Node, property: &str) -> Option<&'n str> {
        let value = node.get(property)?;
        let text = value.as_str();
        if text.is_none() {
            self.bad_value(property, value, "a string");
        }
        text
    }

    /// The boolean of a property; warns if it is there and something else.
    pub(super) fn boolean(&mut self, node: &Node, property: &str) -> Option<bool> {
        let value = node.get(property)?;
        if let Value::Bool(boolean) = value.value {
            return Some(boolean);
        }
        self.bad_value(property, value, "`true` or `false`");
        None
    }

    /// The non-negative integer of a property; warns if it is there and something else.
    pub(super) fn count(&mut self, node: &Node, property: &str) -> Option<usize> {
        let value = node.get(property)?;
        if let Value::Number(text) = &value.value
            && let Ok(count) = text.parse()
        {
            return Some(count);
        }
        self.bad_value(property, value, "an integer, 0 or greater");
        None
    }

    /// The items of an array property; warns if it is there and something else.
    pub(super) fn array<'n>(&mut self, node: &'n Node, property: &str) -> &'n [Node] {
        match node.get(property) {
            None => &[],
            Some(Node {
                value: Value::Array(items),
                ..
            }) => items,
            Some(value) => {
                self.bad_value(property, value, "an array");
                &[]
            }
        }
    }

    /// The objects of an array property; warns of the other items.
    pub(super) fn objects<'n>(&mut self, node: &'n Node, property: &str) -> Vec<&'n Node> {
        let items = self.array(node, property);
        for item in items.iter().filter(|item| item.as_object().is_none()) {
            self.bad_value(property, item, "an array of objects");
        }
        items
            .iter()
            .filter(|item| item.as_object().is_some())
            .collect()
    }
}

/// The IRI of a common property: a prefixed name or an absolute URL.
pub(super) fn property_iri(name: &str) -> Option<String> {
    if name.starts_with("_:") {
        return None;
    }
    expand_prefix(name).or_else(|| Iri::parse(name).ok().map(|_| name.to_owned()))
}

/// A value as messages show it.
pub(super) fn shown(node: &Node) -> String {
    match &node.value {
        Value::String(text) if text.chars().count() <= 80 => format!("`{text}`"),
        Value::Number(text) if text.len() <= 40 => format!("`{text}`"),
        Value::Bool(value) => format!("`{value}`"),
        _ => node.kind().to_owned(),
    }
}
