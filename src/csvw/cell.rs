//! [Parsing cells](https://www.w3.org/TR/tabular-data-model/#parsing-cells): from the text of a
//! cell to its value.

use crate::csvw::annotate::AnnotatedColumn;
use crate::csvw::datatype::{Family, Fault, Text};

/// The [value](https://www.w3.org/TR/tabular-data-model/#dfn-cell-value) of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum CellValue {
    #[default]
    Null,
    One(Item),
    /// The values of a cell with a separator.
    Many(Vec<Item>),
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The lexical form in RDF.
    pub(crate) lexical: String,
    /// Whether it is a value of the column's datatype; else it is a string.
    pub(crate) typed: bool,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CellFault {
    pub(crate) fault: Fault,
    /// The text that it is wrong with: the cell's, or one of several in it.
    pub(crate) text: String,
}

impl CellValue {
    /// The values; none for null.
    pub(crate) fn items(&self) -> &[Item] {
        match self {
            Self::Null => &[],
            Self::One(item) => std::slice::from_ref(item),
            Self::Many(items) => items,
        }
    }
}

/// Parses the text of a cell; adds what is wrong to `faults`.
pub(crate) fn parse_cell(
    column: &AnnotatedColumn,
    text: &str,
    faults: &mut Vec<CellFault>,
) -> CellValue {
    let normalized = column.datatype.normalized(text);
    let text = if normalized.is_empty() {
        &column.default
    } else {
        &*normalized
    };
    let Some(separator) = &column.separator else {
        let value = item(column, text, faults).map_or(CellValue::Null, CellValue::One);
        if value == CellValue::Null {
            require(column, text, faults);
        }
        return value;
    };
    if text.is_empty() {
        require(column, text, faults);
        return CellValue::Many(Vec::new());
    }
    if column.null.iter().any(|null| null == text) {
        return CellValue::Null;
    }
    let keeps_spaces = matches!(
        column.datatype.base().family(),
        Family::Text(Text::String | Text::Any)
    );
    let parts = text
        .split(separator.as_str())
        .map(|part| if keeps_spaces { part } else { part.trim() });
    CellValue::Many(
        parts
            .filter_map(|part| item(column, part, faults))
            .collect(),
    )
}

fn require(column: &AnnotatedColumn, text: &str, faults: &mut Vec<CellFault>) {
    if column.required {
        faults.push(CellFault {
            fault: Fault::Required,
            text: text.to_owned(),
        });
    }
}

/// One value; `None` for null.
fn item(column: &AnnotatedColumn, text: &str, faults: &mut Vec<CellFault>) -> Option<Item> {
    let text = if text.is_empty() {
        &column.default
    } else {
        text
    };
    if column.null.iter().any(|null| null == text) {
        return None;
    }
    let parsed = column.datatype.parse(text);
    faults.extend(parsed.faults.into_iter().map(|fault| CellFault {
        fault,
        text: text.to_owned(),
    }));
    Some(Item {
        lexical: parsed.lexical.into_owned(),
        typed: parsed.typed,
    })
}
