use encoding_rs::Encoding;

use crate::csvw::dialect::{BlankRows, Dialect, Escape, Trim};
use crate::csvw::json::{Node, Value};

use super::reader::{Kind, Reader, Stopped};

impl Reader<'_> {
    /// A [dialect description](https://www.w3.org/TR/tabular-metadata/#dialect-descriptions);
    /// what it does not set, or sets to something that is not allowed, has its default.
    pub(super) fn dialect(&mut self, node: &Node) -> Result<Dialect, Stopped> {
        self.check_type(node, Kind::Dialect)?;
        self.common_properties(node, Kind::Dialect)?;
        self.id(node)?;
        let mut dialect = Dialect::default();
        if let Some(prefix) = self.string(node, "commentPrefix") {
            dialect.comment_prefix = Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty());
        }
        if let Some(delimiter) = self.filled(node, "delimiter") {
            dialect.delimiter = delimiter;
        }
        self.set_quote(node, &mut dialect);
        if self.boolean(node, "doubleQuote") == Some(false) {
            dialect.escape = Escape::Backslash;
        }
        if self.boolean(node, "skipBlankRows") == Some(true) {
            dialect.blank_rows = BlankRows::Skipped;
        }
        if let Some(encoding) = self.encoding(node) {
            dialect.encoding = encoding;
        }
        dialect.header_rows = self.header_rows(node);
        dialect.skip_rows = self.count(node, "skipRows").unwrap_or(0);
        dialect.skip_columns = self.count(node, "skipColumns").unwrap_or(0);
        dialect.trim = self.trim(node);
        if let Some(terminators) = self.line_terminators(node) {
            dialect.line_terminators = terminators;
        }
        Ok(dialect)
    }

    fn filled(&mut self, node: &Node, property: &str) -> Option<String> {
        let text = self.string(node, property)?;
        if text.is_empty() {
            self.bad_value(property, node.get(property)?, "a string that is not empty");
            return None;
        }
        Some(text.to_owned())
    }

    /// `null` is the same as an empty string: there are no quotes.
    fn set_quote(&mut self, node: &Node, dialect: &mut Dialect) {
        let Some(value) = node.get("quoteChar") else {
            return;
        };
        match &value.value {
            Value::Null => dialect.quote = None,
            Value::String(text) => {
                dialect.quote = Some(text.clone()).filter(|text| !text.is_empty());
            }
            _ => self.bad_value("quoteChar", value, "a string or `null`"),
        }
    }

    fn encoding(&mut self, node: &Node) -> Option<&'static Encoding> {
        let label = self.string(node, "encoding")?;
        let encoding = Encoding::for_label(label.as_bytes());
        if encoding.is_none() {
            self.bad_value("encoding", node.get("encoding")?, "the name of an encoding");
        }
        encoding
    }

    /// `headerRowCount` wins over `header`.
    fn header_rows(&mut self, node: &Node) -> usize {
        let header = self.boolean(node, "header");
        let count = self.count(node, "headerRowCount");
        count.unwrap_or_else(|| usize::from(header.unwrap_or(true)))
    }

    /// `trim` wins over `skipInitialSpace`.
    fn trim(&mut self, node: &Node) -> Trim {
        let initial = self.boolean(node, "skipInitialSpace");
        let fallback = if initial == Some(true) {
            Trim::Start
        } else {
            Trim::None
        };
        let Some(value) = node.get("trim") else {
            return fallback;
        };
        match (&value.value, value.as_str()) {
            (Value::Bool(true), _) | (_, Some("true")) => Trim::Both,
            (Value::Bool(false), _) | (_, Some("false")) => Trim::None,
            (_, Some("start")) => Trim::Start,
            (_, Some("end")) => Trim::End,
            _ => {
                self.bad_value("trim", value, "`true`, `false`, `start` or `end`");
                fallback
            }
        }
    }

    fn line_terminators(&mut self, node: &Node) -> Option<Vec<String>> {
        let value = node.get("lineTerminators")?;
        let items = match &value.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let filled = |item: &Node| {
            item.as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let terminators: Option<Vec<_>> = items.iter().map(filled).collect();
        let terminators = terminators.filter(|items| !items.is_empty());
        if terminators.is_none() {
            self.bad_value("lineTerminators", value, "a string or an array of strings");
        }
        terminators
    }
}
