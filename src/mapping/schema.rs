//! The mapping language as a [JSON Schema](https://json-schema.org/draft/2020-12), for editors.

use serde_json::{Map, Value, json};

use super::language;
use super::spec::{KeySpec, Need, Shape, TableSpec};

/// The JSON Schema of mappings, made from the description by which they are read.
///
/// ```
/// let schema = assize::mapping::schema();
/// let roles = &schema["properties"]["column"]["items"]["properties"]["role"]["enum"];
/// assert_eq!(roles[0], "dimension");
/// ```
pub fn schema() -> Value {
    let mut schema = table(&language::MAPPING);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("A mapping of Assize: what the releases of a dataset mean");
    schema
}

fn table(spec: &TableSpec) -> Value {
    let properties: Map<_, _> = spec
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let required = spec.keys.iter().filter(|key| key.need == Need::Required);
    let required: Vec<_> = required.map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(key: &KeySpec) -> Value {
    let mut schema = shape(&key.shape);
    schema["description"] = json!(key.doc);
    schema
}

fn shape(of: &Shape) -> Value {
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    match of {
        Shape::Text => json!({ "type": "string" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Words(words) => json!({ "type": "array", "items": { "enum": words } }),
        Shape::Localised => json!({ "anyOf": [{ "type": "string" }, texts] }),
        Shape::Map => texts,
        Shape::Table(spec) => table(spec),
        Shape::Tables(spec) => json!({ "type": "array", "items": table(spec) }),
        Shape::Either(one, other) => json!({ "anyOf": [shape(one), shape(other)] }),
    }
}
