use crate::csvw::codes;
use crate::csvw::datatype::is_language_tag;
use crate::csvw::json::{Node, Value};
use crate::csvw::template::Template;

use super::model::{Inherited, Separator, TextDirection};
use super::reader::{Reader, Stopped};

impl Reader<'_> {
    /// The [inherited properties](https://www.w3.org/TR/tabular-metadata/#inherited-properties)
    /// that an object sets.
    pub(super) fn inherited(&mut self, node: &Node) -> Result<Inherited, Stopped> {
        Ok(Inherited {
            about_url: self.template(node, "aboutUrl"),
            property_url: self.template(node, "propertyUrl"),
            value_url: self.template(node, "valueUrl"),
            datatype: self.datatype(node)?,
            default: self.string(node, "default").map(str::to_owned),
            lang: self.lang(node),
            null: self.null(node),
            ordered: self.boolean(node, "ordered"),
            required: self.boolean(node, "required"),
            separator: self.separator(node),
            text_direction: self.text_direction(node),
        })
    }

    fn template(&mut self, node: &Node, property: &str) -> Option<Template> {
        // What is no string counts as the empty template, which gives the table's URL.
        let text = self
            .string(node, property)
            .or(node.get(property).map(|_| ""))?;
        match Template::parse(text) {
            Ok(template) => Some(template),
            Err(error) => {
                let message = format!("`{property}` is no URI template: {error}; it is ignored.");
                self.report(codes::TEMPLATE, node.get(property)?, message);
                None
            }
        }
    }

    fn lang(&mut self, node: &Node) -> Option<String> {
        let value = node.get("lang")?;
        let tag = value.as_str().filter(|tag| is_language_tag(tag));
        if tag.is_none() {
            self.bad_value("lang", value, "a language tag");
        }
        tag.map(str::to_owned)
    }

    fn null(&mut self, node: &Node) -> Option<Vec<String>> {
        let value = node.get("null")?;
        let items = match &value.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let texts: Option<Vec<_>> = items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect();
        if texts.is_none() {
            self.bad_value("null", value, "a string or an array of strings");
        }
        texts
    }

    fn separator(&mut self, node: &Node) -> Option<Separator> {
        let value = node.get("separator")?;
        match &value.value {
            Value::Null => Some(Separator::None),
            Value::String(text) if !text.is_empty() => Some(Separator::Text(text.clone())),
            _ => {
                self.bad_value("separator", value, "a string that is not empty, or `null`");
                None
            }
        }
    }

    fn text_direction(&mut self, node: &Node) -> Option<TextDirection> {
        let value = node.get("textDirection")?;
        let direction = match value.as_str() {
            Some("ltr") => Some(TextDirection::LeftToRight),
            Some("rtl") => Some(TextDirection::RightToLeft),
            Some("auto") => Some(TextDirection::Auto),
            Some("inherit") => Some(TextDirection::Inherit),
            _ => None,
        };
        if direction.is_none() {
            self.bad_value("textDirection", value, "`ltr`, `rtl`, `auto` or `inherit`");
        }
        direction
    }
}
