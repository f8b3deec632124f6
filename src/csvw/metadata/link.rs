use oxiri::Iri;

use crate::csvw::codes;
use crate::csvw::json::Node;

use super::reader::{Reader, Stopped};

impl Reader<'_> {
    /// A [link property](https://www.w3.org/TR/tabular-metadata/#link-properties), resolved
    /// against the base. Where something else than a string stands, it warns and takes the empty
    /// string, as the specification wants it.
    pub(super) fn link(&mut self, node: &Node, property: &str) -> Option<Iri<String>> {
        let value = node.get(property)?;
        if value.as_str().is_none() {
            self.bad_value(property, value, "a URL");
            return self.resolve("");
        }
        let iri = value.as_str().and_then(|text| self.resolve(text));
        if iri.is_none() {
            self.bad_value(property, value, "a URL");
        }
        iri
    }

    /// The IRI of an object that `@id` names; stops at a blank node.
    pub(super) fn id(&mut self, node: &Node) -> Result<Option<String>, Stopped> {
        if let Some(value) = node.get("@id")
            && value.as_str().is_some_and(|text| text.starts_with("_:"))
        {
            return Err(self.stop(codes::ID, value, "`@id` cannot name a blank node."));
        }
        Ok(self.link(node, "@id").map(Iri::into_inner))
    }

    /// A URL against the base of the document.
    pub(super) fn resolve(&self, text: &str) -> Option<Iri<String>> {
        self.base.resolve(text).ok()
    }
}
