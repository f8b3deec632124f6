use crate::csvw::codes;
use crate::csvw::datatype::is_language_tag;
use crate::csvw::json::{Node, Value};

use super::reader::{Reader, Stopped, shown};

/// What `@context` must be or begin with.
const CONTEXT: &str = "http://www.w3.org/ns/csvw";

impl Reader<'_> {
    /// Reads the [`@context`](https://www.w3.org/TR/tabular-metadata/#top-level-properties), which
    /// sets the base and the default language.
    pub(super) fn read_context(&mut self, root: &Node) -> Result<(), Stopped> {
        let Some(context) = root.get("@context") else {
            return Err(self.stop(
                codes::CONTEXT,
                root,
                format!("`@context` is missing; it must be `{CONTEXT}`."),
            ));
        };
        match &context.value {
            Value::String(text) if text == CONTEXT => Ok(()),
            Value::Array(items) => match items.as_slice() {
                [first, local] if first.as_str() == Some(CONTEXT) => self.read_local_context(local),
                _ => Err(self.bad_context(context)),
            },
            _ => Err(self.bad_context(context)),
        }
    }

    fn bad_context(&mut self, context: &Node) -> Stopped {
        let message = format!(
            "`@context` must be `{CONTEXT}`, or an array of that and an object, not {}.",
            shown(context)
        );
        self.stop(codes::CONTEXT, context, message)
    }

    fn read_local_context(&mut self, local: &Node) -> Result<(), Stopped> {
        let Some(members) = local.as_object() else {
            return Err(self.bad_context(local));
        };
        for member in members {
            match member.key.as_str() {
                "@base" => self.set_base(&member.node),
                "@language" => self.set_language(&member.node),
                key => {
                    let message =
                        format!("The context can set `@base` and `@language`, not `{key}`.");
                    return Err(self.stop(codes::CONTEXT, &member.node, message));
                }
            }
        }
        Ok(())
    }

    fn set_base(&mut self, value: &Node) {
        match value.as_str().and_then(|text| self.resolve(text)) {
            Some(base) => self.base = base,
            None => self.bad_value("@base", value, "a URL"),
        }
    }

    fn set_language(&mut self, value: &Node) {
        match value.as_str().filter(|tag| is_language_tag(tag)) {
            Some(tag) => self.language = Some(tag.to_owned()),
            None => self.bad_value("@language", value, "a language tag"),
        }
    }
}
