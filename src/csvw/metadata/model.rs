use oxiri::Iri;

use crate::csvw::datatype::Datatype;
use crate::csvw::dialect::Dialect;
use crate::csvw::template::Template;
use crate::diagnostic::Place;

/// A [table group description](https://www.w3.org/TR/tabular-metadata/#table-groups), normalised.
#[derive(Clone, Debug)]
pub struct TableGroup {
    /// The IRI of the group itself.
    pub id: Option<String>,
    /// What it says with properties of other vocabularies.
    pub annotations: Vec<Annotation>,
    /// Its notes, interpreted like annotations.
    pub notes: Vec<AnnotationValue>,
    /// Its tables, in order; there is at least one.
    pub tables: Vec<Table>,
}

/// A [table description](https://www.w3.org/TR/tabular-metadata/#tables), normalised: what the
/// group says for all its tables is already in it.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where the tabular data file is.
    pub url: Iri<String>,
    /// The IRI of the table itself.
    pub id: Option<String>,
    /// What it says with properties of other vocabularies.
    pub annotations: Vec<Annotation>,
    /// Its notes, interpreted like annotations.
    pub notes: Vec<AnnotationValue>,
    /// How its file is to be parsed; `None` where nothing says so.
    pub dialect: Option<Dialect>,
    /// Whether converting it gives output.
    pub output: Presence,
    /// In which direction its columns are to be shown.
    pub direction: Direction,
    /// Its columns and keys; where nothing is said of them, the file's headings name the columns.
    pub schema: Option<Schema>,
    /// What columns inherit that the schema does not describe.
    pub inherited: Inherited,
    /// Where it is described; absent for a table without metadata.
    pub place: Option<Place>,
}

/// A [schema description](https://www.w3.org/TR/tabular-metadata/#schemas).
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The IRI of the schema itself.
    pub id: Option<String>,
    /// The described columns, the virtual ones last.
    pub columns: Vec<Column>,
    /// Indexes into `columns`.
    pub primary_key: Vec<usize>,
    /// Indexes into `columns`.
    pub row_titles: Vec<usize>,
    /// References to rows of tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A [column description](https://www.w3.org/TR/tabular-metadata/#columns).
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The name, where one is given.
    pub name: Option<String>,
    /// What its heading may be.
    pub titles: Vec<Title>,
    /// The title that names it where no name is given: the first in the document's language.
    pub naming_title: Option<String>,
    /// Whether it is in the file.
    pub source: Source,
    /// Whether converting its cells gives output.
    pub output: Presence,
    /// Its own and inherited properties.
    pub properties: Inherited,
    /// Where it is described; absent for a column that only the file knows.
    pub place: Option<Place>,
}

/// Whether output is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    #[default]
    Shown,
    /// `suppressOutput` forbids it.
    Suppressed,
}

/// Where a column's cells come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From the file.
    #[default]
    File,
    /// A [virtual column](https://www.w3.org/TR/tabular-metadata/#column-virtual): from its
    /// default and templates.
    Virtual,
}

/// A [table direction](https://www.w3.org/TR/tabular-metadata/#table-tableDirection).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
    /// As the content says.
    #[default]
    Auto,
}

/// A title in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The language tag; `None` if it is undefined.
    pub language: Option<String>,
    /// The title.
    pub text: String,
}

/// The [inherited properties](https://www.w3.org/TR/tabular-metadata/#inherited-properties); a
/// property that is not set is looked for further out.
#[derive(Clone, Debug, Default)]
pub struct Inherited {
    /// What its cells are about.
    pub about_url: Option<Template>,
    /// The property that its cells are values of.
    pub property_url: Option<Template>,
    /// The thing that its cells stand for.
    pub value_url: Option<Template>,
    /// The datatype of its cells.
    pub datatype: Option<Datatype>,
    /// What an empty cell stands for.
    pub default: Option<String>,
    /// The language of its cells; `und` where it is said to be undefined.
    pub lang: Option<String>,
    /// The texts that stand for no value.
    pub null: Option<Vec<String>>,
    /// Whether the values of a cell are a list rather than a set.
    pub ordered: Option<bool>,
    /// Whether a cell must have a value.
    pub required: Option<bool>,
    /// What separates the values of a cell.
    pub separator: Option<Separator>,
    /// The direction of its text.
    pub text_direction: Option<TextDirection>,
}

/// What separates the values of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Nothing: a cell has one value.
    None,
    /// This text.
    Text(String),
}

/// A [text direction](https://www.w3.org/TR/tabular-metadata/#cell-textDirection).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextDirection {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
    /// As the content says.
    Auto,
    /// As the table says.
    Inherit,
}

impl TableGroup {
    /// The group of a table that is described alone.
    pub(crate) fn of_one(table: Table) -> Self {
        Self {
            id: None,
            annotations: Vec::new(),
            notes: Vec::new(),
            tables: vec![table],
        }
    }
}

impl Table {
    /// The columns that are described.
    pub fn columns(&self) -> &[Column] {
        self.schema.as_ref().map_or(&[], |schema| &schema.columns)
    }
}

impl Inherited {
    /// These properties, and the outer ones where these are not set.
    #[must_use]
    pub fn or(self, outer: &Self) -> Self {
        Self {
            about_url: self.about_url.or_else(|| outer.about_url.clone()),
            property_url: self.property_url.or_else(|| outer.property_url.clone()),
            value_url: self.value_url.or_else(|| outer.value_url.clone()),
            datatype: self.datatype.or_else(|| outer.datatype.clone()),
            default: self.default.or_else(|| outer.default.clone()),
            lang: self.lang.or_else(|| outer.lang.clone()),
            null: self.null.or_else(|| outer.null.clone()),
            ordered: self.ordered.or(outer.ordered),
            required: self.required.or(outer.required),
            separator: self.separator.or_else(|| outer.separator.clone()),
            text_direction: self.text_direction.or(outer.text_direction),
        }
    }
}

/// A [foreign key definition](https://www.w3.org/TR/tabular-metadata/#dfn-foreign-key-definition).
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// The columns of this table: indexes into the schema's columns.
    pub columns: Vec<usize>,
    /// What they refer to.
    pub reference: Reference,
    /// Where it is defined.
    pub place: Place,
}

/// The table and columns that a foreign key refers to.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Which table.
    pub target: Target,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The index of the table in its group, and of the columns in its schema, once both are known.
    pub resolved: Option<(usize, Vec<usize>)>,
}

/// How a foreign key names the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By the URL of the table.
    Resource(String),
    /// By the IRI of its schema.
    Schema(String),
}

/// A [common property](https://www.w3.org/TR/tabular-metadata/#common-properties) and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The IRI of the property.
    pub property: String,
    /// Its values.
    pub values: Vec<AnnotationValue>,
}

/// The value of a common property, with absolute IRIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnotationValue {
    /// A literal.
    Literal {
        /// Its lexical form.
        value: String,
        /// Its datatype IRI, if it has no language.
        datatype: String,
        /// Its language tag.
        language: Option<String>,
    },
    /// A node with properties of its own.
    Node {
        /// Its IRI; a blank node has none.
        id: Option<String>,
        /// The IRIs of its types.
        types: Vec<String>,
        /// What is said of it.
        properties: Vec<Annotation>,
    },
}
