use oxrdf::NamedNodeRef;

use crate::csvw::codes;
use crate::csvw::datatype::{Builtin, canonical_double, is_language_tag};
use crate::csvw::json::{Node, Value};
use crate::vocab::xsd;

use super::model::{Annotation, AnnotationValue};
use super::prefix::{expand_prefix, expand_type_term};
use super::reader::{Reader, Stopped, property_iri, shown};

impl Reader<'_> {
    /// The [common properties](https://www.w3.org/TR/tabular-metadata/#common-properties) that
    /// were found on an object.
    pub(super) fn annotations(
        &mut self,
        common: &[(String, &Node)],
    ) -> Result<Vec<Annotation>, Stopped> {
        let mut annotations = Vec::new();
        for (property, node) in common {
            annotations.push(Annotation {
                property: property.clone(),
                values: self.annotation_values(node)?,
            });
        }
        Ok(annotations)
    }

    /// The values of a common property; an array is several of them.
    pub(super) fn annotation_values(
        &mut self,
        node: &Node,
    ) -> Result<Vec<AnnotationValue>, Stopped> {
        match &node.value {
            Value::Null => Ok(Vec::new()),
            Value::Array(items) => {
                let mut values = Vec::new();
                for item in items {
                    values.extend(self.annotation_values(item)?);
                }
                Ok(values)
            }
            _ => Ok(vec![self.annotation_value(node)?]),
        }
    }

    /// One value, as the [JSON-LD dialect](https://www.w3.org/TR/tabular-metadata/#json-ld-dialect)
    /// allows it.
    fn annotation_value(&mut self, node: &Node) -> Result<AnnotationValue, Stopped> {
        match &node.value {
            Value::String(text) => Ok(literal(text, xsd::STRING.as_str(), self.language.clone())),
            Value::Object(_) if node.get("@value").is_some() => self.value_object(node),
            Value::Object(_) => self.node_object(node),
            _ => Ok(native(node)),
        }
    }

    fn value_object(&mut self, node: &Node) -> Result<AnnotationValue, Stopped> {
        let members = node.as_object().unwrap_or_default();
        let extra = members
            .iter()
            .find(|m| !matches!(m.key.as_str(), "@value" | "@type" | "@language"));
        if let Some(member) = extra {
            let message = format!(
                "An object with `@value` cannot have the property `{}`.",
                member.key
            );
            return Err(self.stop(codes::JSON_LD, &member.node, message));
        }
        let (datatype, language) = (node.get("@type"), node.get("@language"));
        if let (Some(_), Some(language)) = (datatype, language) {
            return Err(self.stop(
                codes::JSON_LD,
                language,
                "An object with `@value` can have `@type` or `@language`, not both.",
            ));
        }
        let datatype = datatype.map(|node| self.datatype_iri(node)).transpose()?;
        let language = language
            .map(|node| self.language_of(node))
            .transpose()?
            .flatten();
        match node.get("@value").map(|node| (&node.value, node)) {
            Some((Value::String(text), _)) => Ok(literal(
                text,
                datatype.as_deref().unwrap_or(xsd::STRING.as_str()),
                language,
            )),
            Some((Value::Number(_) | Value::Bool(_), value)) => Ok(match datatype {
                Some(datatype) => literal(&written(value), &datatype, None),
                None => native(value),
            }),
            _ => Err(self.stop(
                codes::JSON_LD,
                node,
                "`@value` must be a string, a number or a boolean.",
            )),
        }
    }

    fn language_of(&mut self, node: &Node) -> Result<Option<String>, Stopped> {
        match node.as_str().filter(|tag| is_language_tag(tag)) {
            Some(tag) => Ok(Some(tag.to_owned())),
            None if node.value == Value::Null => Ok(None),
            None => Err(self.stop(
                codes::JSON_LD,
                node,
                format!("`@language` must be a language tag, not {}.", shown(node)),
            )),
        }
    }

    fn datatype_iri(&mut self, node: &Node) -> Result<String, Stopped> {
        let builtin = node.as_str().and_then(Builtin::from_name);
        let iri = builtin.map(|datatype| datatype.iri().as_str().to_owned());
        match iri.or_else(|| node.as_str().and_then(property_iri)) {
            Some(iri) => Ok(iri),
            None => Err(self.stop(
                codes::JSON_LD,
                node,
                format!("`@type` must be a datatype, not {}.", shown(node)),
            )),
        }
    }

    fn node_object(&mut self, node: &Node) -> Result<AnnotationValue, Stopped> {
        let mut id = None;
        let mut types = Vec::new();
        let mut common = Vec::new();
        for member in node.as_object().unwrap_or_default() {
            let value = &member.node;
            match member.key.as_str() {
                "@id" => id = Some(self.node_id(value)?),
                "@type" => types = self.node_types(value)?,
                key => common.push((self.node_property(key, value)?, value)),
            }
        }
        let properties = self.annotations(&common)?;
        Ok(AnnotationValue::Node {
            id,
            types,
            properties,
        })
    }

    fn node_property(&mut self, key: &str, value: &Node) -> Result<String, Stopped> {
        property_iri(key).ok_or_else(|| {
            let message = format!(
                "`{key}` is no prefixed name and no URL, so it is not allowed in a common property."
            );
            self.stop(codes::JSON_LD, value, message)
        })
    }

    fn node_id(&mut self, node: &Node) -> Result<String, Stopped> {
        let text = node.as_str().filter(|text| !text.starts_with("_:"));
        let iri = text.and_then(|text| {
            expand_prefix(text).or_else(|| self.resolve(text).map(oxiri::Iri::into_inner))
        });
        iri.ok_or_else(|| {
            self.stop(
                codes::ID,
                node,
                format!("`@id` must be a URL, not {}.", shown(node)),
            )
        })
    }

    fn node_types(&mut self, node: &Node) -> Result<Vec<String>, Stopped> {
        let items = match &node.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut types = Vec::new();
        for item in items {
            let iri = item
                .as_str()
                .and_then(|name| expand_type_term(name).or_else(|| property_iri(name)));
            let Some(iri) = iri else {
                let message = format!(
                    "`@type` must be a class of CSVW, a prefixed name or a URL, not {}.",
                    shown(item)
                );
                return Err(self.stop(codes::JSON_LD, item, message));
            };
            types.push(iri);
        }
        Ok(types)
    }
}

fn literal(value: &str, datatype: &str, language: Option<String>) -> AnnotationValue {
    AnnotationValue::Literal {
        value: value.to_owned(),
        datatype: datatype.to_owned(),
        language,
    }
}

/// A number or boolean of JSON as RDF, as JSON-LD does it: whole numbers are integers, others are
/// doubles in their canonical form.
fn native(node: &Node) -> AnnotationValue {
    let text = written(node);
    let (value, datatype) = match (&node.value, text.parse::<f64>()) {
        (Value::Number(_), Ok(number)) => number_literal(&text, number),
        (Value::Bool(_), _) => (text, xsd::BOOLEAN),
        _ => (text, xsd::STRING),
    };
    literal(&value, datatype.as_str(), None)
}

/// Digits alone are kept, since a double does not hold them all.
fn number_literal(text: &str, number: f64) -> (String, NamedNodeRef<'static>) {
    let is_whole = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_whole && number != 0.0 {
        (text.to_owned(), xsd::INTEGER)
    } else if number.fract() == 0.0 && number.abs() < 1e21 {
        (format!("{:.0}", number + 0.0), xsd::INTEGER)
    } else {
        (canonical_double(number), xsd::DOUBLE)
    }
}

/// A number or boolean as it was written.
fn written(node: &Node) -> String {
    match &node.value {
        Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}
