use crate::csvw::codes;
use crate::csvw::json::Node;
use crate::csvw::template::is_variable_name;

use super::model::{Column, Presence, Source, Title};
use super::reader::{Kind, Reader, Stopped, shown};

impl Reader<'_> {
    /// A [column description](https://www.w3.org/TR/tabular-metadata/#columns).
    pub(super) fn column(&mut self, node: &Node) -> Result<Column, Stopped> {
        self.check_type(node, Kind::Column)?;
        let common = self.common_properties(node, Kind::Column)?;
        self.annotations(&common)?;
        self.id(node)?;
        let titles = self.natural(node, "titles");
        let is_virtual = self.boolean(node, "virtual").unwrap_or(false);
        Ok(Column {
            name: self.column_name(node),
            naming_title: self.naming_title(&titles),
            titles,
            source: if is_virtual {
                Source::Virtual
            } else {
                Source::File
            },
            output: self.output(node),
            properties: self.inherited(node)?,
            place: Some(self.document.place(node)),
        })
    }

    /// The first title in the default language or in none.
    fn naming_title(&self, titles: &[Title]) -> Option<String> {
        let fits = |title: &&Title| title.language.is_none() || title.language == self.language;
        titles.iter().find(fits).map(|title| title.text.clone())
    }

    /// Names with an underscore at their start are reserved.
    fn column_name(&mut self, node: &Node) -> Option<String> {
        let name = self.string(node, "name")?;
        if is_variable_name(name) && !name.starts_with('_') {
            return Some(name.to_owned());
        }
        let value = node.get("name")?;
        let message = format!(
            "{} cannot be the name of a column; it is ignored.",
            shown(value)
        );
        self.report(codes::COLUMN_NAME, value, message);
        None
    }

    /// The `suppressOutput` of a table or column.
    pub(super) fn output(&mut self, node: &Node) -> Presence {
        match self.boolean(node, "suppressOutput") {
            Some(true) => Presence::Suppressed,
            _ => Presence::Shown,
        }
    }
}
