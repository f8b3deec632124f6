//! From a description and the headings of the file to the columns of an
//! [annotated table](https://www.w3.org/TR/tabular-metadata/#annotating-tables).

use crate::csvw::datatype::Datatype;
use crate::csvw::metadata::{Column, Inherited, Presence, Separator, Source, Table, Title};
use crate::csvw::template::{Template, push_encoded};
use crate::diagnostic::Place;

/// A [column](https://www.w3.org/TR/tabular-data-model/#columns) with all its annotations.
#[derive(Clone, Debug)]
pub(crate) struct AnnotatedColumn {
    /// The position in the table; the first is 1.
    pub(crate) number: usize,
    /// The position in the file; virtual columns have none. The first is 1.
    pub(crate) source_number: Option<usize>,
    pub(crate) name: String,
    pub(crate) heading: Option<String>,
    pub(crate) output: Presence,
    pub(crate) about_url: Option<Template>,
    pub(crate) property_url: Option<Template>,
    pub(crate) value_url: Option<Template>,
    pub(crate) datatype: Datatype,
    pub(crate) default: String,
    pub(crate) lang: Option<String>,
    pub(crate) null: Vec<String>,
    pub(crate) ordered: bool,
    pub(crate) required: bool,
    pub(crate) separator: Option<String>,
    /// Where it is described; absent for a column that only the file knows.
    pub(crate) place: Option<Place>,
}

/// The headings of a file: for each column its titles, of which there may be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headings(pub(crate) Vec<Vec<String>>);

/// Whether a mismatch of headings and metadata is looked for as strictly as validators must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The data are converted; what is wrong with them is worth a warning.
    Convert,
    /// The data are judged; what is wrong with them is an error.
    Validate,
}

/// How headings and metadata do not fit together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Mismatch {
    Count {
        described: usize,
        found: usize,
    },
    /// The index of a column.
    Titles(usize),
}

/// The columns of a table: those described, those that only the file has, then the virtual ones.
pub(crate) fn annotate(
    table: &Table,
    headings: &Headings,
    skip_columns: usize,
) -> Vec<AnnotatedColumn> {
    let described = table.columns();
    let in_file = described
        .iter()
        .filter(|column| column.source == Source::File);
    let virtuals = described
        .iter()
        .filter(|column| column.source == Source::Virtual);
    let found = headings.0.len();
    let mut columns: Vec<_> = in_file.cloned().collect();
    for titles in headings.0.iter().skip(columns.len()) {
        columns.push(undescribed(table, titles));
    }
    let in_file = columns.len().max(found);
    let all = columns.into_iter().chain(virtuals.cloned()).enumerate();
    all.map(|(index, column)| {
        let source_number = (index < in_file).then_some(index + 1 + skip_columns);
        let heading = headings
            .0
            .get(index)
            .filter(|_| index < in_file)
            .and_then(|titles| titles.first());
        annotated(column, index + 1, source_number, heading.cloned())
    })
    .collect()
}

/// Where there is no schema at all, the headings are all that is known of the columns.
fn undescribed(table: &Table, titles: &[String]) -> Column {
    Column {
        naming_title: titles.first().filter(|_| table.schema.is_none()).cloned(),
        properties: Inherited::default().or(&table.inherited),
        ..Column::default()
    }
}

fn annotated(
    column: Column,
    number: usize,
    source_number: Option<usize>,
    heading: Option<String>,
) -> AnnotatedColumn {
    let properties = column.properties;
    let from_title = column.naming_title.as_deref().map(name_of_title);
    AnnotatedColumn {
        number,
        source_number,
        name: column
            .name
            .or(from_title)
            .unwrap_or_else(|| format!("_col.{number}")),
        heading,
        output: column.output,
        about_url: properties.about_url,
        property_url: properties.property_url,
        value_url: properties.value_url,
        datatype: properties.datatype.unwrap_or_default(),
        default: properties.default.unwrap_or_default(),
        lang: properties.lang.filter(|tag| tag != "und"),
        null: properties.null.unwrap_or_else(|| vec![String::new()]),
        ordered: properties.ordered.unwrap_or(false),
        required: properties.required.unwrap_or(false),
        separator: match properties.separator {
            Some(Separator::Text(text)) => Some(text),
            Some(Separator::None) | None => None,
        },
        place: column.place,
    }
}

/// A title as the name of a column: all that a variable of a URI template cannot have is encoded,
/// and so is an underscore at the start, with which the names begin that the specification keeps.
fn name_of_title(title: &str) -> String {
    let mut name = String::new();
    for (at, byte) in title.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || at > 0 && matches!(byte, b'_' | b'.') {
            name.push(char::from(byte));
        } else {
            push_encoded(&mut name, byte);
        }
    }
    name
}

/// Compares a description with the headings, as
/// [schema compatibility](https://www.w3.org/TR/tabular-metadata/#schema-compatibility) says.
pub(crate) fn mismatches(table: &Table, headings: &Headings, purpose: Purpose) -> Vec<Mismatch> {
    let Some(schema) = &table.schema else {
        return Vec::new();
    };
    let in_file: Vec<_> = schema
        .columns
        .iter()
        .filter(|column| column.source == Source::File)
        .collect();
    if in_file.len() != headings.0.len() {
        return vec![Mismatch::Count {
            described: in_file.len(),
            found: headings.0.len(),
        }];
    }
    let pairs = in_file.iter().zip(&headings.0).enumerate();
    let unlike = pairs.filter(|(_, (column, titles))| !is_compatible(column, titles, purpose));
    unlike.map(|(index, _)| Mismatch::Titles(index)).collect()
}

fn is_compatible(column: &Column, found: &[String], purpose: Purpose) -> bool {
    let undescribed = column.name.is_none() && column.titles.is_empty();
    if undescribed || found.is_empty() {
        return true;
    }
    if column.titles.is_empty() {
        return purpose == Purpose::Convert;
    }
    let lang = column.properties.lang.clone().filter(|tag| tag != "und");
    let same = |title: &Title| {
        found.contains(&title.text) && language_matches(title.language.as_deref(), lang.as_deref())
    };
    column.titles.iter().any(same)
}

/// Languages match if they are equal when the longer is cut to the shorter; an undefined one
/// matches all.
fn language_matches(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    let mut subtags = a.split('-').zip(b.split('-'));
    subtags.all(|(a, b)| a.eq_ignore_ascii_case(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_templates_can_use() {
        assert_eq!(name_of_title("On Street"), "On%20Street");
        assert_eq!(name_of_title("a-b.c_d%tŷ"), "a%2Db.c_d%25t%C5%B7");
        assert_eq!(name_of_title("_row"), "%5Frow");
    }

    #[test]
    fn languages_match_when_cut_to_the_shorter() {
        assert!(language_matches(Some("en"), Some("en-GB")));
        assert!(language_matches(None, Some("cy")));
        assert!(!language_matches(Some("en"), Some("cy")));
        assert!(!language_matches(Some("e"), Some("en")));
    }
}
