use crate::csvw::datatype::is_language_tag;
use crate::csvw::json::{Node, Value};

use super::model::Title;
use super::reader::Reader;

impl Reader<'_> {
    /// A [natural language property](https://www.w3.org/TR/tabular-metadata/#natural-language-properties);
    /// warns of what is no string or no language.
    pub(super) fn natural(&mut self, node: &Node, property: &str) -> Vec<Title> {
        let Some(value) = node.get(property) else {
            return Vec::new();
        };
        let default = self.language.clone();
        let mut titles = Vec::new();
        let Value::Object(members) = &value.value else {
            self.texts(property, value, default.as_deref(), &mut titles);
            return titles;
        };
        for member in members {
            if is_language_tag(&member.key) {
                let language = (member.key != "und").then_some(member.key.as_str());
                self.texts(property, &member.node, language, &mut titles);
            } else {
                let wanted = format!(
                    "in languages that exist (`{}` is no language tag)",
                    member.key
                );
                self.bad_value(property, &member.node, &wanted);
            }
        }
        titles
    }

    fn texts(
        &mut self,
        property: &str,
        value: &Node,
        language: Option<&str>,
        titles: &mut Vec<Title>,
    ) {
        let items = match &value.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        for item in items {
            match item.as_str() {
                Some(text) => titles.push(Title {
                    language: language.map(str::to_owned),
                    text: text.to_owned(),
                }),
                None => self.bad_value(
                    property,
                    item,
                    "a string, an array of strings or an object of them by language",
                ),
            }
        }
    }
}
