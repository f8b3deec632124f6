use crate::csvw::codes;
use crate::csvw::json::Node;

use super::reader::{Kind, Reader, Stopped, shown};

impl Reader<'_> {
    /// Checks the [transformation definitions](https://www.w3.org/TR/tabular-metadata/#transformation-definitions)
    /// of an object. None of their formats is run here, so nothing is kept of them.
    pub(super) fn check_transformations(&mut self, node: &Node) -> Result<(), Stopped> {
        for definition in self.objects(node, "transformations") {
            self.check_transformation(definition)?;
        }
        Ok(())
    }

    fn check_transformation(&mut self, node: &Node) -> Result<(), Stopped> {
        self.check_type(node, Kind::Transformation)?;
        let common = self.common_properties(node, Kind::Transformation)?;
        self.annotations(&common)?;
        self.id(node)?;
        for property in ["url", "scriptFormat", "targetFormat"] {
            if node.get(property).is_none() {
                let message = format!("A transformation must have the property `{property}`.");
                return Err(self.stop(codes::MISSING_PROPERTY, node, message));
            }
            self.link(node, property);
        }
        self.natural(node, "titles");
        if let Some(source) = node.get("source")
            && source.value != crate::csvw::json::Value::Null
            && !matches!(source.as_str(), Some("json" | "rdf"))
        {
            let message = format!(
                "`source` must be `json`, `rdf` or `null`, not {}; it is ignored.",
                shown(source)
            );
            self.report(codes::BAD_VALUE, source, message);
        }
        Ok(())
    }
}
