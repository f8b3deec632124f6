//! The [metadata](https://www.w3.org/TR/tabular-metadata/) of a tidy table, as plain JSON.
//!
//! Any CSVW processor makes the observations of the cube from the table and this file in
//! [minimal mode](https://www.w3.org/TR/csv2rdf/#dfn-minimal-mode).

use serde_json::{Map, Value, json};

use super::measures::MeasureInfo;
use super::table::{MeasureShape, Shape, Varying, figure_column, has_kind_column, status_column};
use crate::mapping::{Column, Mapping, Role, Values, measure_property, unit_uri};
use crate::register::Registers;
use crate::uri::Base;
use crate::vocab::{dct, qb, rdf, sdmx};

/// What the metadata of a table are made from.
pub(super) struct Described<'d> {
    pub(super) mapping: &'d Mapping,
    pub(super) registers: &'d Registers,
    pub(super) base: &'d Base,
    pub(super) measures: &'d [MeasureInfo],
    pub(super) shape: Shape,
}

impl Described<'_> {
    /// The metadata of the table at `url`.
    pub(super) fn metadata(&self, url: &str) -> Value {
        let mut key: Vec<&str> = self.mapping.dimensions().map(|c| c.name.as_str()).collect();
        if self.shape.measure == MeasureShape::Dimension {
            key.push("measure");
        }
        let mut table = json!({
            "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
            "url": url,
            (dct::TITLE.as_str()): self.mapping.title.as_str(),
            "tableSchema": {
                "columns": self.columns(),
                "primaryKey": key,
                "aboutUrl": self.about_url(&key),
            },
        });
        if let Some(licence) = self.mapping.licence_uri() {
            table[dct::LICENSE.as_str()] = json!({ "@id": licence });
        }
        table
    }

    fn about_url(&self, key: &[&str]) -> String {
        let keys: Vec<_> = key.iter().map(|name| format!("{{{name}}}")).collect();
        let dataset = self.base.dataset(self.mapping.dataset.as_str());
        format!("{}/{}", dataset.as_str(), keys.join("/"))
    }

    fn columns(&self) -> Vec<Value> {
        let mut columns = Vec::new();
        for column in self.mapping.dimensions() {
            self.push_value_column(column, true, &mut columns);
        }
        if self.shape.measure == MeasureShape::Dimension {
            columns.push(json!({
                "name": "measure",
                "titles": "measure",
                "required": true,
                "propertyUrl": qb::MEASURE_TYPE.as_str(),
                "valueUrl": format!("{}/def/measure/{{measure}}", self.base),
            }));
        }
        columns.push(self.figures());
        self.push_unit_columns(&mut columns);
        for n in 0..self.shape.statuses {
            let name = status_column(n);
            columns.push(json!({
                "name": name,
                "titles": name,
                "propertyUrl": sdmx::OBS_STATUS.as_str(),
                "valueUrl": format!("{}/def/status/{{{name}}}", self.base),
            }));
        }
        for column in self
            .mapping
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Attribute(_)))
        {
            self.push_value_column(column, false, &mut columns);
        }
        columns.push(json!({
            "name": "source_line",
            "titles": "source_line",
            "datatype": "integer",
            "suppressOutput": true,
        }));
        columns.extend(self.virtual_columns());
        columns
    }

    fn push_value_column(&self, column: &Column, required: bool, columns: &mut Vec<Value>) {
        let mut out = Map::new();
        out.insert("name".into(), json!(column.name));
        out.insert("titles".into(), json!(column.name));
        out.insert(
            "propertyUrl".into(),
            json!(self.mapping.property(column, self.base).as_str()),
        );
        if required {
            out.insert("required".into(), json!(true));
        }
        if let Some(template) = self
            .mapping
            .value_template(column, self.base, self.registers)
        {
            out.insert("valueUrl".into(), json!(template));
        }
        if let Some(Values::Literal { datatype, lang }) = column.values() {
            out.insert("datatype".into(), json!(datatype));
            if let Some(lang) = lang {
                out.insert("lang".into(), json!(lang));
            }
        }
        columns.push(Value::Object(out));
        if has_kind_column(column) {
            let name = format!("{}_kind", column.name);
            columns.push(json!({ "name": name, "titles": name, "suppressOutput": true }));
        }
    }

    fn figures(&self) -> Value {
        let name = figure_column(self.mapping, self.shape);
        let kind = self
            .measures
            .iter()
            .map(|measure| measure.kind)
            .max()
            .unwrap_or_default();
        let property = match (self.shape.measure, self.measures) {
            (MeasureShape::Single, [only]) => self.single_property(only),
            _ => format!("{}/def/measure/{{measure}}", self.base),
        };
        json!({ "name": name, "titles": name, "datatype": kind.as_str(), "propertyUrl": property })
    }

    fn single_property(&self, measure: &MeasureInfo) -> String {
        let column = self.mapping.measure_columns().next();
        let own = column.and_then(|column| column.property_url.clone());
        own.unwrap_or_else(|| measure_property(self.base, &measure.key).into_string())
    }

    fn push_unit_columns(&self, columns: &mut Vec<Value>) {
        if self.shape.unit == Varying::ByRow {
            columns.push(json!({
                "name": "unit",
                "titles": "unit",
                "propertyUrl": sdmx::UNIT_MEASURE.as_str(),
                "valueUrl": format!("{}/def/unit/{{unit}}", self.base),
            }));
        }
        if self.shape.multiplier == Varying::ByRow {
            columns.push(json!({
                "name": "multiplier",
                "titles": "multiplier",
                "propertyUrl": sdmx::UNIT_MULT.as_str(),
                "datatype": "integer",
            }));
        }
    }

    /// What is the same in every row.
    fn virtual_columns(&self) -> Vec<Value> {
        let same = |name: &str, property: &str, value: String| json!({ "name": name, "virtual": true, "propertyUrl": property, "valueUrl": value });
        let dataset = self.base.dataset(self.mapping.dataset.as_str());
        let mut columns = vec![
            same(
                "type",
                rdf::TYPE.as_str(),
                qb::OBSERVATION.as_str().to_owned(),
            ),
            same("dataset", qb::DATA_SET.as_str(), dataset.into_string()),
        ];
        let first = self.measures.first();
        if let (Varying::Same, Some(unit)) = (self.shape.unit, first.and_then(|m| m.unit.as_ref()))
        {
            let unit = unit_uri(self.base, unit);
            columns.push(same(
                "unit",
                sdmx::UNIT_MEASURE.as_str(),
                unit.into_string(),
            ));
        }
        columns
    }
}
