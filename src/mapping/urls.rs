//! The URIs that follow from a mapping: properties, code lists, units.

use oxrdf::NamedNode;

use super::column::{Column, Values};
use super::dataset::Mapping;
use super::period::Interval;
use crate::register::Registers;
use crate::uri::{Base, Key};

impl Mapping {
    /// The property of a dimension or attribute.
    ///
    /// It is the mapping's `propertyUrl` if there is one; `{base}/def/dimension/{concept}` for a
    /// dimension of a register, a shared code list or periods, so that datasets can be joined; and
    /// `{base}/def/{dataset}/{column}` otherwise.
    pub fn property(&self, column: &Column, base: &Base) -> NamedNode {
        if let Some(url) = &column.property_url {
            return NamedNode::new_unchecked(url);
        }
        match self.shared_concept(column) {
            Some(concept) => base.term("dimension", &concept),
            None => base.term(self.dataset.as_str(), &column.name),
        }
    }

    /// The concept of a column whose property other datasets may have, too, such as `court` or
    /// `period`; `None` if the property is the dataset's own or is given by the mapping.
    pub fn shared_concept(&self, column: &Column) -> Option<String> {
        if column.property_url.is_some() {
            return None;
        }
        shared_concept(column).filter(|concept| self.is_first(column, concept))
    }

    /// Whether no column before this one has the shared property of a concept.
    fn is_first(&self, column: &Column, concept: &str) -> bool {
        let takes = |other: &&Column| {
            other.property_url.is_none() && shared_concept(other).is_some_and(|c| c == concept)
        };
        self.columns
            .iter()
            .find(takes)
            .is_some_and(|first| first.name == column.name)
    }

    /// The [template](https://www.rfc-editor.org/rfc/rfc6570) of the URIs of a column's values;
    /// `None` for literals.
    pub fn value_template(
        &self,
        column: &Column,
        base: &Base,
        registers: &Registers,
    ) -> Option<String> {
        let name = &column.name;
        match column.values()? {
            Values::Register { register, .. } => {
                let prefix = thing_prefix(registers, register, base);
                Some(format!("{prefix}{{{name}}}"))
            }
            Values::Period(ways) => Some(match ways.kind() {
                Some(kind) => format!("{}{}/{{+{name}}}", Interval::NAMESPACE, kind.as_str()),
                None => format!("{}{{{name}_kind}}/{{+{name}}}", Interval::NAMESPACE),
            }),
            Values::Codes(_) => Some(format!("{}{{{name}}}", self.concept_prefix(column, base))),
            Values::Literal { .. } => None,
        }
    }

    /// The start of the URIs of the concepts of a column's code list, up to the key.
    pub fn concept_prefix(&self, column: &Column, base: &Base) -> String {
        let list = match column.values() {
            Some(Values::Codes(rule)) => rule.list.as_ref(),
            _ => None,
        };
        match list {
            Some(list) => base.term(list.as_str(), "").into_string(),
            None => format!(
                "{}/",
                base.term(self.dataset.as_str(), &column.name).as_str()
            ),
        }
    }

    /// The name of the code list of a column: shared, or `{dataset}/{column}`.
    pub fn code_list_name(&self, column: &Column) -> String {
        match column.values() {
            Some(Values::Codes(rule)) if rule.list.is_some() => {
                rule.list.as_ref().map(Key::to_string).unwrap_or_default()
            }
            _ => format!("{}/{}", self.dataset, column.name),
        }
    }

    /// The concept scheme of a column's code list.
    pub fn scheme(&self, column: &Column, base: &Base) -> NamedNode {
        match column.values() {
            Some(Values::Codes(rule)) if rule.list.is_some() => {
                let list = rule.list.as_ref().map(Key::as_str).unwrap_or_default();
                base.term("code-list", list)
            }
            _ => base.term(self.dataset.as_str(), &format!("{}-list", column.name)),
        }
    }

    /// The [structure definition](https://www.w3.org/TR/vocab-data-cube/#dsd) of the dataset.
    pub fn structure(&self, base: &Base) -> NamedNode {
        base.term(self.dataset.as_str(), "structure")
    }
}

/// The property of a measure.
pub fn measure_property(base: &Base, measure: &Key) -> NamedNode {
    base.term("measure", measure.as_str())
}

/// A unit of measure.
pub fn unit(base: &Base, unit: &Key) -> NamedNode {
    base.term("unit", unit.as_str())
}

/// A status of observations.
pub fn status(base: &Base, status: &Key) -> NamedNode {
    base.term("status", status.as_str())
}

/// The concept that makes a dimension one that many datasets share.
fn shared_concept(column: &Column) -> Option<String> {
    if !column.is_dimension() {
        return None;
    }
    match column.values()? {
        Values::Register { register, .. } => Some(register.clone()),
        Values::Period(_) => Some("period".to_owned()),
        Values::Codes(rule) => rule.list.as_ref().map(Key::to_string),
        Values::Literal { .. } => None,
    }
}

/// The start of the URIs of a register's things, up to the key.
fn thing_prefix(registers: &Registers, register: &str, base: &Base) -> String {
    const ANY: &str = "key";
    let any = Key::from_label(ANY);
    match registers.get(register) {
        Some(register) => {
            let uri = register.uri(base, &any).into_string();
            uri[..uri.len() - ANY.len()].to_owned()
        }
        None => format!("{base}/id/{register}/"),
    }
}
