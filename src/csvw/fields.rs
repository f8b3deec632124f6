use oxrdf::NamedNode;

use super::absolute_template;
use super::metadata::{Source, Table};
use super::web::without_fragment;
use crate::diagnostic::Field;

impl Table {
    /// Which column of the file the values of each property come from.
    ///
    /// Properties that are made of the cells of a row have no column.
    pub fn fields(&self) -> Vec<(NamedNode, Field)> {
        let columns = self.columns().iter().enumerate();
        let of_file = columns.filter(|(_, column)| column.source == Source::File);
        let fields = of_file.filter_map(|(at, column)| {
            let name = column.name.as_ref().or(column.naming_title.as_ref());
            let property = match &column.properties.property_url {
                Some(template) if template.variables().next().is_some() => return None,
                Some(template) => absolute_template(template.as_str(), &self.url),
                None => format!("{}#{}", without_fragment(self.url.as_str()), name?),
            };
            let heading = column.titles.first().map(|title| title.text.clone());
            let field = Field {
                number: at + 1,
                heading: heading.or_else(|| name.cloned()),
            };
            Some((NamedNode::new(property).ok()?, field))
        });
        fields.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::TableGroup;
    use crate::diagnostic::Findings;

    #[test]
    fn the_columns_of_a_file_are_told_by_the_properties_of_their_values() {
        let metadata = r#"{ "@context": "http://www.w3.org/ns/csvw", "url": "http://example.org/a.csv",
            "tableSchema": { "columns": [
                { "name": "court", "titles": "Crown court", "propertyUrl": "http://example.org/court" },
                { "name": "any", "propertyUrl": "http://example.org/{court}" },
                { "name": "cases" },
                { "name": "type", "virtual": true, "propertyUrl": "rdf:type" } ] } }"#;
        let mut findings = Findings::default();
        let group = TableGroup::parse("a.json", metadata, &mut findings).unwrap();
        let fields = group.tables[0].fields();
        let told = fields.iter().map(|(property, field)| {
            let heading = field.heading.as_deref().unwrap_or_default();
            format!("{} {heading} {}", field.number, property.as_str())
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "1 Crown court http://example.org/court",
                "3 cases http://example.org/a.csv#cases",
            ]
        );
    }
}
