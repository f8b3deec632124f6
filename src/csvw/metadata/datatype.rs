use crate::csvw::codes;
use crate::csvw::datatype::{
    Builtin, Datatype, Decimal, Facets, Format, FormatError, Limit, NumberChars,
};
use crate::csvw::json::{Node, Value};

use super::reader::{Kind, Reader, Stopped};

/// The properties that limit values, `minimum` and `maximum` being other names of two of them.
const LIMITS: [(&str, Limit); 6] = [
    ("minimum", Limit::MinInclusive),
    ("minInclusive", Limit::MinInclusive),
    ("minExclusive", Limit::MinExclusive),
    ("maximum", Limit::MaxInclusive),
    ("maxInclusive", Limit::MaxInclusive),
    ("maxExclusive", Limit::MaxExclusive),
];

impl Reader<'_> {
    /// The [datatype](https://www.w3.org/TR/tabular-metadata/#datatypes) that an object sets.
    pub(super) fn datatype(&mut self, node: &Node) -> Result<Option<Datatype>, Stopped> {
        let Some(value) = node.get("datatype") else {
            return Ok(None);
        };
        match &value.value {
            Value::String(_) => Ok(self.builtin("datatype", value).map(Datatype::new)),
            Value::Object(_) => self.derived_datatype(value).map(Some),
            _ => {
                self.bad_value(
                    "datatype",
                    value,
                    "the name of a built-in datatype or an object",
                );
                Ok(None)
            }
        }
    }

    fn builtin(&mut self, property: &str, value: &Node) -> Option<Builtin> {
        let builtin = value.as_str().and_then(Builtin::from_name);
        if builtin.is_none() {
            self.bad_value(property, value, "the name of a built-in datatype");
        }
        builtin
    }

    fn derived_datatype(&mut self, node: &Node) -> Result<Datatype, Stopped> {
        self.check_type(node, Kind::Datatype)?;
        let common = self.common_properties(node, Kind::Datatype)?;
        self.annotations(&common)?;
        let base = node
            .get("base")
            .and_then(|base| self.builtin("base", base))
            .unwrap_or(Builtin::STRING);
        let id = self.datatype_id(node)?;
        let facets = self.facets(node, base)?;
        let format = node
            .get("format")
            .and_then(|format| self.format(format, base));
        Ok(Datatype::new(base)
            .with_id(id)
            .with_format(format)
            .with_facets(facets))
    }

    fn datatype_id(&mut self, node: &Node) -> Result<Option<String>, Stopped> {
        let id = self.id(node)?;
        let (Some(iri), Some(value)) = (&id, node.get("@id")) else {
            return Ok(id);
        };
        if !Builtin::has_iri(iri) {
            return Ok(id);
        }
        if node.as_object().is_some_and(|members| members.len() > 1) {
            let message = format!(
                "`{iri}` is a built-in datatype; a datatype with an `@id` must be another one."
            );
            return Err(self.stop(codes::ID, value, message));
        }
        self.bad_value("@id", value, "the URL of a datatype that is not built in");
        Ok(None)
    }

    fn format(&mut self, value: &Node, base: Builtin) -> Option<Format> {
        let format = match &value.value {
            Value::String(text) => Format::parse(base, text),
            Value::Object(_) if base.family().is_numeric() => self.number_format(value),
            _ => {
                self.bad_value(
                    "format",
                    value,
                    &format!("a string that is a format of {}", base.name()),
                );
                return None;
            }
        };
        match format {
            Ok(format) => Some(format),
            Err(error) => {
                self.report(
                    codes::FORMAT,
                    value,
                    format!("{}; the format is ignored.", sentence(&error)),
                );
                None
            }
        }
    }

    fn number_format(&mut self, value: &Node) -> Result<Format, FormatError> {
        for member in value.as_object().unwrap_or_default() {
            if !matches!(member.key.as_str(), "decimalChar" | "groupChar" | "pattern") {
                let message = format!(
                    "`{}` is no property of a number format; it is ignored.",
                    member.key
                );
                self.report(codes::UNKNOWN_PROPERTY, &member.node, message);
            }
        }
        let mut char_of = |property| self.string(value, property).filter(|text| !text.is_empty());
        let chars = NumberChars {
            decimal: char_of("decimalChar"),
            group: char_of("groupChar"),
        };
        let pattern = self.string(value, "pattern");
        let Some(text) = pattern else {
            return Format::number(chars, None);
        };
        Format::number(chars, Some(text)).or_else(|error| {
            if let Some(node) = value.get("pattern") {
                self.report(
                    codes::FORMAT,
                    node,
                    format!("{}; the pattern is ignored.", sentence(&error)),
                );
            }
            Format::number(chars, None)
        })
    }

    fn facets(&mut self, node: &Node, base: Builtin) -> Result<Facets, Stopped> {
        let mut facets = Facets {
            length: self.count(node, "length"),
            min_length: self.count(node, "minLength"),
            max_length: self.count(node, "maxLength"),
            limits: Vec::new(),
        };
        for (property, limit) in LIMITS {
            if let Some(value) = node.get(property) {
                self.limit(&mut facets, base, property, limit, value)?;
            }
        }
        match facets.check(base.family(), base.name()) {
            Ok(()) => Ok(facets),
            Err(error) => Err(self.stop(codes::CONSTRAINT, node, format!("{}.", sentence(&error)))),
        }
    }

    fn limit(
        &mut self,
        facets: &mut Facets,
        base: Builtin,
        property: &str,
        limit: Limit,
        value: &Node,
    ) -> Result<(), Stopped> {
        if !base.family().has_order() {
            let message = format!(
                "Values of `{}` have no order, so `{property}` makes no sense.",
                base.name()
            );
            return Err(self.stop(codes::CONSTRAINT, value, message));
        }
        let text = match &value.value {
            Value::Number(text) if base.family().is_exact() => {
                Decimal::of_json(text).map_or_else(|| text.clone(), |number| number.canonical())
            }
            Value::String(text) | Value::Number(text) => text.clone(),
            _ => String::new(),
        };
        if facets.limit(base.family(), limit, &text).is_none() {
            let wanted = format!("a value of `{}`", base.name());
            self.bad_value(property, value, &wanted);
        }
        Ok(())
    }
}

/// An error's text with a capital at its start.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}
